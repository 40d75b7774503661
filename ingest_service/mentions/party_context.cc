#include "ingest_service/mentions/party_context.h"

#include <string_view>

#include "common/word_set.h"

namespace tearsheet {

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

}  // namespace tearsheet
