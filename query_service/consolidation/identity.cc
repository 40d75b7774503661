#include "query_service/consolidation/identity.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
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
// Told within this many days goes together a little better.
constexpr int64_t kOneStoryDays = 30;

bool PartiesAgree(const EventFact& a, const EventFact& b) {
  std::map<std::string_view, std::pair<bool, bool>> roles;  // role -> both fill it, they share a party
  for (const Party& p : a.parties()) {
    for (const Party& q : b.parties()) {
      if (p.role() != q.role()) continue;
      auto& [both, shared] = roles[p.role()];
      both = true;
      shared = shared || SameParty(p, q);
    }
  }
  return std::all_of(roles.begin(), roles.end(), [](const auto& role) { return role.second.second; });
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

bool WordsAgree(const Traits& a, const Traits& b) {
  for (const TellingWord& x : a.words) {
    for (const TellingWord& y : b.words) {
      if (x.slot != y.slot || x.word == y.word) continue;
      if (x.listed) return false;
      if (!CanMeanTheSame(x.word, y.word) && !SamePoint(a.own_number, b.own_number)) return false;
    }
  }
  return true;
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

// Numbers in conflict are two things only when something explains why there are two.
bool ConflictExplained(const Traits& a, const Traits& b) {
  if (a.conditional != b.conditional && (IsSigned(a.status) || IsSigned(b.status))) return true;
  if (!IsSigned(a.status) || !IsSigned(b.status)) return false;
  return FarApart(TimeOrTelling(a), TimeOrTelling(b),
                  a.time && b.time ? kClearlyDifferentDays : kOldNewsDays);
}

bool UnitsDiffer(const Traits& a, const Traits& b) {
  return a.quantity && b.quantity && a.quantity->unit != b.quantity->unit && !a.quantity->unit.empty() &&
         !b.quantity->unit.empty() && a.own_number && a.own_number->unit == a.quantity->unit;
}

// One article's events of one origin were told apart by the extraction; what it tells of several origins is
// one deal only while it is at one stage.
bool OneArticleTellsApart(const Traits& a, const Traits& b) {
  if (a.fact->article_id() != b.fact->article_id()) return false;
  if (a.origin.key == b.origin.key) return true;
  return ClaimRank(a.status) != ClaimRank(b.status) || a.conditional != b.conditional;
}

// Events in which identity sees no difference, as one; with the articles that they stand in.
class Group {
 public:
  void Add(const Traits& traits, int index) {
    members_.push_back(index);
    if (signatures_.insert(traits.Signature()).second) distinct_.push_back(&traits);
    articles_[traits.fact->article_id()].push_back(&traits);
  }

  std::optional<int> AgreementWith(const Traits& traits) const {
    const auto article = articles_.find(traits.fact->article_id());
    if (article != articles_.end()) {
      for (const Traits* other : article->second) {
        if (OneArticleTellsApart(*other, traits)) return std::nullopt;
      }
    }
    int best = std::numeric_limits<int>::min();
    for (const Traits* other : distinct_) {
      const std::optional<int> score = Agreement(*other, traits);
      if (!score) return std::nullopt;
      best = std::max(best, *score);
    }
    return best;
  }

  const std::vector<int>& members() const { return members_; }
  std::vector<int>& members() { return members_; }

 private:
  std::vector<int> members_;
  std::vector<const Traits*> distinct_;
  std::set<std::string> signatures_;
  std::map<std::string, std::vector<const Traits*>> articles_;
};

void JoinBest(std::vector<Group>& groups, size_t first, const Traits& traits, int index) {
  Group* best = nullptr;
  int best_score = 0;
  for (size_t i = first; i < groups.size(); ++i) {
    const std::optional<int> score = groups[i].AgreementWith(traits);
    if (score && (best == nullptr || *score > best_score)) {
      best = &groups[i];
      best_score = *score;
    }
  }
  if (best == nullptr) best = &groups.emplace_back();
  best->Add(traits, index);
}

// The only one of `groups` with which a score is reached that is not negative; a group that confirms a number
// goes before those that give none. -1: none or several.
int Only(const std::vector<std::optional<int>>& scores) {
  constexpr int kNumberAgrees = 4;
  for (const int least : {kNumberAgrees, 0}) {
    int found = -1;
    int count = 0;
    for (size_t i = 0; i < scores.size(); ++i) {
      if (!scores[i] || *scores[i] < least) continue;
      found = static_cast<int>(i);
      ++count;
    }
    if (count == 1) return found;
    if (count > 1) return -1;
  }
  return -1;
}

}  // namespace

bool ToldBefore(const EventFact& a, const EventFact& b) {
  const auto key = [](const EventFact& fact) {
    return std::make_tuple(fact.publish_unix_nanos(), std::string_view(fact.uri()),
                           std::string_view(fact.article_id()), fact.ordinal(),
                           std::string_view(fact.event().event_id()));
  };
  return key(a) < key(b);
}

std::optional<int> Agreement(const Traits& a, const Traits& b) {
  if (!PartiesAgree(*a.fact, *b.fact) || !WordsAgree(a, b) || UnitsDiffer(a, b)) return std::nullopt;
  const bool same_stage = a.status == b.status && (IsSigned(a.status) || a.status == v1::ANNOUNCED);
  if (same_stage && ClearlyDifferentTimes(a, b)) return std::nullopt;
  const bool conflict =
      Conflict(a.amount, b.amount) || Conflict(a.percent, b.percent) || Conflict(a.quantity, b.quantity);
  if (conflict && ConflictExplained(a, b)) return std::nullopt;
  int score = conflict ? -8 : 0;
  if (!conflict && Comparable(a.own_number, b.own_number))
    score += SamePoint(a.own_number, b.own_number) ? 6 : 4;
  if (a.time && b.time && Overlap(a.time->interval, b.time->interval)) score += 1;
  if (a.conditional == b.conditional) score += 1;
  if (std::abs(a.publish_day - b.publish_day) <= kOneStoryDays) score += 1;
  return score;
}

std::vector<std::vector<int>> GroupEvents(const std::vector<const Traits*>& events) {
  std::vector<int> order(events.size());
  std::iota(order.begin(), order.end(), 0);
  const auto told_before = [&](int a, int b) { return ToldBefore(*events[a]->fact, *events[b]->fact); };
  // Mostly they are in order already.
  if (!std::is_sorted(order.begin(), order.end(), told_before))
    std::sort(order.begin(), order.end(), told_before);
  std::vector<Group> groups;
  for (const int index : order) {
    if (events[index]->complete) JoinBest(groups, 0, *events[index], index);
  }
  // All of them are judged against the whole ones only, so that none depends on another.
  const size_t whole = groups.size();
  std::vector<std::pair<int, int>> joins;
  for (const int index : order) {
    if (events[index]->complete) continue;
    std::vector<std::optional<int>> scores;
    for (size_t i = 0; i < whole; ++i) scores.push_back(groups[i].AgreementWith(*events[index]));
    const int only = Only(scores);
    if (only >= 0) {
      joins.emplace_back(only, index);
    } else {
      JoinBest(groups, whole, *events[index], index);
    }
  }
  for (const auto& [group, index] : joins) groups[group].members().push_back(index);
  std::vector<std::vector<int>> result;
  result.reserve(groups.size());
  for (Group& group : groups) result.push_back(std::move(group.members()));
  return result;
}

int OnlyGroup(const Traits& event, const std::vector<std::vector<const Traits*>>& groups) {
  std::vector<std::optional<int>> scores;
  scores.reserve(groups.size());
  for (const auto& members : groups) {
    Group group;
    for (const Traits* member : members) group.Add(*member, 0);
    scores.push_back(group.AgreementWith(event));
  }
  return Only(scores);
}

}  // namespace tearsheet
