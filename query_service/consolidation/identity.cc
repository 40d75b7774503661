#include "query_service/consolidation/identity.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "query_service/consolidation/comparison.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

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

std::vector<int> GroupWith(std::vector<const Traits*> events, const std::vector<const Traits*>& gone) {
  const int first = static_cast<int>(events.size());
  events.insert(events.end(), gone.begin(), gone.end());
  for (std::vector<int>& group : GroupEvents(events)) {
    if (std::find(group.begin(), group.end(), first) == group.end()) continue;
    std::erase_if(group, [first](int index) { return index >= first; });
    return group;
  }
  return {};
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
