// The state that one read sees: the present, from prepared bytes, or the past, computed.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/state/past.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// The read point as times. INVALID_ARGUMENT for a malformed one or a negative min_sequence.
absl::StatusOr<AsOf> ReadAsOf(const v1::ReadPoint& point);

// Not thread-safe. Borrows the ontology and the store.
class ReadView {
 public:
  // Takes a snapshot of `store` for a read at `as_of`, within `limits`.
  static absl::StatusOr<std::unique_ptr<ReadView>> Open(const Ontology& ontology, StateStore& store,
                                                        const AsOf& as_of, const ReadLimits& limits = {});

  StateReader& reader() { return *reader_; }
  const AsOf& as_of() const { return as_of_; }
  int64_t sequence() const { return sequence_; }

  // Serialised, in the view asked for; leads old names to the deal that now holds what they named. Nothing:
  // no such deal.
  absl::StatusOr<std::optional<std::string>> Deal(const std::string& deal_id, v1::DealView view);
  // Why the deal that `deal_id` leads to is one. Nothing: no such deal.
  absl::StatusOr<std::optional<v1::DealExplanation>> Explain(const std::string& deal_id) {
    return past_.Explain(deal_id);
  }
  absl::StatusOr<DealPage> ListDeals(const DealQuery& query);
  absl::StatusOr<EventPage> ListEvents(const EventQuery& query);
  // Id of the deal that an event belonged to at the read point; empty when it did not count then.
  absl::StatusOr<std::string> DealOfEvent(const StoredEvent& event);
  // The entity that `name` means: by id, name, alias or ticker. NOT_FOUND, FAILED_PRECONDITION (several).
  absl::StatusOr<v1::Entity> FindCompany(const std::string& name);
  // The same for a product, by id, name or alias.
  absl::StatusOr<v1::Entity> FindProduct(const std::string& name);

 private:
  ReadView(const Ontology& ontology, StateStore& store, std::unique_ptr<StateReader> reader,
           const AsOf& as_of)
      : ontology_(ontology),
        store_(store),
        reader_(std::move(reader)),
        as_of_(as_of),
        past_(ontology, *reader_, as_of) {}

  const Ontology& ontology_;
  StateStore& store_;
  const std::unique_ptr<StateReader> reader_;
  const AsOf as_of_;
  int64_t sequence_ = 0;
  PastState past_;
};

// "events/…" with article and deal.
v1::EventRecord ToEventRecord(const StoredEvent& event);

}  // namespace tearsheet
