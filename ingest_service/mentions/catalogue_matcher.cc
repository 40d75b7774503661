#include "ingest_service/mentions/catalogue_matcher.h"

namespace tearsheet {

namespace {

// Bits of CatalogueName::capitals.
constexpr int32_t kTokensWithCase = 16;

bool IsWrittenAs(const CatalogueName& name, const TokenView& tokens, int32_t at, int32_t length,
                 bool all_capitals) {
  if (name.written == CatalogueName::kAny) return true;
  const Token& first = tokens.At(at);
  if (name.written == CatalogueName::kCapitals) return first.all_caps && !all_capitals;
  if (name.written == CatalogueName::kExact) {
    if (first.capitalised) return true;
    // "iPhone" has a capital inside; "ether" is as it is.
    return length > 1 || first.text != first.lower || name.capitals == 0;
  }
  for (int32_t i = 0; i < length && i < kTokensWithCase; ++i) {
    if ((name.capitals >> i & 1u) != 0 && !tokens.At(at + i).capitalised) return false;
  }
  return true;
}

// "plc", "a.s.": written small and yet no words.
bool IsSmallForm(const Token& token) {
  return token.lower == "plc" || token.lower == "ltd" || token.lower == "inc" || token.lower == "gmbh" ||
         (token.text.size() > 3 && token.text.find('.') != std::string_view::npos);
}

}  // namespace

std::optional<CatalogueMatch> MatchCatalogue(const Catalogue& catalogue, const TokenView& tokens, int32_t at,
                                             bool all_capitals) {
  // Tries shorter names where the longest is not written as a name ("the Information" of "the information
  // age").
  int32_t limit = tokens.end();
  while (limit > at) {
    const PhraseTable::Match match = tokens.LongestUpTo(catalogue.phrases(), at, limit);
    if (match.length == 0) return std::nullopt;
    const CatalogueName& name = catalogue.names()[match.value];
    if (IsWrittenAs(name, tokens, at, match.length, all_capitals)) {
      return CatalogueMatch{&name, at + match.length};
    }
    limit = at + match.length - 1;
  }
  return std::nullopt;
}

int32_t LegalFormEnd(const TokenView& tokens, int32_t end) {
  int32_t last = end;
  for (int forms = 0; forms < 3; ++forms) {
    int32_t at = last;
    if (tokens.Lower(at) == ",") ++at;
    if (!tokens.IsName(at, kIsLegalForm | kIsWeakLegalForm) || !tokens.At(at).space_before) break;
    if (!tokens.At(at).capitalised && !IsSmallForm(tokens.At(at))) break;
    // "Nordholm, Group sales": a weak form needs to stand right behind.
    if (at > last && !tokens.IsName(at, kIsLegalForm)) break;
    last = at + 1;
  }
  return last;
}

}  // namespace tearsheet
