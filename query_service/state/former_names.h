// Where names that were handed out lead when the event that they were given after is gone.
//
// A deal is named after the event that founded it, so a name leads to the deal that holds this event. When
// the event no longer counts, because its article was withdrawn, revised or read anew, the name leads to
//   1. the deal of the event of the same article that took its place: one of the same bucket;
//   2. the deal that the event would be part of if its article still counted: what others tell of the same
//   thing;
//   3. the deal of another event of the same type in the same article: the article corrects whom it is about.
// This is a pure function of what counts now and of the event, so that no table of redirects is kept, and
// every replica, rebuilt state and read of the past gives the same answer.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// What counts at the read point of a question.
struct CountingEvents {
  // The events of a URI and of a bucket that count, in any order. The second may be cut for buckets that are
  // too large to be read for a name.
  std::function<absl::StatusOr<std::vector<state::v1::EventFact>>(const std::string& uri)> of_uri;
  std::function<absl::StatusOr<std::vector<state::v1::EventFact>>(const std::string& bucket)> of_bucket;
  // Buckets that a loose one's events might join.
  std::function<absl::StatusOr<std::vector<std::string>>(const std::string& loose)> whole_of;
};

// Id of the event whose deal the name after the first one of `gone` leads to. Empty: none. They do not count:
// that event and the others of the same extraction.
absl::StatusOr<std::string> Successor(const Ontology& ontology, const CountingEvents& counting,
                                      const std::vector<state::v1::EventFact>& gone);

// That event of the log, which does not count, and after it the others of its extraction and bucket.
absl::StatusOr<std::vector<state::v1::EventFact>> WithSiblings(StateReader& reader, const StoredEvent& gone);

// Id of the deal that a name once given leads to in the present state. Empty: none.
absl::StatusOr<std::string> ResolveDealId(const Ontology& ontology, StateReader& reader,
                                          const std::string& deal_id);

}  // namespace tearsheet
