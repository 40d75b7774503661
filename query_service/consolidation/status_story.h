// How a deal came along: its status, the stages that led there, and whether a party disputes it.
#pragma once

#include <vector>

#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

struct StatusStory {
  v1::Status status = v1::STATUS_UNSPECIFIED;
  // A party denies what others report, and has not confirmed it since; nor has any party signed.
  bool disputed = false;
  // The event that first gave each stage, the earliest first. Borrowed.
  std::vector<const state::v1::EventFact*> history;
};

// `events` are those of one deal in the order in which they were told (ToldBefore), `origins` theirs.
//
// The status is the furthest stage told, so that a mention in passing moves nothing backwards. DELAYED,
// TERMINATED and DENIED hold from when they are said until another origin tells of progress later: after a
// denial, that the matter is considered or further; after a stop, a stage further than before it, or
// something that happens after it. A party can take back its own denial. A copy tells nothing later than its
// original.
StatusStory TellStatus(const std::vector<const state::v1::EventFact*>& events, const Origins& origins);

}  // namespace tearsheet
