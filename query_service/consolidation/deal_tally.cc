#include "query_service/consolidation/deal_tally.h"

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "query_service/consolidation/list_limits.h"

namespace tearsheet {

using state::v1::EventFact;

void DealTally::Push(const EventFact& fact) {
  if (told_.empty()) {
    type_ = ontology_.FindType(fact.event().type());
    if (type_ != nullptr) slots_.emplace(ontology_, *type_);
  }
  told_.push_back(&fact);
  const Origin& origin = origins_.Push(fact);
  status_.Push(fact, origin, origins_.IsCopy(fact));
  ++certainties_[fact.event().certainty()];
  sources_.Push(fact, origin);
  parties_.Push(fact);
  if (slots_) slots_->Push(fact, origin);
}

void DealTally::Pop() {
  const EventFact& fact = *told_.back();
  if (slots_) slots_->Pop();
  parties_.Pop();
  sources_.Pop();
  const auto certainty = certainties_.find(fact.event().certainty());
  if (--certainty->second == 0) certainties_.erase(certainty);
  status_.Pop();
  // Last, since the others borrow the origin.
  origins_.Pop();
  told_.pop_back();
}

v1::Deal DealTally::ToDeal() const {
  v1::Deal deal;
  deal.set_type(told_.front()->event().type());
  const StatusStory story = status_.Tell();
  deal.set_status(story.status);
  deal.set_disputed(story.disputed);
  for (const EventFact* fact : story.history) {
    auto& change = *deal.add_status_history();
    change.set_status(fact->event().status());
    *change.mutable_time() = TimeToProto(absl::FromUnixNanos(fact->publish_unix_nanos()));
    change.set_article_uri(fact->uri());
    change.set_event(absl::StrCat("events/", fact->event().event_id()));
  }
  // The most certain one that is told.
  const auto certainty = certainties_.upper_bound(v1::CERTAINTY_UNSPECIFIED);
  if (certainty != certainties_.end()) deal.set_certainty(certainty->first);
  const ListLimits limits = LimitsFor(sources_.articles());
  sources_.Fill(origins_, limits, deal);
  if (type_ == nullptr) return deal;
  parties_.Fill(*type_, deal);
  slots_->Fill(limits, deal);
  return deal;
}

}  // namespace tearsheet
