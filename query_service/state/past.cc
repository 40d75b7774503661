#include "query_service/state/past.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/consolidation/explanation.h"
#include "query_service/state/deal_update.h"
#include "query_service/state/former_names.h"

namespace tearsheet {
namespace {

constexpr int kMaxBuckets = 20'000;

absl::Status TooMuch() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "PAST_TOO_LARGE",
                      absl::StrCat("a question about the past may read ", kMaxEventsOfPast, " events or ",
                                   kMaxBuckets, " groups of them; ask for one deal, or narrow it by company"))
      .Build();
}

bool Matches(const StoredDeal& deal, const DealQuery& query) {
  const auto among = [](const auto& values, const auto& value) {
    return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
  };
  if (!query.entity_id.empty()) {
    const bool named =
        std::any_of(deal.companies.begin(), deal.companies.end(), [&](const StoredDeal::Company& company) {
          return company.entity_id == query.entity_id && (query.include_units || !company.through_unit);
        });
    if (!named) return false;
  }
  if (query.conflicts_only && !deal.conflict) return false;
  if (query.start_nanos && deal.last_nanos < *query.start_nanos) return false;
  if (query.end_nanos && deal.first_nanos >= *query.end_nanos) return false;
  return among(query.types, deal.type) && among(query.statuses, deal.status);
}

}  // namespace

PastState::PastState(const Ontology& ontology, StateReader& reader, const AsOf& as_of)
    : ontology_(ontology),
      reader_(reader),
      as_of_(as_of),
      consolidator_({.bucket = [this](const std::string& bucket) { return VisibleEvents(bucket); },
                     .loose_of = [this](const std::string& bucket) { return reader_.LooseOf(bucket); },
                     .whole_of = [this](const std::string& loose) { return reader_.WholeOf(loose); }}) {}

absl::StatusOr<bool> PastState::IsVisible(const StoredEvent& event) {
  auto known = visible_.find(event.fact.uri());
  if (known == visible_.end()) {
    ASSIGN_OR_RETURN(const UriHistory history, reader_.History(event.fact.uri()));
    known = visible_.emplace(event.fact.uri(), Visible(history, as_of_)).first;
  }
  return known->second == VisibleExtraction{event.fact.article_id(), event.extraction};
}

absl::StatusOr<EventBucket*> PastState::VisibleEvents(const std::string& bucket) {
  if (const auto known = buckets_.find(bucket); known != buckets_.end()) return known->second.get();
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader_.BucketEvents(bucket, /*current_only=*/false));
  events_read_ += static_cast<int64_t>(events.size());
  if (events_read_ > kMaxEventsOfPast) return TooMuch();
  auto visible_events = std::make_unique<EventBucket>(ontology_);
  for (StoredEvent& event : events) {
    ASSIGN_OR_RETURN(const bool visible, IsVisible(event));
    if (visible) visible_events->Add(std::move(event.fact), {event.extraction, {}, true, {}});
  }
  return buckets_.emplace(bucket, std::move(visible_events)).first->second.get();
}

absl::StatusOr<StoredEvent> PastState::Whole(const BucketEvent& event, const std::string& deal_id) {
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader_.UriEvents(event.fact.uri()));
  for (StoredEvent& stored : events) {
    if (stored.fact.event().event_id() != event.fact.event().event_id() ||
        stored.extraction != event.mark.extraction)
      continue;
    stored.current = true;
    stored.deal_id = deal_id;
    return std::move(stored);
  }
  return absl::DataLossError("the store has lost an event; delete the store: it is rebuilt from the log");
}

absl::StatusOr<std::vector<ConsolidatedDeal>*> PastState::Deals(const std::string& bucket) {
  const auto known = deals_.find(bucket);
  if (known != deals_.end()) return &known->second;
  ASSIGN_OR_RETURN(std::vector<ConsolidatedDeal> deals, consolidator_.Deals(bucket));
  return &deals_.emplace(bucket, std::move(deals)).first->second;
}

absl::StatusOr<std::optional<PastState::Place>> PastState::Find(const std::string& event_id) {
  ASSIGN_OR_RETURN(const auto event, reader_.Event(event_id));
  if (!event || event->fact.bucket().empty()) return std::nullopt;
  std::vector<std::string> buckets = {event->fact.bucket()};
  if (IsLoose(event->fact.bucket())) {
    ASSIGN_OR_RETURN(const std::vector<std::string> joined, reader_.WholeOf(event->fact.bucket()));
    buckets.insert(buckets.end(), joined.begin(), joined.end());
  }
  for (const std::string& bucket : buckets) {
    ASSIGN_OR_RETURN(const std::vector<ConsolidatedDeal>* deals, Deals(bucket));
    for (size_t i = 0; i < deals->size(); ++i) {
      for (const BucketEvent* event : (*deals)[i].events) {
        if (event->fact.event().event_id() == event_id) return Place{bucket, i};
      }
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::string> PastState::DealOfEvent(const std::string& event_id) {
  ASSIGN_OR_RETURN(const auto place, Find(event_id));
  if (!place) return std::string();
  return std::string(absl::StripPrefix(deals_.at(place->bucket)[place->index].deal.name(), "deals/"));
}

absl::StatusOr<std::optional<PastState::Place>> PastState::Resolve(const std::string& deal_id) {
  ASSIGN_OR_RETURN(const std::optional<Place> place, Find(deal_id));
  if (place) return place;
  ASSIGN_OR_RETURN(const auto gone, reader_.Event(deal_id));
  if (!gone) return std::nullopt;
  const CountingEvents counting{
      .of_uri = [this](const std::string& uri) { return VisibleOfUri(uri); },
      .of_bucket = [this](const std::string& bucket) -> absl::StatusOr<std::vector<state::v1::EventFact>> {
        ASSIGN_OR_RETURN(const EventBucket* events, VisibleEvents(bucket));
        std::vector<state::v1::EventFact> facts;
        for (const auto& event : events->events()) facts.push_back(event->fact);
        return facts;
      },
      .whole_of = [this](const std::string& loose) { return reader_.WholeOf(loose); }};
  ASSIGN_OR_RETURN(const std::vector<state::v1::EventFact> withdrawn, WithSiblings(reader_, *gone));
  ASSIGN_OR_RETURN(const std::string successor, Successor(ontology_, counting, withdrawn));
  if (successor.empty()) return std::nullopt;
  return Find(successor);
}

absl::StatusOr<std::vector<state::v1::EventFact>> PastState::VisibleOfUri(const std::string& uri) {
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader_.UriEvents(uri));
  std::vector<state::v1::EventFact> facts;
  for (StoredEvent& event : events) {
    ASSIGN_OR_RETURN(const bool visible, IsVisible(event));
    if (visible) facts.push_back(std::move(event.fact));
  }
  return facts;
}

absl::StatusOr<std::optional<v1::Deal>> PastState::Deal(const std::string& deal_id) {
  ASSIGN_OR_RETURN(const std::optional<Place> place, Resolve(deal_id));
  if (!place) return std::nullopt;
  const ConsolidatedDeal& found = deals_.at(place->bucket)[place->index];
  v1::Deal deal = found.deal;
  RETURN_IF_ERROR(AddLinks(
      found.events, [this](const std::string& id) { return DealOfEvent(id); }, deal));
  return deal;
}

absl::StatusOr<std::optional<v1::DealExplanation>> PastState::Explain(const std::string& deal_id) {
  ASSIGN_OR_RETURN(const std::optional<Place> place, Resolve(deal_id));
  if (!place) return std::nullopt;
  std::vector<std::string> buckets;
  if (IsLoose(place->bucket)) {
    ASSIGN_OR_RETURN(buckets, reader_.WholeOf(place->bucket));
  } else {
    ASSIGN_OR_RETURN(buckets, reader_.LooseOf(place->bucket));
  }
  buckets.push_back(place->bucket);
  DealEvents explained;
  std::vector<DealEvents> others;
  for (const std::string& bucket : std::set<std::string>(buckets.begin(), buckets.end())) {
    ASSIGN_OR_RETURN(const std::vector<ConsolidatedDeal>* deals, Deals(bucket));
    for (size_t i = 0; i < deals->size(); ++i) {
      const bool own = bucket == place->bucket && i == place->index;
      DealEvents& deal = own ? explained : others.emplace_back();
      deal.name = (*deals)[i].deal.name();
      for (const BucketEvent* event : (*deals)[i].events) deal.events.push_back(&event->fact);
    }
  }
  return tearsheet::Explain(ontology_, explained, others);
}

absl::StatusOr<DealPage> PastState::ListDeals(const DealQuery& query) {
  ASSIGN_OR_RETURN(const std::vector<std::string> named, reader_.BucketsOf(query.entity_id, kMaxBuckets + 1));
  if (named.size() > kMaxBuckets) return TooMuch();
  std::set<std::string> buckets(named.begin(), named.end());
  for (const std::string& bucket : named) {
    if (!IsLoose(bucket)) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> joined, reader_.WholeOf(bucket));
    buckets.insert(joined.begin(), joined.end());
  }
  struct Entry {
    ListPlace place;
    Place deal;
  };
  const auto key = [](const ListPlace& place) { return std::tie(place.key, place.id); };
  std::vector<Entry> entries;
  for (const std::string& bucket : buckets) {
    ASSIGN_OR_RETURN(const std::vector<ConsolidatedDeal>* deals, Deals(bucket));
    for (size_t i = 0; i < deals->size(); ++i) {
      const StoredDeal stored = ToStoredDeal((*deals)[i].deal, (*deals)[i].companies, bucket);
      if (!Matches(stored, query)) continue;
      ListPlace place{query.by_articles ? stored.article_count : stored.last_nanos, stored.deal_id};
      if (!query.after || key(place) < key(*query.after)) entries.push_back({std::move(place), {bucket, i}});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [&](const Entry& a, const Entry& b) { return key(b.place) < key(a.place); });
  DealPage page;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (static_cast<int>(i) == query.limit) {
      page.next = entries[i - 1].place;
      break;
    }
    const std::string& bucket = entries[i].deal.bucket;
    const ConsolidatedDeal& found = deals_.at(bucket)[entries[i].deal.index];
    v1::Deal deal = found.deal;
    const bool full = query.view == v1::DEAL_VIEW_FULL;
    if (full)
      RETURN_IF_ERROR(AddLinks(
          found.events, [this](const std::string& id) { return DealOfEvent(id); }, deal));
    const StoredDeal stored = ToStoredDeal(deal, found.companies, bucket);
    page.deals.push_back(full ? stored.full : stored.basic);
  }
  return page;
}

absl::StatusOr<EventPage> PastState::ListEvents(const EventQuery& query) {
  EventQuery all = query;
  all.all_versions = true;
  all.limit = 1000;
  // Which deal an event belonged to then is not what the store has; such a question reads the deal.
  if (!query.deal_id.empty()) {
    ASSIGN_OR_RETURN(const std::optional<Place> place, Find(query.deal_id));
    if (!place) return EventPage();
    EventPage page;
    const ConsolidatedDeal& deal = deals_.at(place->bucket)[place->index];
    std::vector<std::tuple<int64_t, std::string>> order;
    for (const BucketEvent* event : deal.events)
      order.emplace_back(event->fact.publish_unix_nanos(), event->fact.event().event_id());
    std::sort(order.begin(), order.end());
    const std::string deal_id(absl::StripPrefix(deal.deal.name(), "deals/"));
    for (const auto& [publish, event_id] : order) {
      if (query.after && std::tie(publish, event_id) <= std::tie(query.after->key, query.after->id)) continue;
      if (static_cast<int>(page.events.size()) == query.limit) {
        const auto& last = page.events.back().fact;
        page.next = ListPlace{last.publish_unix_nanos(), last.event().event_id()};
        break;
      }
      for (const BucketEvent* event : deal.events) {
        if (event->fact.event().event_id() != event_id) continue;
        const bool wanted = query.types.empty() || std::find(query.types.begin(), query.types.end(),
                                                             event->fact.event().type()) != query.types.end();
        if (!wanted) continue;
        ASSIGN_OR_RETURN(StoredEvent whole, Whole(*event, deal_id));
        page.events.push_back(std::move(whole));
      }
    }
    return page;
  }
  EventPage page;
  while (true) {
    ASSIGN_OR_RETURN(EventPage read, reader_.ListEvents(all));
    events_read_ += static_cast<int64_t>(read.events.size());
    if (events_read_ > kMaxEventsOfPast) return TooMuch();
    for (StoredEvent& event : read.events) {
      ASSIGN_OR_RETURN(const bool visible, IsVisible(event));
      if (!visible) continue;
      if (static_cast<int>(page.events.size()) == query.limit) {
        const StoredEvent& last = page.events.back();
        page.next = ListPlace{last.fact.publish_unix_nanos(), last.fact.event().event_id(), last.extraction};
        return page;
      }
      ASSIGN_OR_RETURN(event.deal_id, DealOfEvent(event.fact.event().event_id()));
      event.current = true;
      page.events.push_back(std::move(event));
    }
    if (!read.next) return page;
    all.after = read.next;
  }
}

}  // namespace tearsheet
