#include "ingest_service/events/pattern.h"

#include "absl/strings/ascii.h"
#include "common/strings.h"
#include "ingest_service/events/rule_file.h"

namespace tearsheet {
namespace {

constexpr int kGap = 4;

}  // namespace

Pattern ReadPattern(std::string_view text, Grammar& grammar) {
  Pattern pattern;
  for (std::string_view word : SplitTrimmed(text, ' ')) {
    if (word == "*") {
      pattern.push_back(0);
      continue;
    }
    // Articles' words are split at hyphens, and so are these.
    bool first = true;
    for (std::string_view part : SplitTrimmed(word, '-')) {
      if (!first) pattern.push_back(grammar.AddForm("-"));
      pattern.push_back(grammar.AddForm(absl::AsciiStrToLower(Absl(part))));
      first = false;
    }
  }
  return pattern;
}

int MatchLongPattern(const Pattern& pattern, const std::vector<const Word*>& words, int at, int end) {
  int i = at;
  for (size_t p = 0; p < pattern.size(); ++p) {
    if (pattern[p] == 0) {
      const int limit = std::min(end, i + kGap + 1);
      while (i < limit && p + 1 < pattern.size() && !words[i]->Means(pattern[p + 1])) ++i;
      if (i >= limit) return 0;
      continue;
    }
    if (i >= end || !words[i]->Means(pattern[p])) return 0;
    ++i;
  }
  return i - at;
}

}  // namespace tearsheet
