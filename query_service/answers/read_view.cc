#include "query_service/answers/read_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/errors.h"
#include "query_service/state/former_names.h"

namespace tearsheet {
namespace {

// Times beyond what 64 bits of nanoseconds reach are those bounds.
absl::StatusOr<int64_t> ReadTime(const google::protobuf::Timestamp& timestamp, const char* field) {
  const auto time = TimeFromProto(timestamp);
  if (!time.ok()) return InvalidField(field, std::string(time.status().message()));
  return absl::ToInt64Nanoseconds(*time - absl::UnixEpoch());
}

// Leaves those that are `better`, if there are any.
template <typename Predicate>
void Prefer(std::vector<v1::Entity>& entities, Predicate better) {
  if (std::any_of(entities.begin(), entities.end(), better))
    std::erase_if(entities, [&](const v1::Entity& entity) { return !better(entity); });
}

}  // namespace

absl::StatusOr<AsOf> ReadAsOf(const v1::ReadPoint& point) {
  if (point.min_sequence() < 0) return InvalidField("read_point.min_sequence", "it must be 0 or more");
  AsOf as_of;
  if (point.has_publish_time()) {
    ASSIGN_OR_RETURN(as_of.publish_nanos, ReadTime(point.publish_time(), "read_point.publish_time"));
  } else if (point.has_ingest_time()) {
    ASSIGN_OR_RETURN(as_of.ingest_nanos, ReadTime(point.ingest_time(), "read_point.ingest_time"));
  }
  return as_of;
}

absl::StatusOr<std::unique_ptr<ReadView>> ReadView::Open(const Ontology& ontology, StateStore& store,
                                                         const AsOf& as_of, const ReadLimits& limits) {
  ASSIGN_OR_RETURN(std::unique_ptr<StateReader> reader, store.Snapshot(limits));
  std::unique_ptr<ReadView> view(new ReadView(ontology, store, std::move(reader), as_of));
  ASSIGN_OR_RETURN(view->sequence_, view->reader_->Sequence());
  return view;
}

absl::StatusOr<std::optional<std::string>> ReadView::Deal(const std::string& deal_id, v1::DealView view) {
  if (!as_of_.present()) {
    ASSIGN_OR_RETURN(const std::optional<v1::Deal> deal, past_.Deal(deal_id));
    if (!deal) return std::nullopt;
    return view == v1::DEAL_VIEW_BASIC ? BasicView(*deal).SerializeAsString() : deal->SerializeAsString();
  }
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, reader_->Deal(deal_id, view));
  // Under the name of the deal itself only: a former name may come to mean another deal.
  if (bytes) {
    store_.KeepDeal(deal_id, view, *bytes, sequence_);
    return bytes;
  }
  ASSIGN_OR_RETURN(const std::string now, ResolveDealId(ontology_, *reader_, deal_id));
  if (now.empty()) return std::nullopt;
  return reader_->Deal(now, view);
}

absl::StatusOr<DealPage> ReadView::ListDeals(const DealQuery& query) {
  return as_of_.present() ? reader_->ListDeals(query) : past_.ListDeals(query);
}

absl::StatusOr<EventPage> ReadView::ListEvents(const EventQuery& query) {
  return as_of_.present() ? reader_->ListEvents(query) : past_.ListEvents(query);
}

absl::StatusOr<std::string> ReadView::DealOfEvent(const StoredEvent& event) {
  if (as_of_.present()) return event.deal_id;
  return past_.DealOfEvent(event.fact.event().event_id());
}

absl::StatusOr<v1::Entity> ReadView::FindCompany(const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> by_id, reader_->EntityById(name));
  if (by_id) return *std::move(by_id);
  // A product, person or place of the same name is not meant when an organisation has it; nor is what only
  // the text names when the catalogue knows it.
  ASSIGN_OR_RETURN(std::vector<v1::Entity> found, reader_->FindEntities(name));
  Prefer(found, [](const v1::Entity& entity) {
    return entity.kind() == v1::ENTITY_KIND_ORGANISATION || entity.kind() == v1::ENTITY_KIND_UNSPECIFIED;
  });
  Prefer(found, [](const v1::Entity& entity) { return !entity.provisional(); });
  if (found.empty()) return CompanyNotFound(name);
  if (found.size() > 1) return CompanyAmbiguous(name, found);
  return std::move(found.front());
}

absl::StatusOr<v1::Entity> ReadView::FindProduct(const std::string& name) {
  const auto is_product = [](const v1::Entity& entity) { return entity.kind() == v1::ENTITY_KIND_PRODUCT; };
  ASSIGN_OR_RETURN(std::optional<v1::Entity> by_id, reader_->EntityById(name));
  if (by_id && is_product(*by_id)) return *std::move(by_id);
  ASSIGN_OR_RETURN(std::vector<v1::Entity> found, reader_->FindEntities(name));
  std::erase_if(found, [&](const v1::Entity& entity) { return !is_product(entity); });
  Prefer(found, [](const v1::Entity& entity) { return !entity.provisional(); });
  if (found.empty()) return ProductNotFound(name);
  if (found.size() > 1) return ProductAmbiguous(name, found);
  return std::move(found.front());
}

v1::EventRecord ToEventRecord(const StoredEvent& event) {
  v1::EventRecord record;
  record.set_name(absl::StrCat("events/", event.fact.event().event_id()));
  *record.mutable_event() = event.fact.event();
  record.set_article(absl::StrCat("articles/", event.fact.article_id()));
  record.set_article_uri(event.fact.uri());
  record.set_publisher(event.fact.publisher());
  *record.mutable_publish_time() = TimeToProto(absl::FromUnixNanos(event.fact.publish_unix_nanos()));
  record.set_sequence(event.fact.sequence());
  if (!event.deal_id.empty()) record.set_deal(DealName(event.deal_id));
  return record;
}

}  // namespace tearsheet
