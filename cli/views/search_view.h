// Hits of a search, and lists of articles.
#pragma once

#include <string>

#include "cli/text/table.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// The deal, event or article in one line, then the part of the text with the words in colour.
std::string RenderHit(const v1::SearchHit& hit, int width, bool colour);

Table MakeArticleTable();
void AddArticle(const v1::ArticleSummary& article, Table& table);

}  // namespace tearsheet
