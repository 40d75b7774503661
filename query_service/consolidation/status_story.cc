#include "query_service/consolidation/status_story.h"

#include <algorithm>

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

}  // namespace

bool StatusTeller::Reopens(const Told& told, const Told& interruption, v1::Status furthest) {
  if (told.origin->said_unix_nanos <= interruption.fact->publish_unix_nanos()) return false;
  const bool denial = interruption.fact->event().status() == v1::DENIED;
  // Who reported the end may not undo it by telling the old story again; a party may think better of its
  // denial.
  if (told.origin->key == interruption.origin->key && !(denial && told.origin->party)) return false;
  const v1::Status status = told.fact->event().status();
  if (denial) return status >= v1::CONSIDERING;
  return status > furthest || HappensAfter(*told.fact, *interruption.fact);
}

void StatusTeller::Deny(const std::string& key) {
  if (denials_.insert(key).second) denial_steps_.push_back({key, true});
}

void StatusTeller::TakeBack(const std::string& key) {
  if (denials_.erase(key) > 0) denial_steps_.push_back({key, false});
}

void StatusTeller::AddDenials(const EventFact& fact, const Origin& origin) {
  const v1::Status status = fact.event().status();
  for (const std::string& name : fact.confirmed_by()) TakeBack(NameKey(name));
  if (origin.party && fact.denied_by().empty() && !Interrupts(status)) {
    // A party that signs has settled the dispute for all.
    while (IsSigned(status) && !denials_.empty()) TakeBack(std::string(*denials_.begin()));
    if (status >= v1::CONSIDERING) TakeBack(origin.key);
  }
  if (status == v1::DENIED) Deny(origin.key);
  for (const std::string& name : fact.denied_by()) Deny(NameKey(name));
}

void StatusTeller::Push(const EventFact& fact, const Origin& origin, bool is_copy) {
  Step step;
  if (!steps_.empty()) {
    step.furthest = steps_.back().furthest;
    step.interruption = steps_.back().interruption;
  }
  step.denial_steps = denial_steps_.size();
  const v1::Status status = fact.event().status();
  // What an article denies it also reports when it names who told it; a denial by itself disputes nothing.
  step.reports = status != v1::DENIED || (origin.cited && !origin.party);
  if (step.reports) ++reported_;
  if (!is_copy) AddDenials(fact, origin);
  if (status != v1::STATUS_UNSPECIFIED) {
    const Told told{&fact, &origin};
    step.first = std::none_of(history_.begin(), history_.end(), [status](const EventFact* earlier) {
      return earlier->event().status() == status;
    });
    if (step.first) history_.push_back(&fact);
    if (Interrupts(status)) {
      step.interruption = told;
    } else {
      if (step.interruption.fact != nullptr && Reopens(told, step.interruption, step.furthest))
        step.interruption = {};
      step.furthest = std::max(step.furthest, status);
    }
  }
  steps_.push_back(step);
}

void StatusTeller::Pop() {
  const Step& step = steps_.back();
  if (step.first) history_.pop_back();
  if (step.reports) --reported_;
  while (denial_steps_.size() > step.denial_steps) {
    const DenialStep& last = denial_steps_.back();
    if (last.added) {
      denials_.erase(last.key);
    } else {
      denials_.insert(last.key);
    }
    denial_steps_.pop_back();
  }
  steps_.pop_back();
}

StatusStory StatusTeller::Tell() const {
  StatusStory story;
  if (steps_.empty()) return story;
  const Step& last = steps_.back();
  story.status = last.interruption.fact != nullptr ? last.interruption.fact->event().status() : last.furthest;
  story.disputed = !denials_.empty() && reported_ > 0;
  story.history = history_;
  return story;
}

StatusStory TellStatus(const std::vector<const EventFact*>& events, const Origins& origins) {
  StatusTeller teller;
  for (const EventFact* fact : events) teller.Push(*fact, origins.Of(*fact), origins.IsCopy(*fact));
  return teller.Tell();
}

}  // namespace tearsheet
