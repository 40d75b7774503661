#include "query_service/consolidation/status_story.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/origin.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

bool HappensAfter(const EventFact& fact, const EventFact& interruption) {
  const auto time = fact.event().has_time() ? ToValue(fact.event().time()) : std::nullopt;
  return time && time->interval.low &&
         *time->interval.low > Decimal::FromInt(interruption.publish_unix_nanos() / kNanosPerDay);
}

bool Reopens(const EventFact& fact, const EventFact& interruption, v1::Status furthest) {
  if (fact.publish_unix_nanos() <= interruption.publish_unix_nanos()) return false;
  if (OriginOf(fact).key == OriginOf(interruption).key) return false;
  const v1::Status status = fact.event().status();
  if (interruption.event().status() == v1::DENIED) return status >= v1::CONSIDERING;
  return status > furthest || HappensAfter(fact, interruption);
}

bool IsDisputed(const std::vector<const EventFact*>& events) {
  const EventFact* denial = nullptr;
  bool reported = false;
  for (const EventFact* fact : events) {
    const bool denies = fact->event().status() == v1::DENIED;
    if (denies || !fact->denied_by().empty()) denial = fact;
    // What an article denies it also reports when it names who told it; a denial by itself disputes nothing.
    const Origin origin = OriginOf(*fact);
    reported = reported || !denies || (origin.cited && !origin.party);
    // A party that signs has settled the dispute.
    if (IsSigned(fact->event().status()) && origin.party && fact->denied_by().empty()) denial = nullptr;
  }
  return denial != nullptr && reported;
}

}  // namespace

StatusStory TellStatus(const std::vector<const EventFact*>& events) {
  StatusStory story;
  std::set<v1::Status> seen;
  v1::Status furthest = v1::STATUS_UNSPECIFIED;
  const EventFact* interruption = nullptr;
  for (const EventFact* fact : events) {
    const v1::Status status = fact->event().status();
    if (status == v1::STATUS_UNSPECIFIED) continue;
    if (seen.insert(status).second) story.history.push_back(fact);
    if (Interrupts(status)) {
      interruption = fact;
      continue;
    }
    if (interruption != nullptr && Reopens(*fact, *interruption, furthest)) interruption = nullptr;
    furthest = std::max(furthest, status);
  }
  story.status = interruption != nullptr ? interruption->event().status() : furthest;
  story.disputed = IsDisputed(events);
  return story;
}

}  // namespace tearsheet
