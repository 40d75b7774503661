#include "query_service/state/deal_update.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "query_service/consolidation/conflicts.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/state/former_names.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

std::string Serialize(const v1::Deal& deal) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  // Maps in order of their keys: equal deals, equal bytes.
  output.SetSerializationDeterministic(true);
  deal.SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

std::string IdOf(const v1::Deal& deal) { return std::string(absl::StripPrefix(deal.name(), "deals/")); }

std::vector<std::string> Partners(const EventFact& fact) {
  std::vector<std::string> partners(fact.bears().begin(), fact.bears().end());
  if (!fact.hangs_on().empty()) partners.push_back(fact.hangs_on());
  if (!fact.told_as().empty()) partners.push_back(fact.told_as());
  return partners;
}

// The companies of either.
std::vector<StoredDeal::Company> Union(const std::vector<StoredDeal::Company>& before,
                                       const std::vector<StoredDeal::Company>& after) {
  std::map<std::string, bool> all;  // entity -> only through a unit
  for (const auto* companies : {&before, &after}) {
    for (const StoredDeal::Company& company : *companies) {
      bool& through_unit = all.try_emplace(company.entity_id, true).first->second;
      through_unit = through_unit && company.through_unit;
    }
  }
  std::vector<StoredDeal::Company> result;
  result.reserve(all.size());
  for (const auto& [entity_id, through_unit] : all) result.push_back({entity_id, through_unit});
  return result;
}

}  // namespace

DealUpdate::DealUpdate(const Ontology& ontology, StateTransaction& transaction, BucketCache& buckets)
    : ontology_(ontology),
      transaction_(transaction),
      buckets_(buckets),
      consolidator_(
          ontology,
          {.bucket =
               [this](const std::string& bucket) { return buckets_.Get(transaction_.reader(), bucket); },
           .loose_of = [this](const std::string& bucket) { return transaction_.reader().LooseOf(bucket); },
           .whole_of = [this](const std::string& loose) { return transaction_.reader().WholeOf(loose); }}) {}

absl::Status DealUpdate::Compute(std::set<std::string> changed) {
  ASSIGN_OR_RETURN(const std::set<std::string> rejoined, Rejoined(changed));
  changed.insert(rejoined.begin(), rejoined.end());
  for (const std::string& bucket : changed) RETURN_IF_ERROR(ComputeBucket(bucket));
  ASSIGN_OR_RETURN(const std::set<std::string> linked, LinkedBuckets());
  for (const std::string& bucket : linked) RETURN_IF_ERROR(ComputeBucket(bucket));
  return absl::OkStatus();
}

const std::string* DealUpdate::NewDealOf(const std::string& event_id) const {
  const auto known = new_deal_of_.find(event_id);
  return known == new_deal_of_.end() ? nullptr : &known->second;
}

absl::StatusOr<std::set<std::string>> DealUpdate::Rejoined(const std::set<std::string>& changed) {
  std::set<std::string> rejoined;
  ASSIGN_OR_RETURN(const std::set<std::string> affected, consolidator_.AffectedLoose(changed));
  for (const std::string& key : affected) {
    ASSIGN_OR_RETURN(const std::vector<GroupPlace>* places, consolidator_.Joins(key));
    ASSIGN_OR_RETURN(EventBucket * loose, buckets_.Get(transaction_.reader(), key));
    for (size_t i = 0; i < places->size(); ++i) {
      EventMark& mark = loose->events()[i]->mark;
      if (!mark.joined) {
        ASSIGN_OR_RETURN(mark.joined, transaction_.reader().BucketOfDeal(mark.deal_id));
        if (mark.joined == key) mark.joined = "";
      }
      std::string now = (*places)[i].group < 0 ? "" : (*places)[i].bucket;
      if (*mark.joined == now) continue;
      // What it is not in, it makes in its own bucket.
      rejoined.insert(mark.joined->empty() ? key : *mark.joined);
      rejoined.insert(now.empty() ? key : now);
      mark.joined = std::move(now);
    }
  }
  return rejoined;
}

absl::Status DealUpdate::ComputeBucket(const std::string& bucket) {
  if (!computed_.insert(bucket).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto old, transaction_.reader().BucketDeals(bucket));
  for (auto& [id, bytes] : old) old_.emplace(id, Old{bucket, std::move(bytes)});
  ASSIGN_OR_RETURN(std::vector<ConsolidatedDeal> deals, consolidator_.Deals(bucket));
  for (ConsolidatedDeal& deal : deals) {
    const std::string id = IdOf(deal.deal);
    for (BucketEvent* event : deal.events) {
      if (event->mark.deal_id == id) continue;
      event->mark.deal_id = id;
      new_deal_of_[event->fact.event().event_id()] = id;
      changed_.push_back(event);
    }
    new_.emplace(id, New{bucket, std::move(deal)});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> DealUpdate::LinkedBuckets() {
  std::set<std::string> buckets;
  for (const BucketEvent* event : changed_) {
    for (const std::string& partner : Partners(event->fact)) {
      if (new_deal_of_.contains(partner)) continue;
      ASSIGN_OR_RETURN(const std::string deal_id, transaction_.reader().DealOfEvent(partner));
      ASSIGN_OR_RETURN(std::string bucket, transaction_.reader().BucketOfDeal(deal_id));
      if (!bucket.empty()) buckets.insert(std::move(bucket));
    }
  }
  return buckets;
}

absl::Status DealUpdate::WriteDeal(const std::string& id, New& entry, std::vector<StoredChange>& changes) {
  RETURN_IF_ERROR(AddLinks(entry.deal, [this](const std::string& event_id) -> absl::StatusOr<std::string> {
    const std::string* known = NewDealOf(event_id);
    if (known != nullptr) return *known;
    return transaction_.reader().DealOfEvent(event_id);
  }));
  StoredDeal deal = ToStoredDeal(entry.deal, entry.bucket);
  const auto old = old_.find(id);
  if (old != old_.end() && old->second.bucket == deal.bucket && old->second.bytes == deal.full)
    return absl::OkStatus();
  std::vector<StoredDeal::Company> before;
  if (old != old_.end()) {
    ASSIGN_OR_RETURN(before, transaction_.reader().CompaniesOfDeal(id));
  }
  RETURN_IF_ERROR(transaction_.PutDeal(deal));
  StoredChange& change = changes.emplace_back();
  if (old != old_.end()) change.old_deal = std::move(old->second.bytes);
  change.new_deal = std::move(deal.full);
  change.companies = Union(before, deal.companies);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> DealUpdate::Write(int64_t sequence, int64_t ingest_nanos) {
  for (BucketEvent* event : changed_) {
    // The others were written with their deal.
    if (!std::exchange(event->mark.stored, true)) continue;
    RETURN_IF_ERROR(transaction_.SetDealOfEvent(event->fact.event().event_id(), event->mark.extraction,
                                                event->mark.deal_id));
  }
  std::vector<StoredChange> changes;
  for (auto& [id, entry] : new_) RETURN_IF_ERROR(WriteDeal(id, entry, changes));
  for (auto& [id, old] : old_) {
    if (new_.contains(id)) continue;
    StoredChange& change = changes.emplace_back();
    ASSIGN_OR_RETURN(change.companies, transaction_.reader().CompaniesOfDeal(id));
    RETURN_IF_ERROR(transaction_.RemoveDeal(id));
    ASSIGN_OR_RETURN(change.merged_into, ResolveDealId(ontology_, transaction_.reader(), id));
    change.old_deal = std::move(old.bytes);
  }
  for (StoredChange& change : changes) {
    change.sequence = sequence;
    change.ingest_nanos = ingest_nanos;
    RETURN_IF_ERROR(transaction_.AddChange(change));
  }
  return static_cast<int64_t>(changes.size());
}

absl::Status AddLinks(
    ConsolidatedDeal& deal,
    const std::function<absl::StatusOr<std::string>(const std::string& event_id)>& deal_of) {
  std::set<std::pair<std::string, std::string>> links;
  const std::string own = IdOf(deal.deal);
  const auto add = [&](const char* relation, const std::string& event_id) -> absl::Status {
    if (event_id.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string other, deal_of(event_id));
    if (!other.empty() && other != own) links.emplace(relation, DealName(other));
    return absl::OkStatus();
  };
  for (const BucketEvent* event : deal.events) {
    const EventFact& fact = event->fact;
    RETURN_IF_ERROR(add("HANGS_ON", fact.hangs_on()));
    RETURN_IF_ERROR(add("TOLD_AS", fact.told_as()));
    for (const std::string& event_id : fact.bears()) RETURN_IF_ERROR(add("BEARS", event_id));
  }
  for (const auto& [relation, name] : links) {
    v1::DealLink& link = *deal.deal.add_links();
    link.set_relation(relation);
    link.set_deal(name);
  }
  return absl::OkStatus();
}

StoredDeal ToStoredDeal(const ConsolidatedDeal& consolidated, const std::string& bucket) {
  const v1::Deal& deal = consolidated.deal;
  StoredDeal stored;
  stored.deal_id = IdOf(deal);
  stored.bucket = bucket;
  stored.type = deal.type();
  stored.status = deal.status();
  stored.article_count = deal.article_count();
  stored.conflict = !ConflictsOf(deal).empty();
  stored.first_nanos = consolidated.events.front()->fact.publish_unix_nanos();
  stored.last_nanos = stored.first_nanos;
  std::map<std::string, bool> companies;  // entity -> only through a unit
  for (const BucketEvent* event : consolidated.events) {
    const EventFact& fact = event->fact;
    stored.first_nanos = std::min(stored.first_nanos, fact.publish_unix_nanos());
    stored.last_nanos = std::max(stored.last_nanos, fact.publish_unix_nanos());
    for (const auto& party : fact.parties()) {
      companies[party.entity_id()] = false;
      for (const std::string& above : party.above()) companies.try_emplace(above, true);
    }
  }
  for (const auto& [entity_id, through_unit] : companies)
    stored.companies.push_back({entity_id, through_unit});
  stored.full = Serialize(deal);
  stored.basic = Serialize(BasicView(deal));
  return stored;
}

}  // namespace tearsheet
