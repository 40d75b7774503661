#include "query_service/consolidation/names.h"

#include <algorithm>
#include <set>

namespace tearsheet {
namespace {

const std::set<std::string, std::less<>>& Fillers() {
  static const auto& words = *new std::set<std::string, std::less<>>{
      "a", "an", "the", "of", "and", "for", "in", "on", "to", "at", "with", "its", "round", "deal", "new"};
  return words;
}

// The words that name something in particular: years, numbers, quarters, the letter of a round.
bool IsMark(const std::string& word) {
  return word.size() == 1 ||
         std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Parts {
  std::set<std::string> marks;
  std::set<std::string> content;
};

Parts Split(std::string_view text) {
  Parts parts;
  for (std::string& word : Words(text)) {
    if (Fillers().contains(word)) continue;
    if (IsMark(word)) {
      parts.marks.insert(std::move(word));
      continue;
    }
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    parts.content.insert(std::move(word));
  }
  return parts;
}

}  // namespace

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter =
        upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      if (!open) words.emplace_back();
      words.back().push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    }
    open = letter;
  }
  return words;
}

std::string NameKey(std::string_view name) {
  std::string key;
  bool first = true;
  for (const std::string& word : Words(name)) {
    const bool article = first && word == "the";
    first = false;
    if (article) continue;
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key.empty() ? std::string(name) : key;
}

bool CanMeanTheSame(std::string_view a, std::string_view b) {
  const Parts left = Split(a);
  const Parts right = Split(b);
  if (!left.marks.empty() && !right.marks.empty() && left.marks != right.marks) return false;
  if (left.content.empty() || right.content.empty()) return left.marks == right.marks;
  return std::any_of(left.content.begin(), left.content.end(),
                     [&](const std::string& word) { return right.content.contains(word); });
}

}  // namespace tearsheet
