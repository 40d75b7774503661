#include "query_service/consolidation/comparison.h"

#include <cstdlib>
#include <map>
#include <utility>

#include "query_service/consolidation/names.h"
#include "query_service/consolidation/party.h"
#include "query_service/consolidation/stage.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using state::v1::Party;

// Spans of time that begin more days apart than this and have none in common are clearly different. Wider
// than a month, since a month is often all that an article tells.
constexpr int64_t kClearlyDifferentDays = 45;
// Without a time of its own a signed thing is told near the time when it happens; conflicting ones that are
// published further apart than this are two.
constexpr int64_t kOldNewsDays = 180;
// From an agreement to its completion it takes no longer.
constexpr int64_t kLongestWayDays = 730;
// Told within this many days goes together a little better.
constexpr int64_t kOneStoryDays = 30;

// A role that both fill without having a party in common; empty: none.
std::string_view DifferingRole(const EventFact& a, const EventFact& b) {
  std::map<std::string_view, std::pair<bool, bool>> roles;  // role -> both fill it, they share a party
  for (const Party& p : a.parties()) {
    for (const Party& q : b.parties()) {
      if (p.role() != q.role()) continue;
      auto& [both, shared] = roles[p.role()];
      both = true;
      shared = shared || SameParty(p, q);
    }
  }
  for (const auto& [role, filled] : roles) {
    if (!filled.second) return role;
  }
  return {};
}

bool Comparable(const std::optional<Value>& a, const std::optional<Value>& b) {
  return a && b && a->unit == b->unit;
}

bool Conflict(const std::optional<Value>& a, const std::optional<Value>& b) {
  return Comparable(a, b) && !Overlap(a->compared(), b->compared());
}

bool IsPoint(const Value& value) {
  return !value.approximate && value.interval.low && value.interval.low == value.interval.high;
}

bool SamePoint(const std::optional<Value>& a, const std::optional<Value>& b) {
  return Comparable(a, b) && IsPoint(*a) && IsPoint(*b) && a->interval == b->interval;
}

// A telling slot in which the words of the two cannot mean one thing; empty: none.
std::string_view DifferingWord(const Traits& a, const Traits& b) {
  for (const TellingWord& x : a.words) {
    for (const TellingWord& y : b.words) {
      if (x.slot != y.slot || x.word == y.word) continue;
      if (x.listed) return x.slot;
      if (!CanMeanTheSame(x.word, y.word) && !SamePoint(a.own_number, b.own_number)) return x.slot;
    }
  }
  return {};
}

// No day in common, and begun more than `days` apart.
bool FarApart(const Interval& a, const Interval& b, int64_t days) {
  const auto after = [&](const Interval& earlier, const Interval& later) {
    return earlier.low && later.low && *later.low > earlier.low->Plus(Decimal::FromInt(days));
  };
  return !Overlap(a, b) && (after(a, b) || after(b, a));
}

bool ClearlyDifferentTimes(const Traits& a, const Traits& b) {
  return a.time && b.time && FarApart(a.time->interval, b.time->interval, kClearlyDifferentDays);
}

// When it happens, or else when it is told.
Interval TimeOrTelling(const Traits& traits) {
  if (traits.time) return traits.time->interval;
  const Decimal day = Decimal::FromInt(traits.publish_day);
  return {day, day};
}

// `later` happens, or is told, more than `days` after all of `earlier` is over.
bool IsAfter(const Interval& later, const Interval& earlier, int64_t days) {
  return later.low && earlier.high && *later.low > earlier.high->Plus(Decimal::FromInt(days));
}

bool IsDoneAndTalks(const Traits& done, const Traits& talks) {
  if (done.status != v1::COMPLETED || !done.time) return false;
  return !Interrupts(talks.status) && ClassOf(talks.status) == v1::STATUS_CLASS_TALKED_OF;
}

// What is done is not done again: a thing that was completed well before another one is talked of, by a time
// that the article gives, is another thing.
bool DoneBeforeTalks(const Traits& done, const Traits& talks) {
  return IsDoneAndTalks(done, talks) &&
         IsAfter(TimeOrTelling(talks), done.time->interval, kClearlyDifferentDays);
}

// What is done at one number is not agreed on at another number a month later.
bool DoneBeforeAgreed(const Traits& done, const Traits& agreed) {
  if (done.status != v1::COMPLETED || Interrupts(agreed.status) || agreed.status >= v1::ONGOING) return false;
  return IsAfter(TimeOrTelling(agreed), TimeOrTelling(done), kOneStoryDays);
}

// A deal on its way: agreed first and further along later, so that another time is no reason for two deals.
bool IsProgress(const Traits& a, const Traits& b) {
  if (a.status == b.status) return false;
  const Traits& earlier = a.status < b.status ? a : b;
  const Traits& later = a.status < b.status ? b : a;
  const Interval from = TimeOrTelling(earlier);
  const Interval to = TimeOrTelling(later);
  return from.low && to.low && *from.low <= *to.low && !IsAfter(to, from, kLongestWayDays);
}

// What is only conditional, and what is done, unless it came about since.
bool ConditionalAndDone(const Traits& conditional, const Traits& done) {
  if (!conditional.conditional || done.conditional) return false;
  if (!IsSigned(conditional.status) && !IsSigned(done.status)) return false;
  return !(IsSigned(done.status) && !IsSigned(conditional.status) && IsProgress(conditional, done));
}

// Numbers in conflict are two things only when something explains why there are two.
bool ConflictExplained(const Traits& a, const Traits& b) {
  if (ConditionalAndDone(a, b) || ConditionalAndDone(b, a)) return true;
  if (DoneBeforeAgreed(a, b) || DoneBeforeAgreed(b, a)) return true;
  if (!IsSigned(a.status) || !IsSigned(b.status) || IsProgress(a, b)) return false;
  return FarApart(TimeOrTelling(a), TimeOrTelling(b),
                  a.time && b.time ? kClearlyDifferentDays : kOldNewsDays);
}

// Chips and petaflops; a bare number can be of any unit when it is the same.
bool UnitsDiffer(const Traits& a, const Traits& b) {
  if (!a.quantity || !b.quantity || a.quantity->unit == b.quantity->unit) return false;
  if (!a.own_number || a.own_number->unit != a.quantity->unit) return false;
  const bool bare = a.quantity->unit.empty() || b.quantity->unit.empty();
  return !bare || !Overlap(a.quantity->compared(), b.quantity->compared());
}

// The first slot whose numbers cannot be one; empty: none.
std::string_view ConflictingSlot(const Traits& a, const Traits& b) {
  if (Conflict(a.amount, b.amount)) return "amount";
  if (Conflict(a.percent, b.percent)) return "percent";
  if (Conflict(a.quantity, b.quantity)) return "quantity";
  return {};
}

}  // namespace

bool OneStory(const Traits& a, const Traits& b) {
  return std::abs(a.publish_day - b.publish_day) <= kOneStoryDays;
}

bool OneArticleTellsApart(const Traits& a, const Traits& b) {
  if (a.fact->article_id() != b.fact->article_id()) return false;
  if (a.origin.key == b.origin.key) return true;
  return ClaimRank(a.status) != ClaimRank(b.status) || a.conditional != b.conditional;
}

namespace {

// What tells two events apart whenever they are told.
std::optional<Finding> AlwaysApart(const Traits& a, const Traits& b) {
  if (const std::string_view role = DifferingRole(*a.fact, *b.fact); !role.empty())
    return Finding{v1::COMPARISON_KIND_OTHER_PARTY, role};
  if (const std::string_view slot = DifferingWord(a, b); !slot.empty())
    return Finding{v1::COMPARISON_KIND_OTHER_WORD, slot};
  if (UnitsDiffer(a, b)) return Finding{v1::COMPARISON_KIND_OTHER_UNIT, "quantity"};
  const bool same_stage = a.status == b.status && (IsSigned(a.status) || a.status == v1::ANNOUNCED);
  if (same_stage && ClearlyDifferentTimes(a, b)) return Finding{v1::COMPARISON_KIND_OTHER_TIME, "time"};
  return std::nullopt;
}

}  // namespace

bool DaysDecide(const Traits& a, const Traits& b) {
  if (AlwaysApart(a, b)) return false;
  if ((IsDoneAndTalks(a, b) && !b.time) || (IsDoneAndTalks(b, a) && !a.time)) return true;
  return !ConflictingSlot(a, b).empty() && !a.unmeasured && !b.unmeasured && !(a.time && b.time);
}

std::optional<Finding> TellsApart(const Traits& a, const Traits& b) {
  if (const auto finding = AlwaysApart(a, b)) return finding;
  if (DoneBeforeTalks(a, b) || DoneBeforeTalks(b, a)) return Finding{v1::COMPARISON_KIND_OTHER_TIME, "time"};
  const std::string_view slot = ConflictingSlot(a, b);
  // Two numbers of a measure that is not told are two measures.
  if (!slot.empty() && (a.unmeasured || b.unmeasured)) return Finding{v1::COMPARISON_KIND_TWO_NUMBERS, slot};
  if (!slot.empty() && ConflictExplained(a, b)) return Finding{v1::COMPARISON_KIND_TWO_NUMBERS, slot};
  return std::nullopt;
}

std::optional<int> Agreement(const Traits& a, const Traits& b) {
  if (TellsApart(a, b)) return std::nullopt;
  const bool conflict = !ConflictingSlot(a, b).empty();
  int score = conflict ? -8 : 0;
  if (!conflict && Comparable(a.own_number, b.own_number))
    score += SamePoint(a.own_number, b.own_number) ? 6 : 4;
  if (a.time && b.time && Overlap(a.time->interval, b.time->interval)) score += 1;
  if (a.conditional == b.conditional) score += 1;
  if (OneStory(a, b)) score += 1;
  return score;
}

}  // namespace tearsheet
