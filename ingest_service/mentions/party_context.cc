#include "ingest_service/mentions/party_context.h"

#include <string_view>

#include "common/word_set.h"

namespace tearsheet {

namespace {

// "sold Crescent to", "bought Crescent in": one word that nothing but a verb of trade and a preposition
// stands beside. "sold Christmas trees" goes on.
bool IsTraded(const TokenView& tokens, int32_t first) {
  static constexpr auto kTrades =
      MakeWordSet({"bought", "buy", "buys", "buying", "purchase", "purchased", "purchases", "purchasing",
                   "sell", "selling", "sells", "sold"});
  static constexpr auto kBehind = MakeWordSet({"to", "from", "in", "for"});
  return kTrades.Has(tokens.Lower(first - 1)) && kBehind.Has(tokens.Lower(first + 1));
}

}  // namespace

bool IsPartyAt(const TokenView& tokens, int32_t first) {
  const std::string_view before = tokens.Lower(first - 1);
  const std::string_view before_that = tokens.Lower(first - 2);
  static constexpr auto kTakes = MakeWordSet({"acquire", "acquired", "acquires", "acquiring"});
  if (kTakes.Has(before)) return true;
  static constexpr auto kWith =
      MakeWordSet({"merge", "merged", "merger", "merges", "merging", "partner", "partnered", "partnering",
                   "partnership", "venture", "alliance", "contract", "tie-up"});
  static constexpr auto kFrom =
      MakeWordSet({"contract", "contracts", "funding", "loan", "order", "orders", "investment"});
  static constexpr auto kFor = MakeWordSet({"bid", "takeover"});
  static constexpr auto kInto = MakeWordSet({"investigation", "inquiry", "probe"});
  static constexpr auto kAgainst = MakeWordSet({"lawsuit", "suit", "complaint"});
  if (IsTraded(tokens, first)) return true;
  return (before == "with" && kWith.Has(before_that)) || (before == "from" && kFrom.Has(before_that)) ||
         (before == "for" && kFor.Has(before_that)) || (before == "into" && kInto.Has(before_that)) ||
         (before == "against" && kAgainst.Has(before_that));
}

bool HasDealBeside(const TokenView& tokens, const NameSpan& span) {
  static constexpr auto kBefore = MakeWordSet({"acquire", "acquired", "acquires", "acquiring"});
  static constexpr auto kBeforeThat =
      MakeWordSet({"acquisition", "invest", "invested", "invests", "merge", "merged", "merger", "merges",
                   "merging", "partner", "partnered", "partnering", "partners", "partnership", "purchase",
                   "shareholder", "stake", "subsidiary", "takeover"});
  static constexpr auto kAfter =
      MakeWordSet({"acquired", "acquires", "bought", "buys", "invested", "invests", "merged", "merges",
                   "partnered", "partners", "purchased", "raised", "sued"});
  if (kBefore.Has(tokens.Lower(span.first - 1))) return true;
  const std::string_view preposition = tokens.Lower(span.first - 1);
  if ((preposition == "with" || preposition == "in" || preposition == "of") &&
      kBeforeThat.Has(tokens.Lower(span.first - 2)))
    return true;
  int32_t after = span.end;
  const std::string_view auxiliary = tokens.Lower(after);
  if (auxiliary == "has" || auxiliary == "had") ++after;
  if (auxiliary == "was" || auxiliary == "were") return kBefore.Has(tokens.Lower(after + 1));
  return kAfter.Has(tokens.Lower(after));
}

bool ActsAsCompany(const TokenView& tokens, int32_t at) {
  static constexpr auto kDeeds =
      MakeWordSet({"acquired", "acquires", "merged", "merges", "partnered", "purchased", "rebranded"});
  static constexpr auto kSuffered = MakeWordSet(
      {"acquired", "bought", "founded", "incorporated", "purchased", "rebranded", "renamed", "taken"});
  static constexpr auto kPeople = MakeWordSet(
      {"anyone",    "both",       "control",  "each",    "everyone", "everything", "he",      "it",
       "land",      "management", "most",     "neither", "nobody",   "none",       "nothing", "one",
       "ownership", "part",       "property", "she",     "some",     "somebody",   "someone", "something",
       "stock",     "that",       "they",     "this",    "what",     "which",      "who",     "you"});
  const std::string_view word = tokens.Lower(at);
  if (kPeople.Has(word) || (word.ends_with("s") && !word.ends_with("ss"))) return false;
  int32_t verb = at + 1;
  const std::string_view auxiliary = tokens.Lower(verb);
  if (auxiliary == "was") {
    ++verb;
    if (tokens.Lower(verb) == "later" || tokens.Lower(verb) == "itself") ++verb;
    if (tokens.Lower(verb) == "sold") return tokens.Lower(verb + 1) == "to";
    return kSuffered.Has(tokens.Lower(verb)) &&
           (tokens.Lower(verb) != "taken" || tokens.Lower(verb + 1) == "over");
  }
  if (auxiliary == "has" || auxiliary == "had" || auxiliary == "later") ++verb;
  return kDeeds.Has(tokens.Lower(verb));
}

}  // namespace tearsheet
