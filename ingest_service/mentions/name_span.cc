#include "ingest_service/mentions/name_span.h"

#include <algorithm>

#include "common/word_set.h"
#include "ingest_service/mentions/party_context.h"

namespace tearsheet {

namespace {

constexpr int32_t kLongestAcronym = 5;
// Shorter sentences prove nothing about capitals.
constexpr int kFewestWords = 2;
constexpr int kFewestWordsEnded = 4;

bool HasDigit(const Token& token) {
  return std::any_of(token.text.begin(), token.text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Words that a headline with capitals leaves small.
bool StaysSmall(std::string_view word) {
  static constexpr auto kWords =
      MakeWordSet({"a",    "after", "an",   "and", "as", "at",  "but", "by", "for",  "from", "in",
                   "into", "its",   "it",   "nor", "of", "off", "on",  "or", "out",  "over", "per",
                   "s",    "so",    "than", "the", "to", "up",  "via", "vs", "with", "yet"});
  return word.size() < 2 || kWords.Has(word);
}

// Between a subject and its verb.
bool MayPrecedeVerb(const TokenView& tokens, int32_t at) {
  static constexpr auto kWords =
      MakeWordSet({"already",    "also",    "are",      "be",         "been",  "being",        "eventually",
                   "finally",    "first",   "had",      "has",        "have",  "is",           "itself",
                   "jointly",    "last",    "later",    "month",      "now",   "officially",   "on",
                   "previously", "quarter", "recently", "reportedly", "since", "subsequently", "then",
                   "this",       "was",     "week",     "were",       "will",  "would",        "year"});
  return kWords.Has(tokens.Lower(at)) || tokens.Is(at, kTimeWords);
}

bool IsProductShape(const TokenView& tokens, const NameSpan& span) {
  // "7-Palms" and "3Com" are rather companies.
  const Token& first = tokens.At(span.first);
  if (first.text.front() >= '0' && first.text.front() <= '9') return false;
  for (int32_t i = span.first; i < span.end; ++i) {
    if (HasDigit(tokens.At(i))) return true;
  }
  return false;
}

// "founded by X", "the resignation of X"
bool HasPersonCueBefore(const TokenView& tokens, int32_t first) {
  const std::string_view before = tokens.Lower(first - 1);
  const std::string_view cue = tokens.Lower(first - 2);
  if (before == "by") {
    return cue == "founded" || cue == "chaired" || cue == "headed" || cue == "written" ||
           cue == "succeeded" || cue == "replaced" || cue == "directed";
  }
  if (before != "of") return false;
  return cue == "resignation" || cue == "departure" || cue == "appointment" || cue == "death" ||
         cue == "arrest" || cue == "retirement" || cue == "promotion" || cue == "brainchild" ||
         cue == "leadership";
}

// "its chief designer, X,".
bool HasPostBefore(const TokenView& tokens, int32_t first) {
  constexpr int32_t kLongestPost = 4;
  if (tokens.Lower(first - 1) != ",") return false;
  bool post = false;
  for (int32_t i = first - 2; i >= first - 2 - kLongestPost; --i) {
    const std::string_view word = tokens.Lower(i);
    if (word == "its" || word == "his" || word == "her" || word == "their" || word == "'s") return post;
    post |= word == "chief" || word == "head" || word == "boss" || word == "chair" || word == "officer" ||
            word == "founder" || word == "successor" || word == "predecessor" || IsPersonsPost(word);
  }
  return false;
}

// "unveiled the X", "released X": goods.
bool IsLaunched(const TokenView& tokens, int32_t first) {
  static constexpr auto kArticles =
      MakeWordSet({"a", "an", "her", "his", "its", "latest", "new", "the", "their"});
  static constexpr auto kLaunches = MakeWordSet(
      {"debuts", "discontinued", "discontinues", "introduced", "introduces", "introducing", "launched",
       "launches", "launching", "released", "releases", "releasing", "unveiled", "unveiling", "unveils"});
  int32_t i = first - 1;
  for (int skipped = 0; skipped < 3 && kArticles.Has(tokens.Lower(i)); ++skipped) --i;
  if (kLaunches.Has(tokens.Lower(i))) return true;
  const std::string_view particle = tokens.Lower(i);
  const std::string_view verb = tokens.Lower(i - 1);
  return (particle == "out" &&
          (verb == "brought" || verb == "rolled" || verb == "rolling" || verb == "brings")) ||
         (particle == "off" && (verb == "showed" || verb == "shows")) ||
         (particle == "called" && first - i == 1) ||
         (particle == "called" && tokens.Lower(first - 1) == "the");
}

// "X weighs", "X goes on sale": goods too.
bool IsSold(const TokenView& tokens, int32_t end) {
  static constexpr auto kMeasures = MakeWordSet({"weighs", "weighed", "packs", "retails", "sports"});
  int32_t verb = end;
  const std::string_view modal = tokens.Lower(verb);
  if (modal == "will" || modal == "would" || modal == "also" || modal == "to") ++verb;
  if (kMeasures.Has(tokens.Lower(verb))) return true;
  const std::string_view word = tokens.Lower(verb);
  return (word == "goes" || word == "went" || word == "go" || word == "going") &&
         tokens.Lower(verb + 1) == "on" && tokens.Lower(verb + 2) == "sale";
}

// "X, a spokesman", "X, its finance director", "X, 54,", "X, who"
bool HasPersonCueBehind(const TokenView& tokens, int32_t end) {
  if (tokens.Lower(end) != ",") return false;
  const int32_t next = end + 1;
  if (tokens.IsName(next, kIsTitle)) return true;
  if (tokens.Lower(next) == "who" || tokens.Lower(next) == "aged") return true;
  if (tokens.IsNumber(next) && tokens.At(next).text.size() == 2 && tokens.Lower(next + 1) == ",") return true;
  const std::string_view article = tokens.Lower(next);
  if (article != "a" && article != "an" && article != "the" && article != "its" && article != "his" &&
      article != "their" && article != "former") {
    return false;
  }
  for (int32_t i = next + 1; i <= next + 3; ++i) {
    if (IsPersonsPost(tokens.Lower(i))) return true;
  }
  return false;
}

// What is sold and who sells it go by one name.
bool IsCompanyToo(std::string_view word) {
  return word == "app" || word == "platform" || word == "service" || word == "software" || word == "browser";
}

// What "X, its assistant for engineers" and "X, a Swedish lender" say that X is: the last noun of the
// apposition.
v1::EntityKind ApposedKind(const TokenView& tokens, int32_t end) {
  constexpr int32_t kLongestApposition = 6;
  if (tokens.Lower(end) != ",") return v1::ENTITY_KIND_UNSPECIFIED;
  const std::string_view article = tokens.Lower(end + 1);
  if (article != "a" && article != "an" && article != "its" && article != "the" && article != "their") {
    return v1::ENTITY_KIND_UNSPECIFIED;
  }
  v1::EntityKind kind = v1::ENTITY_KIND_UNSPECIFIED;
  for (int32_t i = end + 2; i < end + 2 + kLongestApposition && tokens.Has(i); ++i) {
    const std::string_view word = tokens.Lower(i);
    if (tokens.At(i).kind == Token::kPunctuation && !tokens.IsDash(i)) break;
    if (word == "of" || word == "for" || word == "that" || word == "which" || word == "in" || word == "to" ||
        word == "from" || word == "with" || word == "by") {
      break;
    }
    kind = v1::ENTITY_KIND_UNSPECIFIED;
    if (tokens.IsName(i, kIsOrgBefore)) {
      kind = v1::ENTITY_KIND_ORGANISATION;
    } else if (tokens.IsName(i, kIsProductAfter) && article != "the" && !IsCompanyToo(word)) {
      kind = v1::ENTITY_KIND_PRODUCT;
    }
  }
  return kind;
}

// "shares of X", "X shares": nothing but a company.
bool HasShares(const TokenView& tokens, const NameSpan& span) {
  const std::string_view before = tokens.Lower(span.first - 1);
  const std::string_view thing = tokens.Lower(span.first - 2);
  if ((before == "of" || before == "in") && (thing == "shares" || thing == "stake" || thing == "takeover" ||
                                             thing == "acquisition" || thing == "subsidiary")) {
    return true;
  }
  std::string_view after = tokens.Lower(span.end);
  if (after == "common" || after == "ordinary" || after == "preferred") after = tokens.Lower(span.end + 1);
  return after == "shares" || after == "stock" || (after == "'s" && tokens.Lower(span.end + 1) == "shares");
}

bool IsPerson(const TokenView& tokens, const NameSpan& span) {
  if (tokens.IsName(span.first - 1, kIsHonorific)) return true;
  const int32_t length = span.end - span.first;
  if (length < 2 || length > 4) return false;
  if (tokens.IsName(span.end - 1, kIsHead | kIsPluralHead | kIsLegalForm | kIsWeakLegalForm) ||
      tokens.IsName(span.first, kIsFrontHead))
    return false;
  if (HasShares(tokens, span)) return false;
  // "acquired Kurt Geiger"; people buy and sue too.
  static constexpr auto kDeals =
      MakeWordSet({"acquire", "acquired", "acquires", "acquiring", "purchase", "purchased", "purchases"});
  const int32_t verb = span.first - (tokens.Lower(span.first - 1) == "both" ? 2 : 1);
  if (kDeals.Has(tokens.Lower(verb)) ||
      (tokens.Lower(span.end) == "was" && kDeals.Has(tokens.Lower(span.end + 1))))
    return false;
  if (tokens.IsName(span.first, kIsFirstName)) return true;
  if (IsAllCommon(tokens, span)) return false;
  // "named Wrenna Holt", "chief executive Wrenna Holt", "Wrenna Holt, chief executive of"
  return tokens.IsName(span.first - 1, kIsPersonBefore) || tokens.IsName(span.first - 1, kIsTitle) ||
         HasPersonCueBefore(tokens, span.first) || HasPersonCueBehind(tokens, span.end) ||
         HasPostBefore(tokens, span.first);
}

// "the Varnholt Times reported": a newspaper by its name.
bool IsOutlet(const TokenView& tokens, const NameSpan& span) {
  static constexpr auto kPapers =
      MakeWordSet({"bulletin", "chronicle", "courier", "daily",    "dispatch", "examiner", "gazette",
                   "herald",   "inquirer",  "journal", "magazine", "mail",     "news",     "newspaper",
                   "observer", "post",      "press",   "register", "sentinel", "standard", "telegraph",
                   "times",    "tribune",   "weekly",  "wire",     "zeitung"});
  if (span.end - span.first < 2) return false;
  const std::string_view last = tokens.Lower(span.end - 1);
  if (!kPapers.Has(last)) return false;
  if (last == "times" || last == "herald" || last == "tribune" || last == "gazette" || last == "zeitung")
    return true;
  const std::string_view after = tokens.Lower(span.end);
  if (after == "reported" || after == "said" || after == "reports" || after == "wrote") return true;
  int32_t before = span.first - 1;
  if (tokens.Lower(before) == "the") --before;
  const std::string_view cue = tokens.Lower(before);
  return cue == "told" || (cue == "to" && tokens.Lower(before - 1) == "according") ||
         (cue == "by" && tokens.Lower(before - 1) == "reported");
}

bool IsPlace(const TokenView& tokens, const NameSpan& span) {
  if (!tokens.IsName(span.first - 1, kIsPlaceBefore) || span.end - span.first > 2) return false;
  const std::string_view before = tokens.Lower(span.first - 1);
  if (before == "from" || before == "at" || before == "across") return false;
  for (int32_t i = span.first - 2; i >= span.first - 5; --i) {
    if (tokens.IsName(i, kIsInvestIn)) return false;
  }
  return !HasCompanyContext(tokens, span.first, span.end);
}

}  // namespace

bool IsAllCommon(const TokenView& tokens, const NameSpan& span) {
  for (int32_t i = span.first; i < span.end; ++i) {
    if (tokens.At(i).kind == Token::kWord && !tokens.IsName(i, kIsCommon) && !tokens.IsDash(i)) return false;
  }
  return true;
}

bool OpensClause(const TokenView& tokens, int32_t at) {
  if (at == tokens.first()) return true;
  const std::string_view before = tokens.Lower(at - 1);
  return before == "\"" || before == ":" || before == "'" || (before == "-" && at - 1 == tokens.first()) ||
         before == "\u2022" || before == "*";
}

Capitals CapitalsOf(const TokenView& tokens) {
  int words = 0;
  int capitalised = 0;
  int all_caps = 0;
  for (int32_t i = tokens.first(); i < tokens.end(); ++i) {
    const Token& token = tokens.At(i);
    if (token.kind != Token::kWord || i == tokens.first()) continue;
    // Names are capitalised everywhere; only what is an ordinary word tells.
    if (!tokens.IsName(i, kIsCommon) || tokens.Is(i, kTimeWords) || tokens.IsName(i, kIsNationality))
      continue;
    if (StaysSmall(token.lower)) continue;
    ++words;
    capitalised += token.capitalised ? 1 : 0;
    all_caps += token.all_caps ? 1 : 0;
  }
  // Few headlines end with a full stop.
  const bool ended = tokens.Lower(tokens.end() - 1) == ".";
  if (words < (ended ? kFewestWordsEnded : kFewestWords)) return Capitals::kNormal;
  if (all_caps * 10 >= words * 8) return Capitals::kAll;
  return capitalised * 10 >= words * 8 ? Capitals::kTitleCase : Capitals::kNormal;
}

bool HasCompanyContext(const TokenView& tokens, int32_t first, int32_t end) {
  if (tokens.IsName(first - 1, kIsOrgBefore)) return true;
  // "start-up X", "chip-maker X".
  if (tokens.IsDash(first - 2) && tokens.Glued(first - 1) &&
      (tokens.Lower(first - 1) == "up" || tokens.IsName(first - 1, kIsOrgBefore)))
    return true;
  static constexpr auto kOwners =
      MakeWordSet({"holders", "holding", "investor", "investors", "position", "shareholder", "shareholders",
                   "shareholding", "shares", "stake", "stakes", "stockholder", "stockholders"});
  if (tokens.Lower(first - 1) == "in" && kOwners.Has(tokens.Lower(first - 2))) return true;
  const std::string_view before = tokens.Lower(first - 1);
  const std::string_view before_that = tokens.Lower(first - 2);
  if (before == "of" && (before_that == "shares" || before_that == "maker" || before_that == "owner" ||
                         before_that == "parent" || before_that == "executive" || before_that == "takeover" ||
                         before_that == "acquisition" || before_that == "purchase")) {
    return true;
  }
  // "acquired X", "merged with X", "an order from X".
  if (IsPartyAt(tokens, first)) return true;
  // "a merger between X and Y".
  if (before == "between" || (before == "and" && tokens.Lower(first - 3) == "between")) {
    static constexpr auto kDeals =
        MakeWordSet({"agreement", "alliance", "collaboration", "combination", "contract", "deal", "dispute",
                     "merger", "pact", "partnership", "talks", "tie-up", "up", "venture"});
    const int32_t deal = first - (before == "and" ? 4 : 2);
    if (kDeals.Has(tokens.Lower(deal))) return true;
  }
  int32_t after = end;
  if (tokens.Lower(after) == "'s" || tokens.IsName(after, kIsTitle)) return true;
  // "X also said", "X last week agreed"
  for (int skipped = 0; skipped < 3 && MayPrecedeVerb(tokens, after); ++skipped) ++after;
  if (tokens.IsName(after, kIsOrgAfter)) return true;
  if (tokens.Lower(end) == "," && (tokens.Lower(end + 1) == "a" || tokens.Lower(end + 1) == "an" ||
                                   tokens.Lower(end + 1) == "which" || tokens.Lower(end + 1) == "the")) {
    return true;
  }
  return tokens.IsDash(end) && tokens.Glued(end) &&
         (tokens.Lower(end + 1) == "backed" || tokens.Lower(end + 1) == "owned" ||
          tokens.Lower(end + 1) == "led");
}

bool ClassifyName(const TokenView& tokens, Capitals capitals, NameSpan& span) {
  const bool single = span.end - span.first == 1;
  const Token& token = tokens.At(span.first);
  const bool common = IsAllCommon(tokens, span);
  const int32_t last = span.end - 1;
  if (single && token.text.size() < 2) return false;

  // "Project Rainbird"
  if (!single && tokens.Lower(span.first) == "project") {
    span.kind = v1::ENTITY_KIND_PROJECT;
    span.sure = true;
    return true;
  }
  if (IsPerson(tokens, span)) {
    span.kind = v1::ENTITY_KIND_PERSON;
    span.sure = true;
    return true;
  }
  if (IsOutlet(tokens, span)) {
    span.kind = v1::ENTITY_KIND_OUTLET;
    span.sure = true;
    return true;
  }
  // "Cementos Boyaca", "Banco Selva"
  if (!single && tokens.IsName(span.first, kIsFrontHead)) {
    span.kind = v1::ENTITY_KIND_ORGANISATION;
    span.sure = true;
    return true;
  }
  const bool slashed = EndsSlashedForm(tokens, last) && last - 2 > span.first;
  if (slashed || (!single && tokens.IsName(last, kIsLegalForm | kIsWeakLegalForm | kIsHead | kIsPluralHead) &&
                  !common)) {
    span.kind = v1::ENTITY_KIND_ORGANISATION;
    span.sure = true;
    return true;
  }
  if (IsProductShape(tokens, span) && HasDealBeside(tokens, span)) {
    span.kind = v1::ENTITY_KIND_ORGANISATION;
    span.sure = true;
    return true;
  }
  if (IsProductShape(tokens, span)) {
    span.kind = v1::ENTITY_KIND_PRODUCT;
    span.weak = single && token.text.size() < 3;
    return true;
  }
  const v1::EntityKind apposed = ApposedKind(tokens, span.end);
  if (apposed != v1::ENTITY_KIND_UNSPECIFIED && !common) {
    span.kind = apposed;
    span.sure = true;
    return true;
  }
  const bool context = HasCompanyContext(tokens, span.first, span.end);
  const std::string_view before = tokens.Lower(span.first - 1);
  // "the Zephyr chip", but "the Swindon car lender"
  if (tokens.IsName(span.end, kIsProductAfter) && !tokens.IsName(span.end + 1, kIsOrgBefore) &&
      (!common || before == "'s") && before != "of" && !context) {
    span.kind = v1::ENTITY_KIND_PRODUCT;
    return true;
  }
  if (!context && !common && tokens.Lower(span.end) != "'s" &&
      (IsLaunched(tokens, span.first) || IsSold(tokens, span.end))) {
    span.kind = v1::ENTITY_KIND_PRODUCT;
    return true;
  }
  if (IsPlace(tokens, span)) {
    span.kind = v1::ENTITY_KIND_PLACE;
    return !common;
  }
  // Companies and people say things; companies do the rest.
  span.sure = context && !tokens.IsName(span.end, kIsPersonAfter);
  if (span.sure) span.kind = v1::ENTITY_KIND_ORGANISATION;
  const bool opens = OpensClause(tokens, span.first);
  const bool acronym = single && token.all_caps && token.text.size() <= kLongestAcronym;
  if (!single && common) {
    const bool head =
        tokens.IsName(last, kIsPluralHead | kIsLegalForm) ||
        (tokens.IsName(last, kIsHead | kIsWeakLegalForm) && (context || capitals == Capitals::kNormal));
    // Within a sentence two words with capitals in a row are no accident.
    span.weak = !head && !context && (opens || token.all_caps || capitals != Capitals::kNormal);
    return capitals == Capitals::kNormal || head;
  }
  if (single && common) {
    // "Target said" opens many sentences that tell of no Target.
    const bool acts = opens && ActsAsCompany(tokens, span.first);
    span.weak = opens ? !acts : !context;
    if (acts) {
      span.kind = v1::ENTITY_KIND_ORGANISATION;
      span.sure = true;
    }
    return capitals == Capitals::kNormal;
  }
  span.weak = (acronym && !context) || (capitals != Capitals::kNormal && single && !context);
  return true;
}

}  // namespace tearsheet
