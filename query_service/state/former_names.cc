#include "query_service/state/former_names.h"

#include <algorithm>
#include <utility>

#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/party.h"
#include "query_service/consolidation/traits.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// Of a loose bucket's neighbours at most this many are read for a name.
constexpr size_t kMaxNeighbours = 100;

// The first event of the type of `gone`; of its bucket only, or of any.
const EventFact* OfType(const std::vector<EventFact>& events, const EventFact& gone, bool same_bucket) {
  const EventFact* first = nullptr;
  for (const EventFact& event : events) {
    if (event.event().type() != gone.event().type() || event.bucket().empty()) continue;
    if (same_bucket && event.bucket() != gone.bucket()) continue;
    if (first == nullptr || event.ordinal() < first->ordinal()) first = &event;
  }
  return first;
}

bool SharesParty(const EventFact& a, const EventFact& b) {
  for (const auto& p : a.parties()) {
    for (const auto& q : b.parties()) {
      if (p.role() == q.role() && SameParty(p, q)) return true;
    }
  }
  return false;
}

std::vector<const Traits*> PointersTo(const std::vector<Traits>& traits) {
  std::vector<const Traits*> pointers;
  pointers.reserve(traits.size());
  for (const Traits& one : traits) pointers.push_back(&one);
  return pointers;
}

std::vector<Traits> TraitsOf(const Ontology& ontology, const std::vector<EventFact>& facts) {
  std::vector<Traits> traits;
  traits.reserve(facts.size());
  for (const EventFact& fact : facts) traits.push_back(MakeTraits(ontology, fact));
  return traits;
}

// An event that would be one deal with the first one of `gone`; the one told first.
absl::StatusOr<std::string> Partner(const Ontology& ontology, const CountingEvents& counting,
                                    const std::vector<EventFact>& gone) {
  const std::string& bucket_of_gone = gone.front().bucket();
  std::vector<std::string> buckets = {bucket_of_gone};
  if (IsLoose(bucket_of_gone)) {
    ASSIGN_OR_RETURN(std::vector<std::string> joined, counting.whole_of(bucket_of_gone));
    std::sort(joined.begin(), joined.end());
    joined.erase(std::unique(joined.begin(), joined.end()), joined.end());
    if (joined.size() > kMaxNeighbours) joined.resize(kMaxNeighbours);
    buckets.insert(buckets.end(), joined.begin(), joined.end());
  }
  std::vector<EventFact> facts;
  for (const std::string& bucket : buckets) {
    ASSIGN_OR_RETURN(std::vector<EventFact> more, counting.of_bucket(bucket));
    for (EventFact& fact : more) {
      // What the article itself tells now is looked at apart; of other buckets only who names the same party.
      const bool other = fact.uri() != gone.front().uri();
      if (other && (bucket == bucket_of_gone || SharesParty(fact, gone.front())))
        facts.push_back(std::move(fact));
    }
  }
  const EventFact* first = nullptr;
  const std::vector<Traits> counting_traits = TraitsOf(ontology, facts);
  const std::vector<Traits> gone_traits = TraitsOf(ontology, gone);
  for (const int index : GroupWith(PointersTo(counting_traits), PointersTo(gone_traits))) {
    if (first == nullptr || ToldBefore(facts[index], *first)) first = &facts[index];
  }
  return first == nullptr ? std::string() : first->event().event_id();
}

}  // namespace

absl::StatusOr<std::string> Successor(const Ontology& ontology, const CountingEvents& counting,
                                      const std::vector<EventFact>& gone) {
  const EventFact& founding = gone.front();
  if (founding.bucket().empty()) return std::string();
  ASSIGN_OR_RETURN(const std::vector<EventFact> article, counting.of_uri(founding.uri()));
  if (const EventFact* same = OfType(article, founding, /*same_bucket=*/true))
    return same->event().event_id();
  ASSIGN_OR_RETURN(std::string partner, Partner(ontology, counting, gone));
  if (!partner.empty()) return partner;
  const EventFact* other = OfType(article, founding, /*same_bucket=*/false);
  return other == nullptr ? std::string() : other->event().event_id();
}

absl::StatusOr<std::vector<EventFact>> WithSiblings(StateReader& reader, const StoredEvent& gone) {
  std::vector<EventFact> facts = {gone.fact};
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader.UriEvents(gone.fact.uri()));
  for (StoredEvent& event : events) {
    const bool sibling = event.fact.article_id() == gone.fact.article_id() &&
                         event.extraction == gone.extraction && event.fact.bucket() == gone.fact.bucket() &&
                         event.fact.ordinal() != gone.fact.ordinal();
    if (sibling) facts.push_back(std::move(event.fact));
  }
  return facts;
}

absl::StatusOr<std::string> ResolveDealId(const Ontology& ontology, StateReader& reader,
                                          const std::string& deal_id) {
  ASSIGN_OR_RETURN(const std::string holder, reader.DealOfEvent(deal_id));
  if (!holder.empty()) return holder;
  ASSIGN_OR_RETURN(const auto gone, reader.Event(deal_id));
  if (!gone) return std::string();
  const auto facts_of = [](std::vector<StoredEvent> events) {
    std::vector<EventFact> facts;
    for (StoredEvent& event : events) {
      if (event.current) facts.push_back(std::move(event.fact));
    }
    return facts;
  };
  const CountingEvents counting{
      .of_uri = [&](const std::string& uri) -> absl::StatusOr<std::vector<EventFact>> {
        ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader.UriEvents(uri));
        return facts_of(std::move(events));
      },
      .of_bucket = [&](const std::string& bucket) -> absl::StatusOr<std::vector<EventFact>> {
        ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader.BucketEvents(bucket, /*current_only=*/true));
        return facts_of(std::move(events));
      },
      .whole_of = [&](const std::string& loose) { return reader.WholeOf(loose); }};
  ASSIGN_OR_RETURN(const std::vector<EventFact> withdrawn, WithSiblings(reader, *gone));
  ASSIGN_OR_RETURN(const std::string successor, Successor(ontology, counting, withdrawn));
  if (successor.empty()) return std::string();
  return reader.DealOfEvent(successor);
}

}  // namespace tearsheet
