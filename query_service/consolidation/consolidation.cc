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

absl::StatusOr<const Consolidator::Bucket*> Consolidator::Read(const std::string& key) {
  std::unique_ptr<Bucket>& slot = buckets_[key];
  if (slot != nullptr) return slot.get();
  auto bucket = std::make_unique<Bucket>();
  ASSIGN_OR_RETURN(bucket->facts, source_.events(key));
  events_read_ += static_cast<int64_t>(bucket->facts.size());
  bucket->traits.reserve(bucket->facts.size());
  for (const EventFact& fact : bucket->facts) bucket->traits.push_back(MakeTraits(ontology_, fact));
  if (!IsLoose(key)) bucket->groups = GroupEvents(bucket->traits);
  slot = std::move(bucket);
  return slot.get();
}

absl::StatusOr<std::set<std::string>> Consolidator::Affected(const std::set<std::string>& changed) {
  std::set<std::string> loose;
  for (const std::string& key : changed) {
    if (IsLoose(key)) {
      loose.insert(key);
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
    for (const std::string& neighbour : neighbours) {
      ASSIGN_OR_RETURN(const Bucket* bucket, Read(neighbour));
      if (!bucket->facts.empty()) loose.insert(neighbour);
    }
  }
  std::set<std::string> affected = changed;
  for (const std::string& key : loose) {
    affected.insert(key);
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.whole_of(key));
    affected.insert(neighbours.begin(), neighbours.end());
  }
  return affected;
}

absl::StatusOr<const std::vector<Consolidator::Place>*> Consolidator::Joins(const std::string& loose) {
  if (const auto known = joins_.find(loose); known != joins_.end()) return &known->second;
  ASSIGN_OR_RETURN(const Bucket* events, Read(loose));
  std::vector<Place> places(events->facts.size());
  if (!places.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.whole_of(loose));
    std::vector<Place> candidates;
    std::vector<std::vector<const Traits*>> groups;
    for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end())) {
      ASSIGN_OR_RETURN(const Bucket* bucket, Read(neighbour));
      for (size_t g = 0; g < bucket->groups.size(); ++g) {
        std::vector<const Traits*> members;
        for (const int index : bucket->groups[g]) members.push_back(&bucket->traits[index]);
        const bool shares = std::any_of(members.begin(), members.end(), [&](const Traits* member) {
          return SharesParty(*member->fact, events->facts.front());
        });
        if (!shares) continue;
        candidates.push_back({neighbour, static_cast<int>(g)});
        groups.push_back(std::move(members));
      }
    }
    for (size_t i = 0; i < places.size(); ++i) {
      const int only = OnlyGroup(events->traits[i], groups);
      if (only >= 0) places[i] = candidates[only];
    }
  }
  return &joins_.emplace(loose, std::move(places)).first->second;
}

ConsolidatedDeal Consolidator::Make(std::vector<const EventFact*> events) const {
  ConsolidatedDeal result{.deal = BuildDeal(ontology_, events), .events = {}};
  result.deal.set_name(DealName(FoundingEvent(events).event().event_id()));
  result.events = std::move(events);
  return result;
}

absl::StatusOr<std::vector<ConsolidatedDeal>> Consolidator::Deals(const std::string& key) {
  std::vector<ConsolidatedDeal> deals;
  ASSIGN_OR_RETURN(const Bucket* bucket, Read(key));
  if (IsLoose(key)) {
    ASSIGN_OR_RETURN(const std::vector<Place>* places, Joins(key));
    std::vector<Traits> left;
    for (size_t i = 0; i < places->size(); ++i) {
      if ((*places)[i].group < 0) left.push_back(bucket->traits[i]);
    }
    for (const auto& group : GroupEvents(left)) {
      std::vector<const EventFact*> events;
      events.reserve(group.size());
      for (const int index : group) events.push_back(left[index].fact);
      deals.push_back(Make(std::move(events)));
    }
    return deals;
  }
  std::vector<std::vector<const EventFact*>> groups;
  for (const auto& group : bucket->groups) {
    auto& events = groups.emplace_back();
    for (const int index : group) events.push_back(&bucket->facts[index]);
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
  for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end())) {
    ASSIGN_OR_RETURN(const std::vector<Place>* places, Joins(neighbour));
    ASSIGN_OR_RETURN(const Bucket* loose, Read(neighbour));
    for (size_t i = 0; i < places->size(); ++i) {
      const Place& place = (*places)[i];
      if (place.group >= 0 && place.bucket == key) groups[place.group].push_back(&loose->facts[i]);
    }
  }
  for (auto& events : groups) deals.push_back(Make(std::move(events)));
  return deals;
}

}  // namespace tearsheet
