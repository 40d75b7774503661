#include "query_service/answers/graph_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/answers/deal_walk.h"
#include "query_service/answers/requests.h"

namespace tearsheet {
namespace {

// Owners above an owner; a longer chain is a mistake of a catalogue.
constexpr int kMaxOwners = 8;

}  // namespace

absl::StatusOr<GraphReader> GraphReader::Make(const Ontology& ontology, ReadView& view,
                                              const v1::GraphFilter& filter) {
  GraphReader reader(ontology, view);
  DealQuery& query = reader.query_;
  RETURN_IF_ERROR(ReadTypes(ontology, filter.types(), "filter.types", query.types));
  for (const std::string& type : query.types) {
    if (!ontology.FindType(type)->has_flow())
      return InvalidField("filter.types",
                          absl::StrCat(type, " makes no edges; the ontology gives it no flow"));
  }
  if (query.types.empty()) {
    for (const v1::EventType& type : ontology.proto().types()) {
      if (type.has_flow()) query.types.push_back(type.id());
    }
  }
  RETURN_IF_ERROR(ReadStatuses(filter.statuses(), "filter.statuses", query.statuses));
  if (query.statuses.empty()) {
    for (int status = v1::Status_MIN; status <= v1::Status_MAX; ++status) {
      if (v1::Status_IsValid(status) && status != v1::STATUS_UNSPECIFIED && status != v1::TERMINATED &&
          status != v1::DENIED)
        query.statuses.push_back(static_cast<v1::Status>(status));
    }
  }
  RETURN_IF_ERROR(ReadTimeRange(filter, "filter.", query.start_nanos, query.end_nanos));
  if (filter.min_independent_origins() < 0)
    return InvalidField("filter.min_independent_origins", "it must be 0 or more");
  reader.min_origins_ = filter.min_independent_origins();
  query.include_units = true;
  return reader;
}

absl::StatusOr<std::string> GraphReader::Top(const std::string& entity_id) {
  const auto known = tops_.find(entity_id);
  if (known != tops_.end()) return known->second;
  std::string top = entity_id;
  for (int i = 0; i < kMaxOwners; ++i) {
    ASSIGN_OR_RETURN(const auto entity, view_.reader().EntityById(top));
    if (!entity || entity->parent_id().empty()) break;
    top = entity->parent_id();
  }
  return tops_.emplace(entity_id, top).first->second;
}

absl::Status GraphReader::Add(const v1::Deal& deal) {
  if (deal.independent_origins() < min_origins_) return absl::OkStatus();
  for (const auto& participant : deal.participants()) RETURN_IF_ERROR(Top(participant.entity_id()).status());
  graph_.Add(deal, *ontology_.FindType(deal.type()), [this](const std::string& id) { return tops_.at(id); });
  return absl::OkStatus();
}

absl::Status GraphReader::Expand(const std::string& node) {
  if (!expanded_.insert(node).second) return absl::OkStatus();
  if (expanded_.size() > kMaxExpanded) {
    truncated_ = true;
    return absl::OkStatus();
  }
  DealQuery query = query_;
  query.entity_id = node;
  ASSIGN_OR_RETURN(const bool more, ForEachDeal(view_, std::move(query), kMaxDealsOfNode,
                                                [this](const v1::Deal& deal) { return Add(deal); }));
  truncated_ = truncated_ || more;
  return absl::OkStatus();
}

absl::Status GraphReader::Explore(const std::string& start, int radius) {
  std::set<std::string> reached = {start};
  std::vector<std::string> frontier = {start};
  for (int distance = 0; distance < radius; ++distance) {
    std::vector<std::string> next;
    for (const std::string& node : frontier) {
      RETURN_IF_ERROR(Expand(node));
      for (const std::string& neighbour : graph_.Neighbours(node, /*directed=*/false)) {
        if (reached.insert(neighbour).second) next.push_back(neighbour);
      }
    }
    frontier = std::move(next);
  }
  return absl::OkStatus();
}

absl::Status GraphReader::ReadAll() {
  ASSIGN_OR_RETURN(const bool more, ForEachDeal(view_, query_, kMaxDealsOfGraph,
                                                [this](const v1::Deal& deal) { return Add(deal); }));
  if (!more) return absl::OkStatus();
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "GRAPH_TOO_LARGE",
                      absl::StrCat("the filter admits more than ", kMaxDealsOfGraph,
                                   " deals; name a company, or narrow it by type, status, time or origins"))
      .Build();
}

absl::StatusOr<v1::GraphNode> GraphReader::Node(const std::string& entity_id, int depth) {
  v1::GraphNode node;
  node.set_depth(depth);
  ASSIGN_OR_RETURN(const auto entity, view_.reader().EntityById(entity_id));
  if (entity) {
    *node.mutable_company() = *entity;
  } else {
    node.mutable_company()->set_entity_id(entity_id);
    node.mutable_company()->set_name(graph_.NameOf(entity_id));
  }
  return node;
}

}  // namespace tearsheet
