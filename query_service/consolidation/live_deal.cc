#include "query_service/consolidation/live_deal.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "query_service/consolidation/consolidation.h"
#include "query_service/consolidation/event_bucket.h"
#include "query_service/consolidation/identity.h"

namespace tearsheet {
namespace {

// A tally takes several times the room of the events of a small deal, and little time to make.
constexpr size_t kFewEvents = 64;

bool ArrivedBefore(const BucketEvent& a, const BucketEvent& b) {
  const auto key = [](const state::v1::EventFact& fact) {
    return std::make_tuple(fact.sequence(), fact.ordinal(), std::string_view(fact.event().event_id()));
  };
  return key(a.fact) < key(b.fact);
}

size_t PlaceIn(const std::vector<BucketEvent*>& events, const BucketEvent& event) {
  if (events.empty() || ToldBefore(events.back()->fact, event.fact)) return events.size();
  return std::lower_bound(
             events.begin(), events.end(), &event,
             [](const BucketEvent* a, const BucketEvent* b) { return ToldBefore(a->fact, b->fact); }) -
         events.begin();
}

}  // namespace

void LiveDeal::Insert(BucketEvent& event) {
  const size_t place = PlaceIn(events_, event);
  while (tally_ != nullptr && tally_->size() > place) tally_->Pop();
  events_.insert(events_.begin() + static_cast<std::ptrdiff_t>(place), &event);
  links_.Add(event.fact);
  if (events_.size() == 1 || (founding_ != nullptr && ArrivedBefore(event, *founding_))) founding_ = &event;
  inserted_.push_back(&event);
}

void LiveDeal::Remove(BucketEvent& event) {
  const size_t place = PlaceIn(events_, event);
  while (tally_ != nullptr && tally_->size() > place) tally_->Pop();
  events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(place));
  links_.Remove(event.fact);
  if (founding_ == &event) founding_ = nullptr;
  std::erase(inserted_, &event);
  lost_events_ = true;
}

const std::string& LiveDeal::id() {
  if (founding_ == nullptr) {
    founding_ =
        *std::min_element(events_.begin(), events_.end(),
                          [](const BucketEvent* a, const BucketEvent* b) { return ArrivedBefore(*a, *b); });
  }
  return founding_->fact.event().event_id();
}

v1::Deal LiveDeal::Build() {
  if (tally_ == nullptr) tally_ = std::make_unique<DealTally>(ontology_);
  while (tally_->size() < events_.size()) tally_->Push(events_[tally_->size()]->fact);
  v1::Deal deal = tally_->ToDeal();
  deal.set_name(DealName(id()));
  companies_ = tally_->Companies();
  if (events_.size() < kFewEvents) tally_.reset();
  return deal;
}

void LiveDeal::Settled() {
  inserted_.clear();
  inserted_.shrink_to_fit();
  lost_events_ = false;
  settled_id_ = id();
}

}  // namespace tearsheet
