// Buckets: the events that could be one deal lie in one bucket, so that consolidation is local.
//
// The key is the type and what every event of one deal names:
//   - the core roles that are never missing and have one participant: "STAKE|COMPANY=org/x|HOLDER=org/y";
//   - where the type can do with one of several roles, the last of them (the target of an acquisition, the
//   customer of
//     a contract): "CONTRACT|CUSTOMER=org/x". An event without it lies in a loose bucket,
//     "CONTRACT?SUPPLIER=org/z", and may join a deal of any bucket in which org/z has that role;
//   - where all core roles are repeated, the smallest of the participants of the first one.
// Participants are those that identity compares (Party.top_id).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/ontology.pb.h"

namespace tearsheet {

// The bucket of an event of `type`; empty for a statement, which makes no deal of its own.
std::string BucketOf(const v1::EventType& type, const state::v1::EventFact& fact);

// True for the key of a loose bucket.
bool IsLoose(std::string_view bucket);

// Keys of the loose buckets whose events might join a deal of `fact`, which lies in no loose one. Most types
// have none.
std::vector<std::string> LooseNeighbours(const v1::EventType& type, const state::v1::EventFact& fact);

// Event type of a key.
std::string TypeOfBucket(std::string_view bucket);

}  // namespace tearsheet
