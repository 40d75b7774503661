// Whom pronouns and descriptions stand for: each line of references.test is a text with the answers in
// brackets.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "ingest_service/mentions/mention_test_util.h"
#include "ingest_service/references/resolve_references.h"

namespace tearsheet {
namespace {

struct Expected {
  size_t begin = 0;
  size_t end = 0;
  std::string names;
};

// "[It=Acme] rose" -> "It rose", and that its first two bytes stand for Acme.
std::string Strip(const std::string& line, std::vector<Expected>& expected) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line.compare(i, 2, "\\n") == 0) {
      text += '\n';
      ++i;
    } else if (line[i] == '[') {
      const size_t equals = line.find('=', i);
      const size_t close = line.find(']', i);
      Expected one;
      one.begin = text.size();
      text += line.substr(i + 1, equals - i - 1);
      one.end = text.size();
      one.names = line.substr(equals + 1, close - equals - 1);
      expected.push_back(one);
      i = close;
    } else {
      text += line[i];
    }
  }
  return text;
}

// "Acme+Birch", "-" where nobody is meant or the words are no mention.
std::string NamesAt(const Document& document, const Expected& expected) {
  std::string names;
  for (const DocumentMention& mention : document.mentions) {
    const size_t begin = static_cast<size_t>(document.tokens[mention.first_token].begin);
    const size_t end = static_cast<size_t>(document.tokens[mention.end_token - 1].end);
    if (begin != expected.begin || end != expected.end) continue;
    for (const int e : mention.entities) names += (names.empty() ? "" : "+") + document.entities[e].name();
  }
  return names.empty() ? "-" : names;
}

TEST(References, StandForWhomTheTextMeans) {
  std::ifstream file(TEARSHEET_REFERENCES_TEST);
  ASSERT_TRUE(file.good());
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<Expected> expected;
    const v1::Article article = MakeArticle("", Strip(line, expected));
    Document document = FindMentions(article);
    ResolveReferences(TestCatalogue(), TestFinder().descriptions(), document);
    for (const Expected& one : expected) EXPECT_EQ(NamesAt(document, one), one.names) << line;
    ++read;
  }
  EXPECT_GE(read, 80);
}

TEST(References, KnowEverySectorOfTheCatalogue) {
  for (const CatalogueEntry& entry : TestCatalogue().entries()) {
    for (const std::string& sector : entry.sectors)
      EXPECT_TRUE(TestFinder().descriptions().Sector(sector).any())
          << entry.entity.entity_id() << " " << sector;
  }
}

}  // namespace
}  // namespace tearsheet
