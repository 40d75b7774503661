#include "query_service/consolidation/identity.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>

#include "query_service/consolidation/grouping.h"

namespace tearsheet {

using state::v1::EventFact;

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
  KindTable kinds;
  Grouping whole(kinds);
  std::vector<std::vector<int>> groups;
  for (const int index : order) {
    if (!events[index]->complete) continue;
    const size_t group = whole.Push({events[index], kinds.NumberOf(*events[index])});
    if (group == groups.size()) groups.emplace_back();
    groups[group].push_back(index);
  }
  // All others are judged against the whole ones only, so that none depends on another.
  Grouping rest(kinds);
  for (const int index : order) {
    if (events[index]->complete) continue;
    const KindOfEvent event{events[index], kinds.NumberOf(*events[index])};
    bool by_days = false;
    const int only = whole.OnlyGroup(event, by_days);
    const size_t group = only >= 0 ? static_cast<size_t>(only) : whole.size() + rest.Push(event);
    if (group == groups.size()) groups.emplace_back();
    groups[group].push_back(index);
  }
  return groups;
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

}  // namespace tearsheet
