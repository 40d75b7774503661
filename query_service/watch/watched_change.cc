#include "query_service/watch/watched_change.h"

#include <utility>

#include "query_service/answers/deal_change.h"

namespace tearsheet {

absl::StatusOr<std::shared_ptr<const WatchedChange>> WatchedChange::Make(StoredChange change,
                                                                         std::string traceparent) {
  v1::Deal deal;
  if (!deal.ParseFromString(change.new_deal.empty() ? change.old_deal : change.new_deal))
    return absl::DataLossError("a stored change cannot be read");
  ChangeSubject subject{
      .type = deal.type(), .status = deal.status(), .companies = std::move(change.companies)};
  return std::shared_ptr<const WatchedChange>(
      new WatchedChange(std::move(change), std::move(subject), std::move(traceparent)));
}

WatchedChange::WatchedChange(StoredChange change, ChangeSubject subject, std::string traceparent)
    : change_(std::move(change)), subject_(std::move(subject)), traceparent_(std::move(traceparent)) {}

const absl::StatusOr<std::string>& WatchedChange::message() const {
  std::call_once(once_, [this] {
    absl::StatusOr<v1::DealChange> told = ToDealChange(change_);
    if (!told.ok()) {
      message_ = told.status();
      return;
    }
    told->set_traceparent(traceparent_);
    message_ = told->SerializeAsString();
  });
  return message_;
}

size_t WatchedChange::bytes() const {
  // The message holds the new deal, and of both what differs.
  return sizeof(*this) + 2 * (change_.old_deal.size() + change_.new_deal.size());
}

}  // namespace tearsheet
