#include "query_service/consolidation/link_tally.h"

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr std::string_view kHangsOn = "HANGS_ON";
constexpr std::string_view kToldAs = "TOLD_AS";
constexpr std::string_view kBears = "BEARS";

void ForEachPartner(const state::v1::EventFact& fact, auto take) {
  if (!fact.hangs_on().empty()) take(kHangsOn, fact.hangs_on());
  if (!fact.told_as().empty()) take(kToldAs, fact.told_as());
  for (const std::string& event_id : fact.bears()) take(kBears, event_id);
}

}  // namespace

void LinkTally::Add(const state::v1::EventFact& fact) {
  ForEachPartner(fact, [this](std::string_view relation, const std::string& event_id) {
    const Partner partner(relation, event_id);
    if (++partners_[partner].count == 1) unknown_.insert(partner);
  });
}

void LinkTally::Remove(const state::v1::EventFact& fact) {
  ForEachPartner(fact, [this](std::string_view relation, const std::string& event_id) {
    const auto partner = partners_.find(Partner(relation, event_id));
    if (--partner->second.count > 0) return;
    if (partner->second.deal_id) {
      links_.Remove(Link(relation, *partner->second.deal_id));
    } else {
      unknown_.erase(partner->first);
    }
    partners_.erase(partner);
  });
}

void LinkTally::Forget(const std::string& event_id) {
  for (const std::string_view relation : {kHangsOn, kToldAs, kBears}) {
    const auto partner = partners_.find(Partner(relation, event_id));
    if (partner == partners_.end() || !partner->second.deal_id) continue;
    links_.Remove(Link(relation, *partner->second.deal_id));
    partner->second.deal_id.reset();
    unknown_.insert(partner->first);
  }
}

absl::Status LinkTally::Fill(const std::string& own_id, const DealOfEvent& deal_of, v1::Deal& deal) {
  while (!unknown_.empty()) {
    const Partner partner = *unknown_.begin();
    ASSIGN_OR_RETURN(std::string deal_id, deal_of(partner.second));
    links_.Add(Link(partner.first, deal_id));
    partners_.at(partner).deal_id = std::move(deal_id);
    unknown_.erase(unknown_.begin());
  }
  for (const auto& [link, count] : links_) {
    if (link.second.empty() || link.second == own_id) continue;
    v1::DealLink& added = *deal.add_links();
    added.set_relation(std::string(link.first));
    added.set_deal(absl::StrCat("deals/", link.second));
  }
  return absl::OkStatus();
}

}  // namespace tearsheet
