// An article and what was read from it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Without the sequence of the answer. NOT_FOUND when the article does not exist at the read point.
absl::StatusOr<v1::GetArticleResponse> BuildArticleAnswer(ReadView& view, const std::string& article_id);

}  // namespace tearsheet
