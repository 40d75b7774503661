// Target for the files that the command line reads.
#include <sstream>
#include <string>

#include "cli/input/article_reader.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"

namespace tearsheet::fuzz {

void Input(std::string_view bytes) {
  std::istringstream in{std::string(bytes)};
  ArticleReader reader({"-"}, in);
  while (const auto item = reader.Next()) {
    Require(!item->place.empty(), "an item has a place");
    if (!item->article.ok()) {
      Require(!item->article.status().message().empty(), "a refusal has a reason");
      continue;
    }
    for (const std::string* text : {&item->article->uri(), &item->article->title(), &item->article->body()})
      Require(!FirstInvalidUtf8(*text).has_value(), "an article is UTF-8");
  }
}

}  // namespace tearsheet::fuzz
