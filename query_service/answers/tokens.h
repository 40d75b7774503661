// Opaque tokens of pages and watches. Callers only hand them back; what is not ours is refused.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// The token of the page after `place` in the answer to `request`.
std::string MakePageToken(const google::protobuf::Message& request, const ListPlace& place);

// The place of the token in `request.page_token`. INVALID_ARGUMENT when it is no token of an answer to the
// same request; page_size and min_sequence may differ.
absl::StatusOr<ListPlace> ReadPageToken(const google::protobuf::Message& request);

// The token that resumes after change `number` of the run of changes `epoch`.
std::string MakeWatchToken(const std::string& epoch, int64_t number);

struct WatchPosition {
  std::string epoch;
  int64_t number = 0;
};

// INVALID_ARGUMENT when `token` is none.
absl::StatusOr<WatchPosition> ReadWatchToken(const std::string& token);

}  // namespace tearsheet
