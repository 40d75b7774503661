// A deal of a bucket that is kept between changes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/deal_tally.h"
#include "query_service/consolidation/link_tally.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

class EventBucket;
struct BucketEvent;

// The events of one deal, in any order of arrival, and what they add up to. Borrows the events, which may lie
// in other buckets than the deal. Not thread-safe.
class LiveDeal {
 public:
  LiveDeal(const Ontology& ontology, const EventBucket& bucket) : ontology_(ontology), bucket_(bucket) {}

  void Insert(BucketEvent& event);
  // Of an event that was inserted.
  void Remove(BucketEvent& event);

  // Where it lies.
  const EventBucket& bucket() const { return bucket_; }
  // In the order in which they were told.
  const std::vector<BucketEvent*>& events() const { return events_; }
  // Id of the founding event, the one that arrived first; at least one event is there.
  const std::string& id();
  // Named, without links.
  v1::Deal Build();
  // As of the last Build.
  const std::vector<DealCompany>& companies() const { return companies_; }
  LinkTally& links() { return links_; }

  // What happened since the last call of Settled: events that were inserted and are still there, and whether
  // any were removed.
  const std::vector<BucketEvent*>& inserted() const { return inserted_; }
  bool lost_events() const { return lost_events_; }
  // Its id at the last call of Settled; empty: there was none.
  const std::string& settled_id() const { return settled_id_; }
  void Settled();

 private:
  const Ontology& ontology_;
  const EventBucket& bucket_;
  std::vector<BucketEvent*> events_;
  // Of the first so many events. Null: of none. Small deals are added up anew each time.
  std::unique_ptr<DealTally> tally_;
  LinkTally links_;
  // Null: not known.
  const BucketEvent* founding_ = nullptr;
  std::vector<DealCompany> companies_;
  std::vector<BucketEvent*> inserted_;
  bool lost_events_ = false;
  std::string settled_id_;
};

}  // namespace tearsheet
