// The events of one bucket that count, in the order in which they were told, with what identity sees in them
// and the deals that they make.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "common/ontology.h"
#include "query_service/consolidation/grouping.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/live_deal.h"
#include "query_service/consolidation/traits.h"
#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet {

// What the state knows of an event; consolidation only carries it.
struct EventMark {
  // Sequence of the record that brought its extraction.
  int64_t extraction = 0;
  // Id of its deal in the state; empty: none yet.
  std::string deal_id;
  // The store has it.
  bool stored = false;
  // Of an event in a loose bucket, the bucket of the deal that it has joined; empty: none. Absent: not known.
  std::optional<std::string> joined;
};

struct BucketEvent {
  state::v1::EventFact fact;
  // Borrows `fact`.
  Traits traits;
  // Among those of the bucket.
  int kind = 0;
  EventMark mark;
  // The deal that it is in, of this bucket or, for an event of a loose one, of another. Null: not known yet.
  LiveDeal* deal = nullptr;
  // It lacks a core participant and has joined no deal.
  bool own = false;
};

struct ToldEarlier {
  bool operator()(const BucketEvent* a, const BucketEvent* b) const { return ToldBefore(a->fact, b->fact); }
};

// Keeps what consolidation looks at and leaves out the rest: evidence, rules and places in the text. What it
// takes to settle a change grows with what was told after the change, not with what was told before. The
// events of an article come and go together, between one Settle and the next.
//
// Not thread-safe; borrows the ontology. Buckets whose events are in each other's deals may end in any order.
class EventBucket {
 public:
  explicit EventBucket(const Ontology& ontology) : ontology_(ontology) {}
  ~EventBucket();
  EventBucket(const EventBucket&) = delete;
  EventBucket& operator=(const EventBucket&) = delete;

  void Add(state::v1::EventFact fact, EventMark mark);
  // Takes out the event with the id and place of `fact`. False when it is not there.
  bool Remove(const state::v1::EventFact& fact);

  // Where they lie stays the same until they are removed.
  const std::vector<std::unique_ptr<BucketEvent>>& events() const { return events_; }
  // Memory that the events and their deals take, roughly.
  int64_t bytes() const { return bytes_; }

  // Brings the deals in line with the events; those that lack a core participant join the only deal of this
  // bucket that they agree with, else those of their own kind.
  void Settle();
  // The same for a loose bucket: `join` gives for each event the deal of another bucket that it joins, or
  // null.
  using Join = std::function<LiveDeal*(BucketEvent& event)>;
  void SettleLoose(const Join& join);

  // The deals, each with at least one event. Valid until the next change.
  std::vector<LiveDeal*> Deals();
  // Groups of its own events that have all core participants; see Grouping. Settled.
  Grouping& whole() { return whole_; }
  LiveDeal* DealOfWhole(size_t group) { return whole_deals_[group].get(); }
  int KindOf(const Traits& traits) { return kinds_.NumberOf(traits); }

  // An event that was in this deal of the state is not in it any more.
  void NoteLeft(const std::string& deal_id) {
    if (!deal_id.empty()) left_.insert(deal_id);
  }
  // Ids of the deals in the state that have lost events, or are no more, since this was called last.
  std::set<std::string> TakeLeft() { return std::exchange(left_, {}); }

 private:
  using Deals_ = std::vector<std::unique_ptr<LiveDeal>>;

  void SettleWhole();
  // Takes the events that lack a core participant: all, or those that may go elsewhere than before.
  void SettleRest(const Join& join);
  void SettleSome(const Join& join);
  // The last one that makes a deal of its own, and all from the place of `fact` on.
  void PopRest();
  void PopRestTo(const state::v1::EventFact& fact);
  void PushRest(BucketEvent& event);
  static void Move(BucketEvent& event, LiveDeal* deal);
  LiveDeal* DealAt(Deals_& deals, size_t index);

  const Ontology& ontology_;
  std::vector<std::unique_ptr<BucketEvent>> events_;
  int64_t bytes_ = 0;
  bool settled_ = false;
  KindTable kinds_;
  // Of the events that have all core participants: those that whole_ holds, in its order.
  std::vector<BucketEvent*> whole_pushed_;
  Grouping whole_{kinds_};
  Deals_ whole_deals_;
  // Of the others: all in order, and those that make deals of their own.
  std::vector<BucketEvent*> lacking_;
  std::vector<BucketEvent*> rest_pushed_;
  Grouping rest_{kinds_};
  // Of these, the ones that have come or were popped since the last Settle, those for which the days of
  // others decide where they go, and those for which others of their article do, which each Settle looks at.
  using InOrder = absl::btree_set<BucketEvent*, ToldEarlier>;
  InOrder unsettled_;
  InOrder by_days_;
  InOrder beside_others_;
  // Of whole_ at the last Settle.
  std::optional<uint64_t> settled_shape_;
  uint64_t settled_days_ = 0;
  Deals_ rest_deals_;
  std::set<std::string> left_;
};

}  // namespace tearsheet
