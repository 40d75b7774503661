#include <algorithm>

#include "ingest_service/mentions/catalogue_matcher.h"
#include "ingest_service/mentions/name_span.h"
#include "ingest_service/text/abbreviations.h"

namespace tearsheet {

namespace {

constexpr int32_t kLongestShape = 8;

bool HasCapital(const Token& token) {
  if (token.kind != Token::kWord) return false;
  return token.capitalised ||
         std::any_of(token.text.begin(), token.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class ShapeReader {
 public:
  ShapeReader(const Catalogue& catalogue, const TokenView& tokens, Capitals capitals)
      : catalogue_(catalogue), tokens_(tokens), capitals_(capitals) {}

  std::optional<NameSpan> Read(int32_t at) const {
    if (!IsNameWord(at)) return std::nullopt;
    NameSpan span;
    span.first = at;
    span.end = at + 1;
    while (span.end - at < kLongestShape) {
      const int32_t next = ExtensionEnd(span.end);
      if (next == span.end) break;
      span.end = next;
    }
    return span;
  }

 private:
  bool IsNameWord(int32_t at) const {
    if (!tokens_.Has(at)) return false;
    const Token& token = tokens_.At(at);
    if (!HasCapital(token) || token.text == "I") return false;
    if (tokens_.IsName(at, kBesideNames) || tokens_.Is(at, kTimeWords | kIsCurrencySymbol | kIsCurrencyCode))
      return false;
    // "Q. Will it last?"
    if (token.text.size() == 2 && token.text.back() == '.' && OpensClause(tokens_, at)) return false;
    if (OpensClause(tokens_, at) && (OpensSentences(token.lower) || tokens_.IsName(at, kIsOrgBefore)))
      return false;
    // Where everything is capitalised only words that are no ordinary words stand out.
    if (capitals_ != Capitals::kNormal && tokens_.IsName(at, kIsCommon) && !tokens_.IsName(at, kIsFirstName))
      return false;
    return true;
  }

  bool Known(int32_t at) const {
    const std::optional<CatalogueMatch> match =
        MatchCatalogue(catalogue_, tokens_, at, capitals_ == Capitals::kAll);
    return match.has_value() && !match->name->ambiguous;
  }

  // One past what continues the name at `at`, or `at`.
  int32_t ExtensionEnd(int32_t at) const {
    if (!tokens_.Has(at)) return at;
    const Token& token = tokens_.At(at);
    if (tokens_.IsDash(at)) {
      if (!tokens_.Glued(at) || !tokens_.Glued(at + 1)) return at;
      if (tokens_.IsNumber(at + 1)) {
        // "MET-097i"
        const bool letters = tokens_.Glued(at + 2) && tokens_.At(at + 2).kind == Token::kWord &&
                             tokens_.At(at + 2).text.size() <= 2;
        return at + (letters ? 3 : 2);
      }
      return HasCapital(tokens_.At(at + 1)) ? at + 2 : at;
    }
    if (token.lower == "/") return EndsSlashedForm(tokens_, at + 1) ? at + 2 : at;
    if (token.lower == "&") return IsNameWord(at + 1) || tokens_.IsName(at + 1, kIsLegalForm) ? at + 2 : at;
    if (token.lower == "of") {
      if (!TakesOf(tokens_.Lower(at - 1))) return at;
      const int32_t next = tokens_.Lower(at + 1) == "the" ? at + 2 : at + 1;
      return tokens_.Has(next) && tokens_.At(next).capitalised ? next + 1 : at;
    }
    if (tokens_.IsName(at, kIsParticle) && tokens_.IsName(at - 1, kIsFirstName) && IsNameWord(at + 1))
      return at + 2;
    if (!token.space_before) return at;
    // "Tovaris Inc. Quellmark": a legal form ends a name.
    if (tokens_.IsName(at - 1, kIsLegalForm) && !tokens_.IsName(at, kIsLegalForm)) return at;
    if (tokens_.IsName(at, kIsLegalForm | kIsWeakLegalForm | kIsHead | kIsPluralHead) && token.capitalised)
      return at + 1;
    return IsNameWord(at) && !Known(at) ? at + 1 : at;
  }

  const Catalogue& catalogue_;
  const TokenView& tokens_;
  const Capitals capitals_;
};

}  // namespace

// "A/S", "S/A": the token behind the slash of a legal form of two letters.
bool EndsSlashedForm(const TokenView& tokens, int32_t at) {
  if (tokens.Lower(at - 1) != "/" || !tokens.Glued(at) || !tokens.Glued(at - 1)) return false;
  if (!tokens.Has(at - 2) || !tokens.At(at - 2).space_before) return false;
  const std::string_view first = tokens.At(at - 2).text;
  std::string_view second = tokens.At(at).text;
  // The full stop of its sentence.
  if (second.size() == 2 && second.back() == '.') second.remove_suffix(1);
  if (second == "S") return first == "A" || first == "I" || first == "K" || first == "P";
  return (first == "S" && second == "A") || (first == "P" && second == "L");
}

std::optional<NameSpan> ReadNameShape(const Catalogue& catalogue, const TokenView& tokens, int32_t at,
                                      Capitals capitals) {
  return ShapeReader(catalogue, tokens, capitals).Read(at);
}

}  // namespace tearsheet
