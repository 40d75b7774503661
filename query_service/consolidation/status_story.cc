#include "query_service/consolidation/status_story.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/names.h"
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

bool Reopens(const EventFact& fact, const EventFact& interruption, v1::Status furthest,
             const Origins& origins) {
  const Origin& origin = origins.Of(fact);
  if (origin.said_unix_nanos <= interruption.publish_unix_nanos()) return false;
  const bool denial = interruption.event().status() == v1::DENIED;
  // Who reported the end may not undo it by telling the old story again; a party may think better of its
  // denial.
  if (origin.key == origins.Of(interruption).key && !(denial && origin.party)) return false;
  const v1::Status status = fact.event().status();
  if (denial) return status >= v1::CONSIDERING;
  return status > furthest || HappensAfter(fact, interruption);
}

// Who denies the deal, by key, until they take it back.
class Denials {
 public:
  void Add(const EventFact& fact, const Origin& origin) {
    const v1::Status status = fact.event().status();
    for (const std::string& name : fact.confirmed_by()) keys_.erase(NameKey(name));
    if (origin.party && fact.denied_by().empty() && !Interrupts(status)) {
      // A party that signs has settled the dispute for all.
      if (IsSigned(status)) keys_.clear();
      if (status >= v1::CONSIDERING) keys_.erase(origin.key);
    }
    if (status == v1::DENIED) keys_.insert(origin.key);
    for (const std::string& name : fact.denied_by()) keys_.insert(NameKey(name));
  }

  bool standing() const { return !keys_.empty(); }

 private:
  std::set<std::string> keys_;
};

bool IsDisputed(const std::vector<const EventFact*>& events, const Origins& origins) {
  Denials denials;
  bool reported = false;
  for (const EventFact* fact : events) {
    const Origin& origin = origins.Of(*fact);
    // What an article denies it also reports when it names who told it; a denial by itself disputes nothing.
    reported = reported || fact->event().status() != v1::DENIED || (origin.cited && !origin.party);
    if (!origins.IsCopy(*fact)) denials.Add(*fact, origin);
  }
  return denials.standing() && reported;
}

}  // namespace

StatusStory TellStatus(const std::vector<const EventFact*>& events, const Origins& origins) {
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
    if (interruption != nullptr && Reopens(*fact, *interruption, furthest, origins)) interruption = nullptr;
    furthest = std::max(furthest, status);
  }
  story.status = interruption != nullptr ? interruption->event().status() : furthest;
  story.disputed = IsDisputed(events, origins);
  return story;
}

}  // namespace tearsheet
