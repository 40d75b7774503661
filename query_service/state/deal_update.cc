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

int64_t NanosOf(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1'000'000'000 + time.nanos();
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
          {.bucket =
               [this](const std::string& bucket) { return buckets_.Get(transaction_.reader(), bucket); },
           .loose_of = [this](const std::string& bucket) { return transaction_.reader().LooseOf(bucket); },
           .whole_of = [this](const std::string& loose) { return transaction_.reader().WholeOf(loose); }}) {}

absl::Status DealUpdate::Compute(std::set<std::string> changed) {
  ASSIGN_OR_RETURN(const std::set<std::string> rejoined, Rejoined(changed));
  changed.insert(rejoined.begin(), rejoined.end());
  for (const std::string& bucket : changed) RETURN_IF_ERROR(ComputeBucket(bucket));
  return UpdateLinks();
}

const std::string* DealUpdate::NewDealOf(const std::string& event_id) const {
  const auto known = new_deal_of_.find(event_id);
  return known == new_deal_of_.end() ? nullptr : &known->second;
}

absl::StatusOr<std::set<std::string>> DealUpdate::Rejoined(const std::set<std::string>& changed) {
  std::set<std::string> rejoined;
  ASSIGN_OR_RETURN(const std::set<std::string> affected, consolidator_.AffectedLoose(changed));
  for (const std::string& key : affected) {
    ASSIGN_OR_RETURN(const std::vector<Joined>* joins, consolidator_.Joins(key));
    ASSIGN_OR_RETURN(EventBucket * loose, buckets_.Get(transaction_.reader(), key));
    for (size_t i = 0; i < joins->size(); ++i) {
      EventMark& mark = loose->events()[i]->mark;
      if (!mark.joined) {
        ASSIGN_OR_RETURN(mark.joined, transaction_.reader().BucketOfDeal(mark.deal_id));
        if (mark.joined == key) mark.joined = "";
      }
      const std::string& now = (*joins)[i].bucket;
      if (*mark.joined == now) continue;
      // What it is not in, it makes in its own bucket.
      const std::string& before = mark.joined->empty() ? key : *mark.joined;
      rejoined.insert(before);
      rejoined.insert(now.empty() ? key : now);
      ASSIGN_OR_RETURN(EventBucket * left, buckets_.Get(transaction_.reader(), before));
      left->NoteLeft(mark.deal_id);
      mark.joined = now;
    }
  }
  return rejoined;
}

void DealUpdate::AddNew(const std::string& bucket, LiveDeal& deal) {
  new_[deal.id()] = {bucket, &deal};
  old_.insert(deal.id());
}

absl::Status DealUpdate::ComputeBucket(const std::string& key) {
  if (!computed_.insert(key).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(EventBucket * bucket, consolidator_.Settle(key));
  const std::vector<LiveDeal*> deals = bucket->Deals();
  // Deals in the state that are not as they were.
  std::set<std::string> left = bucket->TakeLeft();
  for (LiveDeal* deal : deals) {
    if (!deal->settled_id().empty() && deal->settled_id() != deal->id()) left.insert(deal->settled_id());
    for (const BucketEvent* event : deal->inserted()) {
      if (!event->mark.deal_id.empty() && event->mark.deal_id != deal->id()) left.insert(event->mark.deal_id);
    }
  }
  old_.insert(left.begin(), left.end());
  for (LiveDeal* deal : deals) {
    const std::string& id = deal->id();
    const bool renamed = !deal->settled_id().empty() && deal->settled_id() != id;
    bool differs = renamed || deal->lost_events() || left.contains(id);
    for (BucketEvent* event : renamed ? deal->events() : deal->inserted()) {
      if (event->mark.deal_id == id) continue;
      differs = true;
      event->mark.deal_id = id;
      new_deal_of_[event->fact.event().event_id()] = id;
      changed_.push_back(event);
    }
    deal->Settled();
    if (differs) AddNew(key, *deal);
  }
  return absl::OkStatus();
}

absl::Status DealUpdate::UpdateLinks() {
  // Computing a bucket may add to them.
  for (size_t i = 0; i < changed_.size(); ++i) {
    const BucketEvent* event = changed_[i];
    const std::string& event_id = event->fact.event().event_id();
    for (const std::string& partner : Partners(event->fact)) {
      std::string deal_id;
      std::string bucket;
      if (const std::string* known = NewDealOf(partner)) {
        deal_id = *known;
        bucket = new_.at(deal_id).bucket;
      } else {
        ASSIGN_OR_RETURN(deal_id, transaction_.reader().DealOfEvent(partner));
        ASSIGN_OR_RETURN(bucket, transaction_.reader().BucketOfDeal(deal_id));
        if (bucket.empty()) continue;
        RETURN_IF_ERROR(ComputeBucket(bucket));
      }
      if (const auto known = new_.find(deal_id); known != new_.end()) {
        known->second.deal->links().Forget(event_id);
        continue;
      }
      ASSIGN_OR_RETURN(EventBucket * lies_in, buckets_.Get(transaction_.reader(), bucket));
      for (LiveDeal* deal : lies_in->Deals()) {
        if (deal->id() != deal_id) continue;
        deal->links().Forget(event_id);
        AddNew(bucket, *deal);
        break;
      }
    }
  }
  return absl::OkStatus();
}

absl::Status DealUpdate::WriteDeal(const std::string& id, const New& entry, const FullDeal* old,
                                   std::vector<StoredChange>& changes) {
  const auto deal_of = [this](const std::string& event_id) -> absl::StatusOr<std::string> {
    const std::string* known = NewDealOf(event_id);
    if (known != nullptr) return *known;
    return transaction_.reader().DealOfEvent(event_id);
  };
  v1::Deal built = entry.deal->Build();
  RETURN_IF_ERROR(entry.deal->links().Fill(id, deal_of, built));
  StoredDeal deal = ToStoredDeal(std::move(built), entry.deal->companies(), entry.bucket);
  if (old != nullptr && old->bytes == deal.full) return absl::OkStatus();
  RETURN_IF_ERROR(transaction_.PutDeal(deal));
  StoredChange& change = changes.emplace_back();
  if (old != nullptr) change.old_deal = old->bytes;
  change.new_deal = std::move(deal.full);
  change.companies =
      Union(old == nullptr ? std::vector<StoredDeal::Company>() : old->companies, deal.companies);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> DealUpdate::Write(int64_t sequence, int64_t ingest_nanos) {
  for (BucketEvent* event : changed_) {
    // The others were written with their deal.
    if (!std::exchange(event->mark.stored, true)) continue;
    RETURN_IF_ERROR(transaction_.SetDealOfEvent(event->fact.event().event_id(), event->mark.extraction,
                                                event->mark.deal_id));
  }
  ASSIGN_OR_RETURN(auto stored, transaction_.reader().FullDeals(old_));
  std::vector<StoredChange> changes;
  for (const auto& [id, entry] : new_) {
    const auto old = stored.find(id);
    RETURN_IF_ERROR(WriteDeal(id, entry, old == stored.end() ? nullptr : &old->second, changes));
  }
  for (auto& [id, old] : stored) {
    if (new_.contains(id)) continue;
    StoredChange& change = changes.emplace_back();
    change.companies = std::move(old.companies);
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

absl::Status AddLinks(const std::vector<BucketEvent*>& events, const DealOfEvent& deal_of, v1::Deal& deal) {
  LinkTally links;
  for (const BucketEvent* event : events) links.Add(event->fact);
  return links.Fill(IdOf(deal), deal_of, deal);
}

StoredDeal ToStoredDeal(v1::Deal deal, const std::vector<DealCompany>& companies, const std::string& bucket) {
  StoredDeal stored;
  stored.deal_id = IdOf(deal);
  stored.bucket = bucket;
  stored.type = deal.type();
  stored.status = deal.status();
  stored.article_count = deal.article_count();
  stored.conflict = !ConflictsOf(deal).empty();
  stored.first_nanos = NanosOf(deal.first_publish_time());
  stored.last_nanos = NanosOf(deal.last_publish_time());
  for (const DealCompany& company : companies)
    stored.companies.push_back({std::string(company.entity_id), company.through_unit});
  stored.full = Serialize(deal);
  stored.basic = Serialize(BasicView(std::move(deal)));
  return stored;
}

}  // namespace tearsheet
