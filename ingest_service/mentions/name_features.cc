#include "ingest_service/mentions/name_features.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "common/word_set.h"
#include "ingest_service/mentions/catalogue_matcher.h"

namespace tearsheet {

namespace {

constexpr uint32_t kOutside = 0x51ed270b;
constexpr uint32_t kNumberHash = 0x2c1b3c6d;

uint32_t Mix(uint32_t a, uint32_t b) {
  uint32_t hash = (a ^ (b * 0x9e3779b1u)) * 0x85ebca6bu;
  hash ^= hash >> 15;
  return hash * 0xc2b2ae35u;
}

uint32_t HashOf(std::string_view text) {
  uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
  return hash;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return (c >= 'a' && c <= 'z') || static_cast<uint8_t>(c) >= 0x80; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "Xx", "xX", "X9", "x", "9": kinds of letters in order, repeats left out; with the length of what is short.
uint32_t ShapeOf(const Token& token) {
  uint32_t shape = token.capitalised ? 1 : 2;
  uint32_t last = 0;
  int parts = 0;
  for (const char c : token.text.substr(0, 16)) {
    const uint32_t kind = IsUpper(c) ? 1 : IsLower(c) ? 2 : IsDigit(c) ? 3 : 4;
    if (kind == last) continue;
    last = kind;
    if (++parts > 5) break;
    shape = shape * 5 + kind;
  }
  return shape * 8 + static_cast<uint32_t>(std::min<size_t>(token.text.size(), token.all_caps ? 6 : 3));
}

// Small words and signs that stand inside names.
bool JoinsNames(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"&",     "'",   "'s",  ",",   "-",   ".",  "al",  "and", "bin", "d'",  "da",  "das", "de",  "del",
       "della", "den", "der", "des", "di",  "do", "dos", "du",  "e",   "el",  "en",  "et",  "for", "in",
       "la",    "las", "le",  "les", "los", "of", "on",  "the", "und", "van", "von", "y",   "zu"});
  return kWords.Has(word);
}

bool HasCapitalOrMix(const Token& token) {
  if (token.kind == Token::kPunctuation || token.kind == Token::kSymbol) return false;
  bool letter = false;
  bool digit = false;
  for (const char c : token.text) {
    if (IsUpper(c)) return true;
    letter = letter || IsLower(c);
    digit = digit || IsDigit(c);
  }
  return token.capitalised || (letter && digit);
}

}  // namespace

NameFeatureReader::NameFeatureReader(const Catalogue& catalogue, const Document& document)
    : catalogue_(catalogue), small_(kSeenBits), named_(kSeenBits) {
  hashes_.reserve(document.tokens.size());
  parts_.reserve(document.tokens.size());
  for (const Token& token : document.tokens) {
    hashes_.push_back(token.kind == Token::kNumber ? kNumberHash : HashOf(token.lower));
    parts_.push_back(PartOf(token));
  }
  for (const Sentence& sentence : document.sentences) {
    if (sentence.part == v1::TEXT_PART_TITLE || sentence.heading) continue;
    for (int32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      const Token& token = document.tokens[i];
      if (token.kind != Token::kWord) continue;
      if (!token.capitalised) {
        small_[hashes_[i] % kSeenBits] = true;
      } else if (i > sentence.first_token && document.tokens[i - 1].kind == Token::kWord &&
                 !document.tokens[i - 1].capitalised) {
        named_[hashes_[i] % kSeenBits] = true;
      }
    }
  }
}

NameFeatureReader::Part NameFeatureReader::PartOf(const Token& token) {
  if (HasCapitalOrMix(token)) return Part::kNamed;
  if (token.kind == Token::kNumber) return Part::kNumber;
  // No joining word is longer.
  if (token.text.size() > 5 || !JoinsNames(token.lower)) return Part::kNone;
  return token.kind == Token::kWord && token.text.front() != '\'' ? Part::kSmallWord : Part::kSign;
}

bool NameFeatureReader::MayBeNamed(const TokenView& tokens, int32_t at) const {
  const Part part = PartAt(tokens, at);
  if (part == Part::kNone) return false;
  if (part == Part::kNamed) return true;
  const auto joins = [&](int32_t i) { return PartAt(tokens, i) >= Part::kSmallWord; };
  const bool behind = PartAt(tokens, at - 1) == Part::kNamed;
  const bool ahead = PartAt(tokens, at + 1) == Part::kNamed;
  switch (part) {
    case Part::kNumber:
      // "Windows 11", "7-Eleven"
      return behind || (tokens.IsDash(at - 1) && tokens.Glued(at)) ||
             (tokens.IsDash(at + 1) && tokens.Glued(at + 1));
    case Part::kSmallWord:
      // "Bank of the West", "van der Berg", "Société de la Ville"
      if (behind && ahead) return true;
      return (behind && joins(at + 1) && PartAt(tokens, at + 2) == Part::kNamed) ||
             (ahead && joins(at - 1) && PartAt(tokens, at - 2) == Part::kNamed);
    default:
      if (!tokens.IsDash(at)) return behind && ahead;
      return tokens.Glued(at) && tokens.Glued(at + 1) && (behind || tokens.IsNumber(at - 1)) &&
             (ahead || tokens.IsNumber(at + 1));
  }
}

NameFeatureReader::WordHash NameFeatureReader::HashAt(const TokenView& tokens, int32_t at) const {
  return tokens.Has(at) ? hashes_[at] : kOutside;
}

void NameFeatureReader::ReadHints(const TokenView& tokens, Capitals capitals, int32_t first, int32_t end) {
  hints_.assign(end - first, 0);
  for (int32_t i = first; i < end;) {
    const std::optional<CatalogueMatch> match =
        MatchCatalogue(catalogue_, tokens, i, capitals == Capitals::kAll);
    if (!match.has_value() || match->name->description) {
      ++i;
      continue;
    }
    const auto kind = static_cast<uint32_t>(catalogue_.entries()[match->name->entry].entity.kind());
    const uint32_t hint = 1 + kind * 4 + (match->name->ambiguous ? 2 : 0);
    for (int32_t k = i; k < std::min(end, match->end); ++k) hints_[k - first] = hint + (k > i ? 1 : 0);
    i = std::max(match->end, i + 1);
  }
}

void NameFeatureReader::Read(const TokenView& tokens, Capitals capitals, int32_t first, int32_t end,
                             std::vector<NameFeatures>& features) {
  ReadHints(tokens, capitals, first, end);
  features.resize(end - first);
  const uint32_t mode = capitals == Capitals::kNormal ? 0 : capitals == Capitals::kTitleCase ? 1 : 2;
  // The run of capitalised words that a token is in: [run, run_end).
  int32_t run = first;
  int32_t run_end = first;
  for (int32_t i = first; i < end; ++i) {
    const Token& token = tokens.At(i);
    if (i >= run_end) {
      run = i;
      run_end = i + 1;
      if (parts_[i] == Part::kNamed) {
        while (run_end < end && run_end - run < 12 && parts_[run_end] == Part::kNamed) ++run_end;
      }
    }
    size_t next = 0;
    NameFeatures& row = features[i - first];
    const auto add = [&](uint32_t value) {
      row[next] =
          static_cast<uint16_t>(Mix(value, static_cast<uint32_t>(next) + 1) >> (32 - NameModel::kRowBits));
      ++next;
    };
    const auto flags = [&](int32_t at) {
      return tokens.Word(at).name_flags + (tokens.Has(at) ? 0 : 1u << 31);
    };
    const WordHash word = hashes_[i];
    const WordHash before = HashAt(tokens, i - 1);
    const WordHash after = HashAt(tokens, i + 1);
    const uint32_t shape = ShapeOf(token);
    const uint32_t shape_before = tokens.Has(i - 1) ? ShapeOf(tokens.At(i - 1)) : 0;
    const uint32_t shape_after = tokens.Has(i + 1) ? ShapeOf(tokens.At(i + 1)) : 0;
    const std::string_view lower = token.lower;

    add(mode);
    // The word, its form and its neighbours.
    add(word);
    add(before);
    add(after);
    add(Mix(HashAt(tokens, i - 2), before));
    add(Mix(after, HashAt(tokens, i + 2)));
    add(Mix(before, shape));
    add(Mix(after, shape));
    add(Mix(word, after));
    add(Mix(before, word));
    add(shape);
    add(Mix(Mix(shape_before, shape), shape_after));
    add(HashOf(lower.substr(0, 3)));
    add(HashOf(lower.substr(lower.size() - std::min<size_t>(lower.size(), 2))));
    add(HashOf(lower.substr(lower.size() - std::min<size_t>(lower.size(), 3))));
    add(HashOf(lower.substr(lower.size() - std::min<size_t>(lower.size(), 4))));

    // What the lexicon knows.
    add(flags(i));
    add(Mix(flags(i - 1), flags(i)));
    add(Mix(flags(i), flags(i + 1)));
    add(Mix(Mix(flags(i - 1), shape), flags(i + 1)));
    add(Mix(flags(i - 2), flags(i - 1)));
    add(Mix(flags(i + 1), flags(i + 2)));

    // The run: what stands before and behind it, how it begins and ends.
    const WordHash left = HashAt(tokens, run - 1);
    const WordHash right = HashAt(tokens, run_end);
    const uint32_t length = static_cast<uint32_t>(std::min(run_end - run, 5));
    const uint32_t place = mode * 64 + length * 4 + (i == run ? 0 : i + 1 == run_end ? 2 : 1);
    add(place);
    add(Mix(left, place));
    add(Mix(right, place));
    add(Mix(Mix(HashAt(tokens, run - 2), left), mode));
    add(Mix(Mix(right, HashAt(tokens, run_end + 1)), mode));
    add(Mix(flags(run - 1), flags(run_end)));
    add(Mix(HashAt(tokens, run_end - 1), place));
    add(Mix(flags(run), place));
    add(Mix(flags(run_end - 1), place));
    add(Mix(Mix(flags(run), flags(run_end - 1)), Mix(flags(run_end), place)));

    // How the article writes the word elsewhere, and whether its capital proves anything here.
    const bool opens = i == tokens.first() || tokens.At(i - 1).kind == Token::kPunctuation;
    const uint32_t written = (opens ? 1 : 0) + (SeenSmall(word) ? 2 : 0) + (SeenNamed(word) ? 4 : 0) +
                             (tokens.IsName(i, kIsCommon) ? 8 : 0) + mode * 16;
    add(written);
    add(Mix(written, Mix(shape, flags(i + 1))));

    const uint32_t hint = hints_[i - first];
    add(Mix(hint, mode));
    add(Mix(Mix(hint, i > first ? hints_[i - first - 1] : 0), i + 1 < end ? hints_[i - first + 1] : 0));
    static_assert(kNameFeatures == 36);
  }
}

}  // namespace tearsheet
