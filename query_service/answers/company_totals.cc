#include "query_service/answers/company_totals.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/consolidation/names.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/values.h"
#include "query_service/graph/sums.h"

namespace tearsheet {
namespace {

constexpr int64_t kYear = 365;
// A deal is compared with this many that were told before it and as many after it.
constexpr size_t kMaxCompared = 100;
// Place of the currency in the key of a total.
constexpr size_t kCurrency = 3;
constexpr char kToldAs[] = "TOLD_AS";
constexpr char kStakeType[] = "STAKE";

int64_t DayOf(const google::protobuf::Timestamp& time) { return time.seconds() / (24 * 60 * 60); }

bool IsPoint(const Value& value) {
  return !value.approximate && value.interval.low && value.interval.low == value.interval.high;
}

// `part` is not more than `whole` can be.
bool FitsInto(const Value& part, const Value& whole) {
  if (part.unit != whole.unit) return false;
  return !part.interval.low || !whole.interval.high || *part.interval.low <= *whole.interval.high;
}

bool ShareArticle(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& uri) { return b.contains(uri); });
}

}  // namespace

absl::StatusOr<std::string> CompanyTotals::OwnerId(const std::string& entity_id) {
  const auto known = owners_.find(entity_id);
  if (known != owners_.end()) return known->second.entity_id();
  ASSIGN_OR_RETURN(const v1::Entity owner, owner_of_(entity_id));
  return owners_.emplace(entity_id, owner).first->second.entity_id();
}

absl::Status CompanyTotals::Add(const v1::Deal& deal) {
  const v1::EventType* type = ontology_.FindType(deal.type());
  if (type == nullptr || !type->has_flow()) return absl::OkStatus();
  const v1::Flow& flow = type->flow();
  const auto filled = [&](const std::string& role) {
    return std::any_of(deal.participants().begin(), deal.participants().end(),
                       [&](const auto& participant) { return participant.role() == role; });
  };
  const auto to = std::find_if(flow.to().begin(), flow.to().end(), filled);
  if (to == flow.to().end()) return absl::OkStatus();
  RETURN_IF_ERROR(AddRole(deal, flow.from(), {*to}));
  return *to == flow.from() ? absl::OkStatus() : AddRole(deal, *to, {flow.from()});
}

absl::Status CompanyTotals::AddRole(const v1::Deal& deal, const std::string& role,
                                    const std::set<std::string>& other_roles) {
  std::set<std::string> here;
  bool own = false;
  Entry entry;
  for (const auto& participant : deal.participants()) {
    const bool is_own = own_.contains(participant.entity_id());
    ASSIGN_OR_RETURN(const std::string owner, OwnerId(participant.entity_id()));
    if (participant.role() == role) {
      own = own || is_own;
      here.insert(is_own ? std::string() : owner);
    }
    if (other_roles.contains(participant.role()) && !is_own) entry.parties.insert(owner);
  }
  if (!own || entry.parties.empty()) return absl::OkStatus();
  entry.deal = deal.name();
  entry.type = deal.type();
  entry.role = role;
  entry.status = deal.status();
  entry.value = Span(deal.amount());
  entry.round = deal.round();
  // In a tie all parties have the same role.
  entry.joint = entry.parties.size() > 1 || (here.size() > 1 && !other_roles.contains(role));
  entry.articles.insert(deal.article_uris().begin(), deal.article_uris().end());
  for (const v1::DealLink& link : deal.links()) {
    if (link.relation() == kToldAs) entry.told_as.insert(link.deal());
  }
  entry.first_day = DayOf(deal.first_publish_time());
  entry.last_day = DayOf(deal.last_publish_time());
  for (const std::string& party : entry.parties) entries_[party].push_back(entry);
  return absl::OkStatus();
}

void CompanyTotals::LeaveOut(std::vector<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.first_day, a.deal) < std::tie(b.first_day, b.deal);
  });
  const auto leave = [](Entry& entry, v1::LeftOutReason reason, const Entry& instead) {
    entry.left_out = reason;
    entry.instead = instead.deal;
  };
  const auto counts = [](const Entry& entry) { return entry.left_out == v1::LEFT_OUT_REASON_UNSPECIFIED; };
  for (Entry& entry : entries) {
    if (!entry.value) entry.left_out = v1::LEFT_OUT_REASON_NO_SUM;
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    for (size_t j = i + 1; j < std::min(entries.size(), i + kMaxCompared); ++j) {
      Entry& a = entries[i];
      Entry& b = entries[j];
      if (b.first_day - a.last_day > kYear) continue;
      if (!counts(a) || !counts(b)) continue;
      if (a.type != b.type) {
        if (a.type == kStakeType && b.told_as.contains(a.deal)) leave(a, v1::LEFT_OUT_REASON_TOLD_AS, b);
        if (b.type == kStakeType && a.told_as.contains(b.deal)) leave(b, v1::LEFT_OUT_REASON_TOLD_AS, a);
        continue;
      }
      if (a.role != b.role) continue;
      const bool one_round = !a.round.empty() && !b.round.empty() && CanMeanTheSame(a.round, b.round);
      const bool other_round = !a.round.empty() && !b.round.empty() && !one_round;
      if (other_round || a.value->unit != b.value->unit) continue;
      if (a.joint != b.joint) {
        Entry& whole = a.joint ? a : b;
        Entry& part = a.joint ? b : a;
        if (FitsInto(*part.value, *whole.value)) leave(whole, v1::LEFT_OUT_REASON_WHOLE_OF, part);
      } else if (IsPoint(*a.value) && IsPoint(*b.value) && a.value->interval == b.value->interval) {
        // One article that tells both tells of two.
        if (a.parties != b.parties || ShareArticle(a.articles, b.articles)) continue;
        Entry& earlier_stage = ClaimRank(b.status) < ClaimRank(a.status) ? b : a;
        leave(earlier_stage, v1::LEFT_OUT_REASON_REPEATED, &earlier_stage == &a ? b : a);
      } else if (one_round && IsPoint(*a.value) && IsPoint(*b.value)) {
        Entry& part = *a.value->interval.high < *b.value->interval.high ? a : b;
        leave(part, v1::LEFT_OUT_REASON_PART_OF, &part == &a ? b : a);
      }
    }
  }
}

std::vector<v1::CounterpartyTotal> CompanyTotals::Take() {
  using Key = std::tuple<std::string, std::string, v1::StatusClass, std::string, std::string>;
  std::map<Key, v1::CounterpartyTotal> totals;
  std::map<Key, Value> sums;
  for (auto& [name, entries] : entries_) {
    const std::string& counterparty = name;
    LeaveOut(entries);
    const auto key_of = [&counterparty](const Entry& entry, const std::string& currency) {
      return Key{entry.type, entry.role, ClassOf(entry.status), currency, counterparty};
    };
    for (const Entry& entry : entries) {
      if (entry.left_out != v1::LEFT_OUT_REASON_UNSPECIFIED) continue;
      const Key key = key_of(entry, entry.value->unit);
      totals[key].add_deals(entry.deal);
      Value value = *entry.value;
      if (entry.joint) value.interval.low = Decimal();
      const auto [sum, first] = sums.try_emplace(key, value);
      if (!first) AddTo(sum->second, value);
    }
    for (const Entry& entry : entries) {
      if (entry.left_out == v1::LEFT_OUT_REASON_UNSPECIFIED) continue;
      v1::LeftOutDeal left_out;
      left_out.set_deal(entry.deal);
      left_out.set_reason(entry.left_out);
      left_out.set_instead(entry.instead);
      if (entry.value) {
        *totals[key_of(entry, entry.value->unit)].add_left_out() = std::move(left_out);
        continue;
      }
      // Without a sum it belongs to every currency of its kind.
      for (auto& [key, total] : totals) {
        if (key == key_of(entry, std::get<kCurrency>(key))) *total.add_left_out() = left_out;
      }
    }
  }
  std::map<std::string, const v1::Entity*> names;
  for (const auto& [unit, owner] : owners_) names[owner.entity_id()] = &owner;
  std::vector<v1::CounterpartyTotal> result;
  for (auto& [key, total] : totals) {
    const auto& [type, role, status_class, currency, counterparty] = key;
    *total.mutable_counterparty() = *names.at(counterparty);
    total.set_type(type);
    total.set_role(role);
    total.set_status_class(status_class);
    if (const auto sum = sums.find(key); sum != sums.end()) FromValue(sum->second, *total.mutable_total());
    std::sort(total.mutable_deals()->begin(), total.mutable_deals()->end());
    result.push_back(std::move(total));
  }
  return result;
}

}  // namespace tearsheet
