#include "ingest_service/syntax/word_form.h"

#include <algorithm>
#include <utility>

namespace tearsheet {
namespace {

enum Shape : uint8_t { kLower, kFirst, kCapitalised, kHeadline, kAllCaps, kDigits, kSign, kUnits };

constexpr uint32_t kSeed = 2166136261U;

uint32_t Step(uint32_t hash, unsigned char c) { return (hash ^ c) * 16777619U; }

uint32_t Finish(uint32_t hash) {
  hash ^= hash >> 15;
  hash *= 0x2c1b3c6dU;
  hash ^= hash >> 13;
  return hash == 0 ? 1 : hash;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

uint32_t HashOf(std::string_view text, uint32_t seed) {
  uint32_t hash = seed;
  for (char c : text) hash = Step(hash, IsDigit(c) ? '0' : static_cast<unsigned char>(c));
  return Finish(hash);
}

Shape ShapeOf(const SyntaxToken& token, bool first, bool headline) {
  bool digit = false;
  bool letter = false;
  for (char c : token.lower) {
    digit |= IsDigit(c);
    letter |= IsLetter(c);
  }
  if (digit) return kDigits;
  if (!letter) return kSign;
  if (!token.capitalised) return kLower;
  if (headline) return kHeadline;
  if (first) return kFirst;
  return token.all_caps && token.lower.size() > 1 ? kAllCaps : kCapitalised;
}

// Capitals tell nothing where most words have them. Short words keep small letters even in headlines.
bool IsHeadline(absl::Span<const SyntaxToken> tokens) {
  int capitals = 0;
  int small = 0;
  for (const SyntaxToken& token : tokens) {
    if (token.unit != SyntaxToken::kWord || token.lower.size() < 4 || !IsLetter(token.lower[0])) continue;
    (token.capitalised ? capitals : small) += 1;
  }
  return capitals > 2 && capitals > 2 * small;
}

}  // namespace

uint32_t WordHash(std::string_view lower) { return HashOf(lower, kSeed); }

KnownWords::KnownWords(std::vector<uint32_t> hashes) : hashes_(std::move(hashes)) {
  std::sort(hashes_.begin(), hashes_.end());
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
  size_t size = 16;
  while (size < hashes_.size() * 2) size *= 2;
  slots_.assign(size, 0);
  mask_ = size - 1;
  for (uint32_t hash : hashes_) {
    size_t slot = hash & mask_;
    while (slots_[slot] != 0) slot = (slot + 1) & mask_;
    slots_[slot] = hash;
  }
}

void ReadWordForms(absl::Span<const SyntaxToken> tokens, const KnownWords& known,
                   std::vector<WordForm>& forms) {
  forms.resize(tokens.size());
  const bool headline = IsHeadline(tokens);
  bool first = true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const SyntaxToken& token = tokens[i];
    WordForm& form = forms[i];
    if (token.unit != SyntaxToken::kWord) {
      form.shape = static_cast<uint8_t>(static_cast<int>(kUnits) + static_cast<int>(token.unit));
      form.word = form.suffix3 = form.suffix2 = form.lexeme = Finish(Step(kSeed, form.shape));
      first = false;
      continue;
    }
    const std::string_view lower = token.lower;
    form.shape = ShapeOf(token, first, headline);
    form.word = HashOf(lower, kSeed);
    form.suffix3 = HashOf(lower.substr(lower.size() > 3 ? lower.size() - 3 : 0), kSeed + 3);
    form.suffix2 = HashOf(lower.substr(lower.size() > 2 ? lower.size() - 2 : 0), kSeed + 2);
    form.lexeme = known.Has(form.word) ? form.word : form.suffix2 ^ form.shape;
    first &= form.shape == kSign;
  }
}

}  // namespace tearsheet
