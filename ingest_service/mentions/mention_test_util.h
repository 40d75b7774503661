// Short forms for tests of mentions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ingest_service/mentions/mention_finder.h"
#include "ingest_service/text/read_text.h"

namespace tearsheet {

// An article published on Wednesday 17 December 2025.
inline v1::Article MakeArticle(const std::string& title, const std::string& body) {
  v1::Article article;
  article.set_title(title);
  article.set_body(body);
  article.mutable_publish_time()->set_seconds(1765972800);
  return article;
}

inline const Catalogue& TestCatalogue() {
  static const Catalogue& catalogue = *new Catalogue(*Catalogue::Load({}));
  return catalogue;
}

inline const MentionFinder& TestFinder() {
  static const MentionFinder& finder = *MentionFinder::Create(TestCatalogue())->release();
  return finder;
}

// Borrows `article`.
inline Document FindMentions(const v1::Article& article) {
  Document document = ReadText(article);
  TestFinder().Find(document);
  return document;
}

// The bytes as received that a mention covers.
inline std::string TextOf(const Document& document, const DocumentMention& mention) {
  const std::string& source = document.sentences[mention.sentence].part == v1::TEXT_PART_TITLE
                                  ? document.article->title()
                                  : document.article->body();
  const int begin = document.tokens[mention.first_token].begin;
  return source.substr(begin, document.tokens[mention.end_token - 1].end - begin);
}

// "low..high", with "~" before it when approximate; an open end is empty, and "x" alone means x..x.
template <typename Value>
std::string RangeOf(const Value& value) {
  const std::string range =
      value.low() == value.high() ? value.low() : absl::StrCat(value.low(), "..", value.high());
  return absl::StrCat(value.approximate() ? "~" : "", range);
}

// Each value mention of `kind` in `body`, as "USD 5", "27", "5 chip", "84", "2025-12-01/2026-01-01 MONTH".
inline std::vector<std::string> ValuesIn(const std::string& body, v1::MentionKind kind) {
  const v1::Article article = MakeArticle("", body);
  const Document document = FindMentions(article);
  std::vector<std::string> values;
  for (const DocumentMention& mention : document.mentions) {
    if (mention.kind != kind) continue;
    const v1::Mention& value = mention.value;
    switch (kind) {
      case v1::AMOUNT:
        values.push_back(absl::StrCat(value.amount().currency(), " ", RangeOf(value.amount())));
        break;
      case v1::PERCENT:
        values.push_back(RangeOf(value.percent()));
        break;
      case v1::QUANTITY:
        values.push_back(absl::StrCat(RangeOf(value.quantity()), " ", value.quantity().unit()));
        break;
      case v1::TERM:
        values.push_back(absl::StrCat(value.term().months()));
        break;
      default:
        values.push_back(absl::StrCat(value.time().start(), "/", value.time().end(), " ",
                                      v1::TimePrecision_Name(value.time().precision())));
    }
  }
  return values;
}

}  // namespace tearsheet
