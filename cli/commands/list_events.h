// Reads events page by page.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "cli/client/client.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet {

// Gives the events that `request` asks for to `take`, all pages, at most `limit` of them (0: all). Sets
// `more` when there are further ones.
absl::Status ForEachEvent(Client<v1::QueryService>& client, v1::ListEventsRequest request, int64_t limit,
                          bool& more, const std::function<absl::Status(const v1::EventRecord&)>& take);

}  // namespace tearsheet
