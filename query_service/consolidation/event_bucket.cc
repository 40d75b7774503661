#include "query_service/consolidation/event_bucket.h"

#include <algorithm>
#include <utility>

#include "query_service/consolidation/identity.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// Buckets are kept in memory; most of an event is its sentences.
void DropWhatIsNotCompared(v1::Event& event) {
  event.clear_evidence();
  event.clear_rule();
  event.clear_confidence();
  for (auto& participant : *event.mutable_participants()) participant.clear_mention();
}

auto PlaceOf(std::vector<std::unique_ptr<BucketEvent>>& events, const EventFact& fact) {
  return std::lower_bound(events.begin(), events.end(), fact,
                          [](const std::unique_ptr<BucketEvent>& event, const EventFact& wanted) {
                            return ToldBefore(event->fact, wanted);
                          });
}

}  // namespace

void EventBucket::Add(const Ontology& ontology, EventFact fact, EventMark mark) {
  auto event = std::make_unique<BucketEvent>(BucketEvent{std::move(fact), {}, std::move(mark)});
  DropWhatIsNotCompared(*event->fact.mutable_event());
  event->traits = MakeTraits(ontology, event->fact);
  const bool last = events_.empty() || ToldBefore(events_.back()->fact, event->fact);
  events_.insert(last ? events_.end() : PlaceOf(events_, event->fact), std::move(event));
  groups_.reset();
}

bool EventBucket::Remove(const EventFact& fact) {
  const auto place = PlaceOf(events_, fact);
  if (place == events_.end() || ToldBefore(fact, (*place)->fact)) return false;
  events_.erase(place);
  groups_.reset();
  return true;
}

const std::vector<std::vector<int>>& EventBucket::Groups() {
  if (!groups_) {
    std::vector<const Traits*> traits;
    traits.reserve(events_.size());
    for (const auto& event : events_) traits.push_back(&event->traits);
    groups_ = GroupEvents(traits);
  }
  return *groups_;
}

}  // namespace tearsheet
