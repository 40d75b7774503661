// An extraction, turned into what consolidation needs of each event.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/article.pb.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// The facts of all events of one extraction, in order. A pure function of its arguments: owners, vendors and
// families come from the extraction's own entities, relations between events are those within the article.
// `sequence` is that of the record that brought the article. Errors: INVALID_ARGUMENT when an event cannot be
// used: it has no id, the id of another one, a type that the ontology does not have, no participant, or a
// number or date that is none. The message names the event.
absl::StatusOr<std::vector<state::v1::EventFact>> MakeEventFacts(const Ontology& ontology,
                                                                 const v1::Article& article,
                                                                 const v1::Extraction& extraction,
                                                                 int64_t sequence);

// The name that stands for the publisher of `article`: its name, else its domain, else the host of the URI.
std::string PublisherName(const v1::Article& article);

}  // namespace tearsheet
