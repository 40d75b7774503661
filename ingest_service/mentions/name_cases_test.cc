// name_cases.txt: sentences in which every name is marked.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ingest_service/mentions/lexicon_file.h"
#include "ingest_service/mentions/mention_test_util.h"

extern "C" {
extern const char tearsheet_name_cases_start[], tearsheet_name_cases_end[];
}

namespace tearsheet {
namespace {

char LetterOf(v1::EntityKind kind) {
  switch (kind) {
    case v1::ENTITY_KIND_ORGANISATION:
      return 'o';
    case v1::ENTITY_KIND_OUTLET:
      return 's';
    case v1::ENTITY_KIND_PERSON:
      return 'p';
    case v1::ENTITY_KIND_PLACE:
      return 'l';
    case v1::ENTITY_KIND_PRODUCT:
      return 'x';
    case v1::ENTITY_KIND_PROJECT:
      return 'j';
    default:
      return '?';
  }
}

// "[Tovaris]o fell" -> "Tovaris fell"
std::string WithoutMarks(std::string_view marked) {
  std::string text;
  for (size_t i = 0; i < marked.size(); ++i) {
    if (marked[i] == '[') continue;
    if (marked[i] == ']') {
      ++i;
      continue;
    }
    text.push_back(marked[i]);
  }
  return text;
}

// `text` with a mark around every name that was found in that part of the article.
std::string Marked(const Document& document, v1::TextPart part, const std::string& text) {
  std::map<int32_t, std::string> marks;
  for (const DocumentMention& mention : document.mentions) {
    if ((mention.kind != v1::ENTITY && mention.kind != v1::SOURCE) || mention.reference) continue;
    if (document.sentences[mention.sentence].part != part) continue;
    marks[document.tokens[mention.first_token].begin] += "[";
    marks[document.tokens[mention.end_token - 1].end] +=
        absl::StrCat("]", std::string(1, LetterOf(document.entities[mention.entities.front()].kind())));
  }
  std::string marked;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (const auto found = marks.find(static_cast<int32_t>(i)); found != marks.end()) marked += found->second;
    if (i < text.size()) marked.push_back(text[i]);
  }
  return marked;
}

TEST(NameCasesTest, EveryNameIsFoundAndNothingElse) {
  const std::string_view text(tearsheet_name_cases_start,
                              static_cast<size_t>(tearsheet_name_cases_end - tearsheet_name_cases_start));
  int line_number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(text.substr(begin, end - begin));
    begin = end + 1;
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    const size_t bar = line.find("||");
    const std::string title(bar == line.npos ? "" : TrimSpace(line.substr(0, bar)));
    const std::string body(TrimSpace(line.substr(bar == line.npos ? 0 : bar + 2)));
    const v1::Article article = MakeArticle(WithoutMarks(title), WithoutMarks(body));
    const Document document = FindMentions(article);
    EXPECT_EQ(Marked(document, v1::TEXT_PART_TITLE, article.title()), title) << "line " << line_number;
    EXPECT_EQ(Marked(document, v1::TEXT_PART_UNSPECIFIED, article.body()), body) << "line " << line_number;
  }
}

}  // namespace
}  // namespace tearsheet
