#include "query_service/answers/snippet.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace tearsheet {
namespace {

constexpr size_t kWindow = 200;
constexpr size_t kBefore = 60;
constexpr size_t kSnippet = 240;
// Farthest that a cut moves to find a space.
constexpr size_t kWord = 20;
constexpr int64_t kTitleWeight = 5;
constexpr int64_t kMostPlaces = 5;

bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The start of the match from which most different terms stand within the window.
size_t BestStart(const std::vector<TextMatch>& matches) {
  size_t best = 0;
  size_t most = 0;
  for (size_t i = 0; i < matches.size(); ++i) {
    std::set<int> terms;
    for (size_t j = i;
         j < matches.size() && static_cast<size_t>(matches[j].end - matches[i].begin) <= kWindow; ++j)
      terms.insert(matches[j].term);
    if (terms.size() > most) {
      most = terms.size();
      best = static_cast<size_t>(matches[i].begin);
    }
  }
  return best;
}

}  // namespace

v1::Snippet MakeSnippet(std::string_view text, const std::vector<TextMatch>& matches) {
  const size_t start = BestStart(matches);
  size_t begin = start < kBefore ? 0 : start - kBefore;
  if (begin > 0) {
    const size_t space = text.find(' ', begin);
    if (space != std::string_view::npos && space < start) begin = space + 1;
    while (begin < start && ContinuesCharacter(text[begin])) ++begin;
  }
  size_t end = std::min(text.size(), begin + kSnippet);
  if (end < text.size()) {
    const size_t space = text.rfind(' ', end);
    if (space != std::string_view::npos && space + kWord > end && space > start) end = space;
    while (end > begin && ContinuesCharacter(text[end])) --end;
  }
  v1::Snippet snippet;
  std::string shown(text.substr(begin, end - begin));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  snippet.set_text(std::move(shown));
  for (const TextMatch& match : matches) {
    if (static_cast<size_t>(match.begin) < begin || static_cast<size_t>(match.end) > end) continue;
    v1::Span& highlight = *snippet.add_highlights();
    highlight.set_start(match.begin - static_cast<int32_t>(begin));
    highlight.set_end(match.end - static_cast<int32_t>(begin));
  }
  return snippet;
}

int64_t ScoreOf(const std::vector<TextMatch>& matches) {
  std::map<int, int64_t> places;
  for (const TextMatch& match : matches) places[match.term] += match.in_title ? kTitleWeight : 1;
  int64_t score = 0;
  for (const auto& [term, count] : places) score += 10 + std::min(count, kMostPlaces + kTitleWeight);
  return score;
}

}  // namespace tearsheet
