// Target for the tokens of pages and watches, which callers hand back.
#include <string>

#include "absl/status/status.h"
#include "query_service/answers/tokens.h"
#include "tearsheet/v1/query_service.pb.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"

namespace tearsheet::fuzz {

void PageToken(std::string_view bytes) {
  const std::string text(bytes);
  v1::ListDealsRequest request;
  request.set_page_token(text);
  const auto place = ReadPageToken(request);
  Require(place.ok() || absl::IsInvalidArgument(place.status()), "a bad page token is INVALID_ARGUMENT");
  const auto position = ReadWatchToken(text);
  Require(position.ok() || absl::IsInvalidArgument(position.status()),
          "a bad watch token is INVALID_ARGUMENT");
  // Whatever a place is called, its token leads back to it.
  ListPlace made;
  made.key = static_cast<int64_t>(bytes.size()) - 7;
  made.id = text.substr(0, 1000);
  request.set_page_token(MakePageToken(request, made));
  const auto again = ReadPageToken(request);
  Require(again.ok() && again->key == made.key && again->id == made.id,
          "a page token leads back to its place");
  request.set_company(text.substr(0, 10) + "x");
  Require(!ReadPageToken(request).ok(), "a page token is for one request only");
}

}  // namespace tearsheet::fuzz
