// Articles as answers show them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// The article as it stood at the read point, with the events of the extraction that was the latest then.
// NOT_FOUND: it was not there yet.
absl::StatusOr<v1::GetArticleResponse> BuildArticleAnswer(ReadView& view, const std::string& article_id);

// Whether the article was there at the read point.
bool IsKnown(const AsOf& as_of, const StoredArticle& article);

// The article without its text. It is known at the read point.
absl::StatusOr<v1::ArticleSummary> Summarise(ReadView& view, const StoredArticle& article);

}  // namespace tearsheet
