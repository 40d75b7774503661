// Brings the stored deals in line with the events that count.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Computes the deals of `buckets`, and of those that depend on them, and writes what differs together with
// the changes. Returns the number of changes.
absl::StatusOr<int64_t> UpdateDeals(const Ontology& ontology, StateTransaction& transaction,
                                    const std::set<std::string>& buckets, int64_t sequence,
                                    int64_t ingest_nanos);

// Fills the links of `deal`; `deal_of` gives the deal id of an event, empty for none.
absl::Status AddLinks(ConsolidatedDeal& deal,
                      const std::function<absl::StatusOr<std::string>(const std::string& event_id)>& deal_of);

// What lists and filters ask for, with the bytes of both views. Equal deals give equal bytes.
StoredDeal ToStoredDeal(const ConsolidatedDeal& deal, const std::string& bucket);

// Id of the deal that a name once given leads to now: the deal of this id, the one that holds the event of
// this id, or the one that holds what replaced it. Empty: none.
absl::StatusOr<std::string> ResolveDealId(StateReader& reader, const std::string& deal_id);

// Of the counting events of a URI, the one that replaced `gone`: of its bucket, else of its type. Null: none.
const StoredEvent* Replacement(const std::vector<StoredEvent>& counting, const state::v1::EventFact& gone);

}  // namespace tearsheet
