// A query service with two deals, for tests of the command line.
#pragma once

#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "cli/testing/fake_services.h"
#include "common/proto_time.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet::testing {

inline v1::Deal MakeDeal(const std::string& name) {
  v1::Deal deal;
  deal.set_name(name);
  deal.set_type("INVESTMENT");
  for (const auto& [role, id, party] : {std::tuple("INVESTOR", "org/amazon", "Amazon"),
                                        std::tuple("INVESTEE", "org/~lumora-ai", "Lumora AI")}) {
    auto& participant = *deal.add_participants();
    participant.set_role(role);
    participant.set_entity_id(id);
    participant.set_name(party);
  }
  deal.set_status(v1::AGREED);
  deal.set_article_count(3);
  deal.add_publishers("Harbour Wire");
  deal.add_origins("Calder Journal");
  deal.set_independent_origins(2);
  *deal.mutable_first_publish_time() = TimeToProto(*ParseTime("2025-11-03"));
  *deal.mutable_last_publish_time() = TimeToProto(*ParseTime("2025-11-19"));
  auto& change = *deal.add_status_history();
  change.set_status(v1::CONSIDERING);
  *change.mutable_time() = TimeToProto(*ParseTime("2025-11-03"));
  change.set_article_uri("https://harbourwire.example/1");
  deal.mutable_amount()->set_state(v1::CONFLICTING);
  for (const auto& [value, origin, superseded] :
       {std::tuple("3000000000", "Harbour Wire", false), std::tuple("3200000000", "Northgate Post", false),
        std::tuple("4000000000", "Harbour Wire", true)}) {
    auto& claim = *deal.mutable_amount()->add_claims();
    claim.mutable_amount()->set_currency("USD");
    claim.mutable_amount()->set_low(value);
    claim.mutable_amount()->set_high(value);
    claim.add_origins(origin);
    claim.add_article_uris("https://harbourwire.example/1");
    claim.set_stage(v1::AGREED);
    claim.set_superseded(superseded);
    *claim.mutable_first_said_time() = TimeToProto(*ParseTime("2025-11-17"));
    *claim.mutable_last_said_time() = claim.first_said_time();
  }
  auto& link = *deal.add_links();
  link.set_relation("BEARS");
  link.set_deal("deals/valuation");
  return deal;
}

inline v1::EventRecord MakeEvent() {
  v1::EventRecord record;
  record.set_name("events/e1");
  record.set_deal("deals/d1");
  record.set_publisher("Harbour Wire");
  record.set_article_uri("https://harbourwire.example/1");
  *record.mutable_publish_time() = TimeToProto(*ParseTime("2025-11-17"));
  v1::Event& event = *record.mutable_event();
  event.set_type("INVESTMENT");
  event.set_status(v1::AGREED);
  *event.mutable_participants() = MakeDeal("").participants();
  event.mutable_amount()->set_currency("USD");
  event.mutable_amount()->set_low("3000000000");
  event.mutable_amount()->set_high("3000000000");
  auto& publisher = *event.add_attribution();
  publisher.set_kind(v1::PUBLISHER);
  publisher.set_name("Harbour Wire");
  event.add_attribution()->set_kind(v1::UNNAMED_SOURCE);
  event.add_evidence()->set_quote("Amazon has agreed to invest $3 billion in Lumora AI, two people said.");
  return record;
}

// Amazon → Lumora AI.
inline v1::FindPathsResponse MakePath() {
  v1::FindPathsResponse response;
  for (const auto& [id, name, depth] :
       {std::tuple("org/amazon", "Amazon", 0), std::tuple("org/~lumora-ai", "Lumora \"AI\" <x>", 1)}) {
    auto& node = *response.add_nodes();
    node.mutable_company()->set_entity_id(id);
    node.mutable_company()->set_name(name);
    node.set_depth(depth);
  }
  auto& path = *response.add_paths();
  path.add_companies("org/amazon");
  path.add_companies("org/~lumora-ai");
  auto& step = *path.add_steps();
  step.set_from("org/amazon");
  step.set_to("org/~lumora-ai");
  auto& edge = *step.add_edges();
  edge.set_from("org/amazon");
  edge.set_to("org/~lumora-ai");
  edge.set_type("INVESTMENT");
  auto& total = *edge.add_totals();
  total.set_currency("USD");
  total.set_low("3000000000");
  edge.set_least_status(v1::TALKS);
  edge.set_most_status(v1::AGREED);
  edge.add_deals("deals/d1");
  edge.set_deal_count(1);
  return response;
}

// Deals "deals/d1" and "deals/d2", in pages of one; watchers get a change and are then cut off once.
// Thread-safe.
class FakeQueryService : public v1::QueryService::Service {
 public:
  grpc::Status ListDeals(grpc::ServerContext*, const v1::ListDealsRequest* request,
                         v1::ListDealsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    last_list_ = *request;
    if (request->company() == "Nobody")
      return ToGrpcStatus(
          ErrorBuilder(absl::StatusCode::kNotFound, "COMPANY_NOT_FOUND", "no company is called 'Nobody'")
              .Build());
    const bool second = request->page_token() == "2";
    *response->add_deals() = MakeDeal(second ? "deals/d2" : "deals/d1");
    if (!second) response->set_next_page_token("2");
    response->set_watch_token("t0");
    return grpc::Status::OK;
  }

  grpc::Status GetDeal(grpc::ServerContext*, const v1::GetDealRequest* request,
                       v1::GetDealResponse* response) override {
    if (request->name() != "deals/d1")
      return ToGrpcStatus(ErrorBuilder(absl::StatusCode::kNotFound, "DEAL_NOT_FOUND",
                                       absl::StrCat("no deal is called '", request->name(), "'"))
                              .Build());
    *response->mutable_deal() = MakeDeal("deals/d1");
    return grpc::Status::OK;
  }

  grpc::Status ListEvents(grpc::ServerContext*, const v1::ListEventsRequest*,
                          v1::ListEventsResponse* response) override {
    *response->add_events() = MakeEvent();
    return grpc::Status::OK;
  }

  grpc::Status GetCompany(grpc::ServerContext*, const v1::GetCompanyRequest* request,
                          v1::GetCompanyResponse* response) override {
    auto& sheet = *response->mutable_sheet();
    sheet.mutable_company()->set_name(request->company());
    sheet.mutable_company()->set_entity_id("org/amazon");
    auto& group = *sheet.add_groups();
    group.set_type("INVESTMENT");
    group.set_role("INVESTOR");
    group.set_deal_count(5);
    *group.add_deals() = MakeDeal("deals/d1");
    auto& total = *sheet.add_totals();
    total.mutable_counterparty()->set_name("Lumora AI");
    total.set_type("INVESTMENT");
    total.set_status_class(v1::STATUS_CLASS_AGREED);
    total.mutable_total()->set_currency("USD");
    total.mutable_total()->set_low("3000000000");
    total.mutable_total()->set_high("3200000000");
    return grpc::Status::OK;
  }

  grpc::Status ListCompanies(grpc::ServerContext*, const v1::ListCompaniesRequest* request,
                             v1::ListCompaniesResponse* response) override {
    const bool second = request->page_token() == "2";
    response->add_companies()->set_name(second ? "Amber" : "Amazon");
    if (!second) response->set_next_page_token("2");
    return grpc::Status::OK;
  }

  grpc::Status GetProduct(grpc::ServerContext*, const v1::GetProductRequest* request,
                          v1::GetProductResponse* response) override {
    auto& sheet = *response->mutable_sheet();
    sheet.mutable_product()->set_name(request->product());
    sheet.mutable_vendor()->set_name("Amazon");
    sheet.add_users()->set_name("Lumora AI");
    return grpc::Status::OK;
  }

  grpc::Status GetTimeline(grpc::ServerContext*, const v1::GetTimelineRequest* request,
                           v1::GetTimelineResponse* response) override {
    auto& entry = *response->add_entries();
    *entry.mutable_time() = TimeToProto(*ParseTime("2025-11-03"));
    entry.set_kind(v1::TIMELINE_ENTRY_KIND_STATUS);
    entry.set_deal(request->deal().empty() ? "deals/of-company" : request->deal());
    entry.set_type("INVESTMENT");
    entry.set_status(v1::AGREED);
    entry.set_origin("Calder Journal");
    entry.mutable_evidence()->set_quote("They agreed.");
    return grpc::Status::OK;
  }

  grpc::Status ListConflicts(grpc::ServerContext*, const v1::ListConflictsRequest*,
                             v1::ListConflictsResponse* response) override {
    auto& conflict = *response->add_conflicts();
    *conflict.mutable_deal() = MakeDeal("deals/d1");
    conflict.set_slot("amount");
    *conflict.mutable_claims() = conflict.deal().amount().claims();
    return grpc::Status::OK;
  }

  grpc::Status Search(grpc::ServerContext*, const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    auto& hit = *response->add_hits();
    hit.mutable_article()->set_name("articles/x");
    hit.mutable_article()->set_title(request->query());
    hit.mutable_article()->set_publisher("Harbour Wire");
    *hit.mutable_article()->mutable_publish_time() = TimeToProto(*ParseTime("2025-11-03"));
    hit.mutable_snippet()->set_text("The words\nstand here.");
    auto& place = *hit.mutable_snippet()->add_highlights();
    place.set_start(4);
    place.set_end(9);
    response->set_next_page_token("2");
    response->set_truncated(true);
    return grpc::Status::OK;
  }

  grpc::Status ListArticles(grpc::ServerContext*, const v1::ListArticlesRequest* request,
                            v1::ListArticlesResponse* response) override {
    auto& first = *response->add_articles();
    first.set_title("Told first");
    first.set_publisher(request->publisher());
    first.set_replaced_by("articles/y");
    response->add_articles()->set_retracted(true);
    return grpc::Status::OK;
  }

  grpc::Status GetNeighborhood(grpc::ServerContext*, const v1::GetNeighborhoodRequest*,
                               v1::GetNeighborhoodResponse* response) override {
    const v1::FindPathsResponse path = MakePath();
    *response->mutable_nodes() = path.nodes();
    for (const v1::GraphStep& step : path.paths(0).steps())
      response->mutable_edges()->MergeFrom(step.edges());
    response->set_truncated(true);
    return grpc::Status::OK;
  }

  grpc::Status FindPaths(grpc::ServerContext*, const v1::FindPathsRequest*,
                         v1::FindPathsResponse* response) override {
    *response = MakePath();
    return grpc::Status::OK;
  }

  grpc::Status FindCircularFlows(grpc::ServerContext*, const v1::FindCircularFlowsRequest*,
                                 v1::FindCircularFlowsResponse* response) override {
    *response->mutable_nodes() = MakePath().nodes();
    *response->add_cycles() = MakePath().paths(0);
    response->mutable_cycles(0)->add_companies("org/amazon");
    return grpc::Status::OK;
  }

  grpc::Status GetArticle(grpc::ServerContext*, const v1::GetArticleRequest* request,
                          v1::GetArticleResponse* response) override {
    response->mutable_article()->set_name(request->name());
    response->mutable_article()->set_title("Amazon to pay $3 billion");
    response->mutable_article()->set_body("The body.\n");
    response->set_retracted(true);
    *response->add_events() = MakeEvent();
    return grpc::Status::OK;
  }

  grpc::Status WatchDeals(grpc::ServerContext*, const v1::WatchDealsRequest* request,
                          grpc::ServerWriter<v1::WatchDealsResponse>* writer) override {
    // Token "tN" is after change N; every stream tells one change and breaks.
    const int step = std::stoi(request->token().substr(1)) + 1;
    v1::WatchDealsResponse response;
    response.set_token(absl::StrCat("t", step));
    auto& change = *response.mutable_change();
    change.set_kind(v1::DEAL_CHANGE_KIND_UPDATED);
    *change.mutable_deal() = MakeDeal(absl::StrCat("deals/d", step));
    auto& field = *change.add_fields();
    field.set_field("status");
    field.set_old_value("\"TALKS\"");
    field.set_new_value("\"AGREED\"");
    writer->Write(response);
    return {grpc::StatusCode::UNAVAILABLE, "lost"};
  }

  grpc::Status GetStateInfo(grpc::ServerContext*, const v1::GetStateInfoRequest*,
                            v1::GetStateInfoResponse* response) override {
    response->set_sequence(40);
    response->set_log_last_sequence(42);
    response->set_caught_up(true);
    response->set_ontology_version("2026.11.1");
    return grpc::Status::OK;
  }

  v1::ListDealsRequest last_list() {
    absl::MutexLock lock(&mutex_);
    return last_list_;
  }

 private:
  absl::Mutex mutex_;
  v1::ListDealsRequest last_list_;
};

}  // namespace tearsheet::testing
