// Where the roles of a frame stand: reading it, and what follows from it before any text is seen. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "ingest_service/events/frames.h"

namespace tearsheet {

// "org subject", "from", "last TYPE.ROLE" as docs/extending.md describes them. INVALID_ARGUMENT: it is no
// place; the message says what is expected, without file and line.
absl::StatusOr<Source> ParseSource(std::string_view text, const Ontology& ontology, const Grammar& grammar);

// Where the fillers of each required set of roles may stand: per set and role the places. Frame::required.
std::vector<std::vector<PlaceSet>> RequiredPlaces(const Frame& frame);

// How many fillers of the role a required set asks for at most ("two PARTY").
int NeededFillers(const v1::EventType& type, const v1::Role& role);

// The role is for persons and never for organisations.
bool OnlyPersons(const v1::Role& role);

}  // namespace tearsheet
