#include "query_service/consolidation/event_bucket.h"

#include <algorithm>
#include <utility>

#include "query_service/consolidation/identity.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// What the tallies of a deal keep of an event, roughly.
constexpr int64_t kTallyBytes = 700;

// Buckets are kept in memory; most of an event is its sentences.
void DropWhatIsNotCompared(v1::Event& event) {
  event.clear_evidence();
  event.clear_rule();
  event.clear_confidence();
  for (auto& participant : *event.mutable_participants()) participant.clear_mention();
}

int64_t BytesOf(const BucketEvent& event) {
  return static_cast<int64_t>(sizeof(BucketEvent) + event.fact.SpaceUsedLong()) + kTallyBytes;
}

template <typename Event>
auto PlaceOf(std::vector<Event>& events, const EventFact& fact) {
  if (events.empty() || ToldBefore(events.back()->fact, fact)) return events.end();
  return std::lower_bound(
      events.begin(), events.end(), fact,
      [](const Event& event, const EventFact& wanted) { return ToldBefore(event->fact, wanted); });
}

// Takes out the last ones down to the place of `fact`.
void PopTo(const EventFact& fact, std::vector<BucketEvent*>& pushed, Grouping& grouping) {
  while (!pushed.empty() && !ToldBefore(pushed.back()->fact, fact)) {
    grouping.Pop();
    pushed.pop_back();
  }
}

}  // namespace

EventBucket::~EventBucket() {
  for (const auto& event : events_) {
    if (event->deal != nullptr && &event->deal->bucket() != this) event->deal->Remove(*event);
  }
  for (const Deals_* deals : {&whole_deals_, &rest_deals_}) {
    for (const auto& deal : *deals) {
      for (BucketEvent* event : deal->events()) event->deal = nullptr;
    }
  }
}

void EventBucket::Add(EventFact fact, EventMark mark) {
  auto event = std::make_unique<BucketEvent>();
  event->fact = std::move(fact);
  event->mark = std::move(mark);
  DropWhatIsNotCompared(*event->fact.mutable_event());
  event->traits = MakeTraits(ontology_, event->fact);
  event->kind = kinds_.NumberOf(event->traits);
  bytes_ += BytesOf(*event);
  settled_ = false;
  if (event->traits.complete) {
    PopTo(event->fact, whole_pushed_, whole_);
  } else {
    lacking_.insert(PlaceOf(lacking_, event->fact), event.get());
    unsettled_.insert(event.get());
  }
  const auto place = PlaceOf(events_, event->fact);
  events_.insert(place, std::move(event));
}

bool EventBucket::Remove(const EventFact& fact) {
  const auto place = PlaceOf(events_, fact);
  if (place == events_.end() || ToldBefore(fact, (*place)->fact)) return false;
  BucketEvent& event = **place;
  if (event.traits.complete) {
    PopTo(event.fact, whole_pushed_, whole_);
  } else {
    if (event.own) PopRestTo(event.fact);
    unsettled_.erase(&event);
    by_days_.erase(&event);
    beside_others_.erase(&event);
    lacking_.erase(PlaceOf(lacking_, event.fact));
  }
  if (event.deal != nullptr) event.deal->Remove(event);
  NoteLeft(event.mark.deal_id);
  bytes_ -= BytesOf(event);
  settled_ = false;
  events_.erase(place);
  return true;
}

void EventBucket::Move(BucketEvent& event, LiveDeal* deal) {
  if (event.deal == deal) return;
  if (event.deal != nullptr) event.deal->Remove(event);
  event.deal = deal;
  deal->Insert(event);
}

LiveDeal* EventBucket::DealAt(Deals_& deals, size_t index) {
  while (deals.size() <= index) deals.push_back(std::make_unique<LiveDeal>(ontology_, *this));
  return deals[index].get();
}

void EventBucket::SettleWhole() {
  auto next = events_.begin();
  if (!whole_pushed_.empty()) {
    next = PlaceOf(events_, whole_pushed_.back()->fact);
    ++next;
  }
  for (; next != events_.end(); ++next) {
    BucketEvent& event = **next;
    if (!event.traits.complete) continue;
    const size_t group = whole_.Push({&event.traits, event.kind});
    whole_pushed_.push_back(&event);
    Move(event, DealAt(whole_deals_, group));
  }
}

void EventBucket::PopRest() {
  BucketEvent* event = rest_pushed_.back();
  rest_.Pop();
  rest_pushed_.pop_back();
  event->own = false;
  unsettled_.insert(event);
}

void EventBucket::PopRestTo(const EventFact& fact) {
  while (!rest_pushed_.empty() && !ToldBefore(rest_pushed_.back()->fact, fact)) PopRest();
}

void EventBucket::PushRest(BucketEvent& event) {
  const size_t group = rest_.Push({&event.traits, event.kind});
  rest_pushed_.push_back(&event);
  event.own = true;
  Move(event, DealAt(rest_deals_, group));
}

void EventBucket::SettleRest(const Join& join) {
  by_days_.clear();
  beside_others_.clear();
  // Those that go on as before stay.
  size_t kept = 0;
  bool same = true;
  for (BucketEvent* event : lacking_) {
    if (LiveDeal* deal = join(*event)) {
      Move(*event, deal);
      continue;
    }
    same = same && kept < rest_pushed_.size() && rest_pushed_[kept] == event;
    if (!same) {
      while (rest_pushed_.size() > kept) PopRest();
      PushRest(*event);
    }
    ++kept;
  }
  while (rest_pushed_.size() > kept) PopRest();
  unsettled_.clear();
}

void EventBucket::SettleSome(const Join& join) {
  InOrder judged = std::exchange(unsettled_, {});
  judged.merge(beside_others_);
  if (std::exchange(settled_days_, whole_.days()) != whole_.days()) judged.merge(by_days_);
  std::vector<BucketEvent*> join_now;
  std::vector<BucketEvent*> stand_alone_now;
  const BucketEvent* first = nullptr;
  for (BucketEvent* event : judged) {
    LiveDeal* deal = join(*event);
    if (deal != nullptr) Move(*event, deal);
    if (event->own == (deal == nullptr)) continue;
    if (first == nullptr) first = event;
    (deal != nullptr ? join_now : stand_alone_now).push_back(event);
  }
  if (first == nullptr) return;
  PopRestTo(first->fact);
  InOrder again = std::exchange(unsettled_, {});
  for (BucketEvent* event : join_now) again.erase(event);
  again.insert(stand_alone_now.begin(), stand_alone_now.end());
  for (BucketEvent* event : again) PushRest(*event);
}

void EventBucket::Settle() {
  if (std::exchange(settled_, true)) return;
  SettleWhole();
  absl::flat_hash_map<int, int> only_of_kind;
  absl::flat_hash_map<std::pair<int, int64_t>, int> only_of_day;  // kind and day of publication
  const auto join = [&](BucketEvent& event) -> LiveDeal* {
    // An article does not tell one deal twice, whatever its kind.
    const bool alone = !whole_.HasArticle(event.traits.fact->article_id());
    const std::pair day(event.kind, event.traits.publish_day);
    const auto of_kind = alone ? only_of_kind.find(event.kind) : only_of_kind.end();
    const auto of_day = alone ? only_of_day.find(day) : only_of_day.end();
    int only = -1;
    bool by_days = false;
    if (of_kind != only_of_kind.end()) {
      only = of_kind->second;
    } else if (of_day != only_of_day.end()) {
      only = of_day->second;
      by_days = true;
    } else {
      only = whole_.OnlyGroup({&event.traits, event.kind}, by_days);
      if (alone && by_days) only_of_day[day] = only;
      if (alone && !by_days) only_of_kind[event.kind] = only;
    }
    if (!alone) {
      beside_others_.insert(&event);
    } else if (by_days) {
      by_days_.insert(&event);
    }
    return only < 0 ? nullptr : DealOfWhole(static_cast<size_t>(only));
  };
  if (std::exchange(settled_shape_, whole_.shape()) == whole_.shape()) {
    SettleSome(join);
  } else {
    settled_days_ = whole_.days();
    SettleRest(join);
  }
}

void EventBucket::SettleLoose(const Join& join) {
  SettleRest(join);
  settled_ = true;
}

std::vector<LiveDeal*> EventBucket::Deals() {
  std::vector<LiveDeal*> all;
  for (Deals_* deals : {&whole_deals_, &rest_deals_}) {
    while (!deals->empty() && deals->back()->events().empty()) {
      NoteLeft(deals->back()->settled_id());
      deals->pop_back();
    }
    for (const auto& deal : *deals) {
      if (!deal->events().empty()) all.push_back(deal.get());
    }
  }
  return all;
}

}  // namespace tearsheet
