#include "query_service/consolidation/consolidation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/party.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// A group is a candidate for a loose event only when it names the party that the event names.
bool SharesParty(const EventFact& a, const EventFact& b) {
  for (const auto& p : a.parties()) {
    for (const auto& q : b.parties()) {
      if (p.role() == q.role() && SameParty(p, q)) return true;
    }
  }
  return false;
}

}  // namespace

std::string DealName(const std::string& founding_event_id) {
  return absl::StrCat("deals/", founding_event_id);
}

absl::StatusOr<std::set<std::string>> Consolidator::AffectedLoose(const std::set<std::string>& changed) {
  std::set<std::string> loose;
  for (const std::string& key : changed) {
    if (IsLoose(key)) {
      loose.insert(key);
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
    for (const std::string& neighbour : neighbours) {
      ASSIGN_OR_RETURN(const EventBucket* bucket, source_.bucket(neighbour));
      if (!bucket->events().empty()) loose.insert(neighbour);
    }
  }
  return loose;
}

absl::StatusOr<const std::vector<GroupPlace>*> Consolidator::Joins(const std::string& loose) {
  if (const auto known = joins_.find(loose); known != joins_.end()) return &known->second;
  ASSIGN_OR_RETURN(EventBucket * events, source_.bucket(loose));
  std::vector<GroupPlace> places(events->events().size());
  if (!places.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.whole_of(loose));
    std::vector<GroupPlace> candidates;
    std::vector<std::vector<const Traits*>> groups;
    for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end())) {
      ASSIGN_OR_RETURN(EventBucket * bucket, source_.bucket(neighbour));
      for (size_t g = 0; g < bucket->Groups().size(); ++g) {
        std::vector<const Traits*> members;
        for (const int index : bucket->Groups()[g]) members.push_back(&bucket->events()[index]->traits);
        const bool shares = std::any_of(members.begin(), members.end(), [&](const Traits* member) {
          return SharesParty(*member->fact, events->events().front()->fact);
        });
        if (!shares) continue;
        candidates.push_back({neighbour, static_cast<int>(g)});
        groups.push_back(std::move(members));
      }
    }
    for (size_t i = 0; i < places.size(); ++i) {
      const int only = OnlyGroup(events->events()[i]->traits, groups);
      if (only >= 0) places[i] = candidates[only];
    }
  }
  return &joins_.emplace(loose, std::move(places)).first->second;
}

ConsolidatedDeal Consolidator::Make(std::vector<BucketEvent*> events) const {
  std::vector<const EventFact*> facts;
  facts.reserve(events.size());
  for (const BucketEvent* event : events) facts.push_back(&event->fact);
  ConsolidatedDeal result{.deal = BuildDeal(ontology_, facts), .events = std::move(events)};
  result.deal.set_name(DealName(FoundingEvent(facts).event().event_id()));
  return result;
}

absl::StatusOr<std::vector<ConsolidatedDeal>> Consolidator::Deals(const std::string& key) {
  std::vector<ConsolidatedDeal> deals;
  ASSIGN_OR_RETURN(EventBucket * bucket, source_.bucket(key));
  if (IsLoose(key)) {
    ASSIGN_OR_RETURN(const std::vector<GroupPlace>* places, Joins(key));
    std::vector<BucketEvent*> left;
    std::vector<const Traits*> traits;
    for (size_t i = 0; i < places->size(); ++i) {
      if ((*places)[i].group >= 0) continue;
      left.push_back(bucket->events()[i].get());
      traits.push_back(&left.back()->traits);
    }
    for (const auto& group : GroupEvents(traits)) {
      std::vector<BucketEvent*> events;
      events.reserve(group.size());
      for (const int index : group) events.push_back(left[index]);
      deals.push_back(Make(std::move(events)));
    }
    return deals;
  }
  std::vector<std::vector<BucketEvent*>> groups;
  for (const auto& group : bucket->Groups()) {
    auto& events = groups.emplace_back();
    events.reserve(group.size());
    for (const int index : group) events.push_back(bucket->events()[index].get());
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
  for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end())) {
    ASSIGN_OR_RETURN(const std::vector<GroupPlace>* places, Joins(neighbour));
    ASSIGN_OR_RETURN(EventBucket * loose, source_.bucket(neighbour));
    for (size_t i = 0; i < places->size(); ++i) {
      const GroupPlace& place = (*places)[i];
      if (place.group >= 0 && place.bucket == key) groups[place.group].push_back(loose->events()[i].get());
    }
  }
  for (auto& events : groups) deals.push_back(Make(std::move(events)));
  return deals;
}

}  // namespace tearsheet
