#include "ingest_service/mentions/name_scanner.h"

#include <algorithm>
#include <string_view>

#include "common/word_set.h"
#include "ingest_service/text/abbreviations.h"

namespace tearsheet {

namespace {

constexpr uint32_t kNotNames = kIsMonth | kIsWeekday | kIsDay | kIsRelative | kIsSeason | kIsCurrencySymbol |
                               kIsCurrencyCode | kIsDollarPrefix;

bool Reports(std::string_view word) {
  return word == "reported" || word == "reports" || word == "said" || word == "says" || word == "wrote" ||
         word == "writes" || word == "told";
}

// A known name that is also a word, without a sign that a company is meant.
bool IsDoubtful(const TokenView& tokens, int32_t first, int32_t end, Capitals capitals) {
  if (HasCompanyContext(tokens, first, end)) return false;
  return capitals != Capitals::kNormal || OpensClause(tokens, first);
}

// "LONDON, March 3 (Marlow Wire) - ...": the agency at the start of a report.
bool InDateline(const TokenView& tokens, const NameSpan& span) {
  constexpr int32_t kLongestDateline = 14;
  if (span.end - tokens.first() > kLongestDateline) return false;
  if (tokens.Lower(span.first - 1) != "(" || tokens.Lower(span.end) != ")" || !tokens.IsDash(span.end + 1))
    return false;
  const int32_t before = span.first - 2;
  return tokens.IsNumber(before) || tokens.Is(before, kIsMonth) ||
         (tokens.Has(before) && tokens.At(before).all_caps);
}

// The unit behind a number: "2.1 TWh".
bool IsMeasure(const TokenView& tokens, int32_t at) {
  if (!tokens.IsNumber(at - 1)) return false;
  const PhraseTable::Match unit = tokens.Longest(tokens.lexicon().unit_phrases(), at);
  return unit.length > 0 && !tokens.lexicon().units()[unit.value].counted;
}

bool IsOrdinal(std::string_view word) {
  return word == "first" || word == "second" || word == "third" || word == "all" || word == "new" ||
         word == "one";
}

// "The Company", "the Board": a description with a capital.
bool IsDescription(const TokenView& tokens, int32_t at) {
  return tokens.Lower(at - 1) == "the" && tokens.IsName(at, kIsCommon) &&
         tokens.IsName(at, kIsOrgBefore | kIsWeakLegalForm | kIsHead | kIsTitle);
}

// "Basel", "the United States"
bool IsPlaceAt(const Catalogue& catalogue, const TokenView& tokens, int32_t at) {
  if (tokens.Lower(at) == "the") ++at;
  const std::optional<CatalogueMatch> match = MatchCatalogue(catalogue, tokens, at, /*all_capitals=*/false);
  return match.has_value() && catalogue.entries()[match->name->entry].entity.kind() == v1::ENTITY_KIND_PLACE;
}

// "Denny's said", "bought Denny's, ": the possessive belongs to the name, for nothing is owned.
bool OwnsNothing(const TokenView& tokens, int32_t possessive) {
  if (tokens.Lower(possessive) != "'s" || !tokens.Glued(possessive)) return false;
  static constexpr auto kAfter = MakeWordSet(
      {"agreed", "bought", "said", "says", "has", "had", "will", "would", "was", ",", ".", ";", ")"});
  if (!tokens.Has(possessive + 1)) return true;
  const std::string_view after = tokens.Lower(possessive + 1);
  if (after != "and") return kAfter.Has(after);
  // "Denny's and Taco Hut" are two names, "Tovaris's and Peel's plans" two owners.
  for (int32_t i = possessive + 2; i < possessive + 6 && tokens.Has(i); ++i) {
    if (tokens.Lower(i) == "'s" || tokens.Lower(i) == "'") return false;
  }
  return tokens.Has(possessive + 2) && tokens.At(possessive + 2).capitalised;
}

// Whether the number at `at` goes on as a sum, a percentage or a scale: "880 million", "9 percent".
bool BelongsToSum(const TokenView& tokens, int32_t at) {
  if (!tokens.Has(at + 1)) return false;
  return tokens.Is(at + 1, kIsScale | kIsCurrencySymbol | kIsCurrencyCode | kStartsCurrency) ||
         tokens.Lower(at + 1) == "%" || tokens.Lower(at + 1) == "percent" || tokens.Lower(at + 1) == "pct";
}

// What the model takes for a name, made to begin and end as names do; first == end when nothing is left.
NameSpan Trimmed(const Catalogue& catalogue, const TokenView& tokens, int32_t first, int32_t end) {
  // "But Tovaris", unlike "First Tovaris".
  while (first < end && OpensClause(tokens, first) &&
         (OpensSentences(tokens.Lower(first)) || tokens.Lower(first) == "one") &&
         !IsOrdinal(tokens.Lower(first))) {
    ++first;
  }
  while (first < end && tokens.At(end - 1).kind != Token::kWord && tokens.At(end - 1).kind != Token::kNumber)
    --end;
  // "fined Tovaris SKr140m": the currency belongs to the sum.
  while (end - first > 1 && tokens.Is(end - 1, kIsCurrencySymbol | kIsCurrencyCode | kIsDollarPrefix) &&
         tokens.IsNumber(end))
    --end;
  // "fined Tovaris 880 million euros": the number belongs to the sum.
  while (end - first > 1 && tokens.IsNumber(end - 1) && BelongsToSum(tokens, end - 1)) --end;
  // "Steelmaker Tovaris": what it is, not what it is called.
  while (end - first > 1 && OpensClause(tokens, first) && tokens.IsName(first, kIsOrgBefore) &&
         !tokens.IsName(first, kIsHead | kIsWeakLegalForm))
    ++first;
  // "Founder Wrenna Holt"
  while (end - first > 1 && IsPersonsPost(tokens.Lower(first))) ++first;
  // "Tovaris of Basel" has a name and a place.
  for (int32_t i = first + 1; i < end; ++i) {
    if (tokens.Lower(i) == "of" && !TakesOf(tokens.Lower(i - 1)) && IsPlaceAt(catalogue, tokens, i + 1))
      end = i;
  }
  // "Second Quarter", "Annual Report"
  const bool document = end > first && tokens.IsName(end - 1, kIsStopName);
  bool named = false;
  for (int32_t i = first; i < end; ++i) {
    const Token& token = tokens.At(i);
    if (token.kind != Token::kWord) continue;
    if (tokens.IsName(i, kBesideNames | kIsLegalForm) || tokens.Is(i, kNotNames)) continue;
    if (tokens.IsName(i, kIsCommon) && (document || (token.all_caps && token.text.size() > 1))) continue;
    // "SFr620m", "zl240m": letters at a number belong to a sum.
    if (tokens.IsNumber(i + 1) && tokens.Glued(i + 1) && !token.capitalised) continue;
    named = true;
  }
  NameSpan span;
  span.first = first;
  span.end = named ? end : first;
  return span;
}

}  // namespace

void NameScanner::Scan(const TokenView& tokens, int32_t sentence, std::vector<NameSpan>& spans) {
  const Capitals capitals = CapitalsOf(tokens);
  labels_.Read(tokens, capitals);
  for (int32_t i = tokens.first(); i < tokens.end();) {
    NameSpan span;
    span.sentence = sentence;
    span.first = i;
    int32_t end = i + 1;
    const std::optional<NameSpan> shape = ReadNameShape(catalogue_, tokens, i, capitals);
    if (ReadKnown(tokens, capitals, shape, span)) {
      spans.push_back(span);
      end = span.end;
    } else if (ReadUnknown(tokens, capitals, shape, end, span)) {
      spans.push_back(span);
    }
    i = end;
  }
}

bool NameScanner::ReadKnown(const TokenView& tokens, Capitals capitals, const std::optional<NameSpan>& shape,
                            NameSpan& span) const {
  const int32_t at = span.first;
  // Most words start no known name.
  if (!catalogue_.phrases().Starts(tokens.Id(at))) return false;
  std::optional<CatalogueMatch> match = MatchCatalogue(catalogue_, tokens, at, capitals == Capitals::kAll);
  if (!match.has_value()) match = ReadSmallOutlet(tokens, at);
  if (!match.has_value()) return false;
  const bool described = DescribesGoods(tokens, *match);
  if (!described && IsPartOfLonger(tokens, *match, shape)) return false;
  // "Virgin Mobile USA": longer than what is known of it.
  // "Harbour Energy of the United States": known, and where it is from.
  int32_t first = at;
  if (match->end - at > 1 && tokens.Lower(at) == "the") ++first;
  const bool goes_on =
      tokens.Has(match->end) &&
      (tokens.At(match->end).capitalised || !tokens.At(match->end).space_before || match->name->ambiguous);
  if (labels_.NameEnd(first) > LegalFormEnd(tokens, match->end) && goes_on && !described &&
      !match->name->description)
    return false;
  span.end = match->end;
  span.known = match->name;
  span.kind = catalogue_.entries()[match->name->entry].entity.kind();
  span.weak = match->name->ambiguous && labels_.NameEnd(first) != match->end &&
              IsDoubtful(tokens, at, match->end, capitals);
  if (span.kind == v1::ENTITY_KIND_ORGANISATION && !match->name->description)
    span.end = LegalFormEnd(tokens, span.end);
  return true;
}

bool NameScanner::ReadUnknown(const TokenView& tokens, Capitals capitals,
                              const std::optional<NameSpan>& shape, int32_t& end, NameSpan& span) const {
  const NameSpan labelled = Trimmed(catalogue_, tokens, span.first, labels_.NameEnd(span.first));
  const bool by_model = labelled.first == span.first && labelled.end > labelled.first;
  if (!shape.has_value() && !by_model) return false;
  span.end = shape.has_value() ? shape->end : labelled.end;
  if (by_model && shape.has_value() && labelled.end != shape->end) {
    // "MET-097i", "Tallow & Reed": what signs join the rules read better.
    bool joined = false;
    for (int32_t i = std::min(labelled.end, shape->end); i < std::max(labelled.end, shape->end); ++i)
      joined = joined || tokens.At(i).kind != Token::kWord || tokens.Glued(i);
    span.end = joined ? std::max(labelled.end, shape->end) : labelled.end;
  }
  span.end = LegalFormEnd(tokens, span.end);
  end = span.end;
  // "fined Acme SKr140m", "2.1 TWh": what is written beside a number belongs to the number.
  if (tokens.IsNumber(span.end) && tokens.Glued(span.end) && tokens.Is(span.end - 1, kIsCurrencySymbol))
    --span.end;
  if (span.end == span.first) return false;
  if (span.end - span.first == 1 && IsMeasure(tokens, span.first)) return false;
  if (span.end - span.first == 1 && IsDescription(tokens, span.first)) return false;
  while (span.end - span.first > 1 && tokens.IsNumber(span.end - 1) && BelongsToSum(tokens, span.end - 1))
    end = --span.end;
  if (OwnsNothing(tokens, span.end)) end = ++span.end;
  const bool named = ClassifyName(tokens, capitals, span);
  if (InDateline(tokens, span)) {
    span.kind = v1::ENTITY_KIND_OUTLET;
    span.sure = true;
    span.weak = false;
    return true;
  }
  if (!by_model) return named;
  if (!named) span.kind = v1::ENTITY_KIND_UNSPECIFIED;
  if (span.kind == v1::ENTITY_KIND_UNSPECIFIED) span.kinds = labels_.KindsOf(span.first, span.end);
  // Ordinary words in a headline, and one that opens a sentence, are hardly ever a name.
  const bool ordinary =
      IsAllCommon(tokens, span) &&
      (capitals != Capitals::kNormal || (span.end - span.first == 1 && OpensClause(tokens, span.first)));
  if (!ordinary) span.weak = false;
  return named || !ordinary;
}

// "…, bloomberg reported": an outlet in small letters beside a verb of reporting.
std::optional<CatalogueMatch> NameScanner::ReadSmallOutlet(const TokenView& tokens, int32_t at) const {
  if (tokens.At(at).capitalised) return std::nullopt;
  const PhraseTable::Match phrase = tokens.LongestUpTo(catalogue_.phrases(), at, tokens.end());
  if (phrase.length == 0) return std::nullopt;
  const CatalogueName& name = catalogue_.names()[phrase.value];
  if (name.written != CatalogueName::kCapitalised || name.ambiguous) return std::nullopt;
  if (catalogue_.entries()[name.entry].entity.kind() != v1::ENTITY_KIND_OUTLET) return std::nullopt;
  const int32_t end = at + phrase.length;
  if (!Reports(tokens.Lower(end)) && !Reports(tokens.Lower(at - 1))) return std::nullopt;
  return CatalogueMatch{&name, end};
}

// "Blackwell AI chips": a known product and what it is for, not a company called Blackwell AI.
bool NameScanner::DescribesGoods(const TokenView& tokens, const CatalogueMatch& match) const {
  if (catalogue_.entries()[match.name->entry].entity.kind() != v1::ENTITY_KIND_PRODUCT) return false;
  if (tokens.Lower(match.end) != "ai" || !tokens.Has(match.end + 1)) return false;
  const Token& noun = tokens.At(match.end + 1);
  return noun.kind == Token::kWord && !noun.capitalised && noun.space_before;
}

// A known name of one word at the start of a longer unknown one: "Apple Valley Hospital", "Amazon
// Ventures".
bool NameScanner::IsPartOfLonger(const TokenView& tokens, const CatalogueMatch& match,
                                 const std::optional<NameSpan>& shape) const {
  if (!shape.has_value() || shape->end <= match.end || match.name->description) return false;
  if (LegalFormEnd(tokens, match.end) == shape->end) return false;
  // "Boston-based" and "Nvidia-designed" are not longer names; "Coca-Cola" is in the catalogue.
  if (tokens.IsDash(match.end)) return false;
  const int32_t last = shape->end - 1;
  const bool head = tokens.IsName(last, kIsHead | kIsPluralHead);
  const bool place = catalogue_.entries()[match.name->entry].entity.kind() == v1::ENTITY_KIND_PLACE;
  return head || match.name->ambiguous || place;
}

}  // namespace tearsheet
