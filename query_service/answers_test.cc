// Sheets, timelines, conflicts and the money graph over a real socket.
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/error.h"
#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "query_service/query_server_fixture.h"

namespace tearsheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class AnswersTest : public QueryServerTest {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::QueryService::Stub::*)(grpc::ClientContext*, const Request&, Response*);

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(Method<Request, Response> method, const Request& request) {
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  std::vector<v1::Deal> AllDeals() {
    v1::ListDealsRequest request;
    request.set_page_size(1000);
    request.set_view(v1::DEAL_VIEW_FULL);
    const v1::ListDealsResponse page = ListDeals(request).value();
    return {page.deals().begin(), page.deals().end()};
  }
};

// The states of the slots that one deal can have in conflict.
std::set<std::string> ConflictingSlots(const v1::Deal& deal) {
  std::set<std::string> slots;
  if (deal.amount().state() == v1::CONFLICTING) slots.insert("amount");
  if (deal.percent().state() == v1::CONFLICTING) slots.insert("percent");
  if (deal.quantity().state() == v1::CONFLICTING) slots.insert("quantity");
  if (deal.term().state() == v1::CONFLICTING) slots.insert("term");
  if (deal.time().state() == v1::CONFLICTING) slots.insert("time");
  for (const v1::WordSlot& words : deal.words()) {
    if (words.state() == v1::CONFLICTING) slots.insert(words.slot());
  }
  return slots;
}

TEST_F(AnswersTest, EveryConflictIsListedOnceWithTwoLiveClaims) {
  Append(MakeWorld({.seed = 21, .deals = 4, .articles = 240}));
  std::set<std::pair<std::string, std::string>> expected;
  for (const v1::Deal& deal : AllDeals()) {
    for (const std::string& slot : ConflictingSlots(deal)) expected.emplace(deal.name(), slot);
  }
  ASSERT_FALSE(expected.empty());
  std::set<std::pair<std::string, std::string>> listed;
  v1::ListConflictsRequest request;
  request.set_page_size(1);
  do {
    const auto page = Ask(&v1::QueryService::Stub::ListConflicts, request).value();
    for (const v1::Conflict& conflict : page.conflicts()) {
      EXPECT_TRUE(listed.emplace(conflict.deal().name(), conflict.slot()).second);
      EXPECT_GE(conflict.claims_size(), 2);
      for (const v1::Claim& claim : conflict.claims()) EXPECT_FALSE(claim.superseded());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, expected);
  request.add_slots("colour");
  EXPECT_THAT(Ask(&v1::QueryService::Stub::ListConflicts, request).status().ToString(), HasSubstr("slots"));
}

TEST_F(AnswersTest, ATimelineTellsEachStageAndClaimOnceInOrderOverItsPages) {
  Append(MakeWorld({.seed = 22}));
  size_t expected = 0;
  std::set<std::string> of_company;
  v1::ListDealsRequest list;
  list.set_company("org/c1");
  list.set_page_size(1000);
  const v1::ListDealsResponse listed = ListDeals(list).value();
  for (const v1::Deal& deal : listed.deals()) of_company.insert(deal.name());
  for (const v1::Deal& deal : AllDeals()) {
    if (!of_company.contains(deal.name())) continue;
    expected += deal.status_history_size() + deal.amount().claims_size() + deal.percent().claims_size() +
                deal.quantity().claims_size() + deal.term().claims_size() + deal.time().claims_size();
    for (const v1::WordSlot& words : deal.words()) expected += words.claims_size();
  }
  ASSERT_GT(expected, 3u);
  v1::GetTimelineRequest request;
  request.set_company("org/c1");
  request.set_page_size(2);
  std::vector<v1::TimelineEntry> story;
  do {
    const auto page = Ask(&v1::QueryService::Stub::GetTimeline, request).value();
    story.insert(story.end(), page.entries().begin(), page.entries().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(story, SizeIs(expected));
  for (size_t i = 0; i < story.size(); ++i) {
    EXPECT_LE(story[i > 0 ? i - 1 : 0].time().seconds(), story[i].time().seconds());
    EXPECT_FALSE(story[i].evidence().quote().empty());
    EXPECT_FALSE(story[i].origin().empty());
    EXPECT_TRUE(of_company.contains(story[i].deal()));
  }
  request.set_deal(story[0].deal());
  EXPECT_THAT(Ask(&v1::QueryService::Stub::GetTimeline, request).status().ToString(),
              HasSubstr("exactly one"));
  request.clear_company();
  const auto of_deal = Ask(&v1::QueryService::Stub::GetTimeline, request).value();
  for (const auto& entry : of_deal.entries()) EXPECT_EQ(entry.deal(), story[0].deal());
}

TEST_F(AnswersTest, CompaniesAreFoundByTheBeginningOfAnyName) {
  Append(MakeWorld({.seed = 23}));
  v1::ListCompaniesRequest request;
  request.set_page_size(3);
  std::set<std::string> all;
  do {
    const auto page = Ask(&v1::QueryService::Stub::ListCompanies, request).value();
    for (const v1::Entity& company : page.companies()) EXPECT_TRUE(all.insert(company.entity_id()).second);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_GT(all.size(), 3u);
  request.set_page_size(0);
  request.set_prefix("COMPANY 1");
  const auto found = Ask(&v1::QueryService::Stub::ListCompanies, request).value();
  for (const auto& company : found.companies()) EXPECT_THAT(company.name(), HasSubstr("Company 1"));
  request.set_prefix("nobody");
  EXPECT_EQ(Ask(&v1::QueryService::Stub::ListCompanies, request).value().companies_size(), 0);
}

TEST_F(AnswersTest, AProductSheetNamesItsUsers) {
  Append(MakeWorld({.seed = 24, .deals = 20, .articles = 120}));
  const std::vector<v1::Deal> deals = AllDeals();
  std::map<std::string, std::set<std::string>> users;  // of each product
  for (const v1::Deal& deal : deals) {
    if (deal.type() != "ADOPTION") continue;
    for (const auto& product : deal.participants()) {
      if (product.role() != "PRODUCT") continue;
      for (const auto& user : deal.participants()) {
        if (user.role() == "USER") users[product.entity_id()].insert(user.entity_id());
      }
    }
  }
  ASSERT_FALSE(users.empty());
  for (const auto& [product, expected] : users) {
    v1::GetProductRequest request;
    request.set_product(product);
    const auto sheet = Ask(&v1::QueryService::Stub::GetProduct, request).value().sheet();
    std::set<std::string> named;
    for (const v1::Entity& user : sheet.users()) named.insert(user.entity_id());
    EXPECT_EQ(named, expected);
    EXPECT_GT(sheet.deal_count(), 0);
  }
  v1::GetProductRequest request;
  request.set_product("org/c1");
  EXPECT_EQ(ErrorReason(Ask(&v1::QueryService::Stub::GetProduct, request).status()), "PRODUCT_NOT_FOUND")
      << "a company is no product";
}

TEST_F(AnswersTest, ASearchForANameFindsTheDealsOfThatParty) {
  Append(MakeWorld({.seed = 28, .deals = 20, .articles = 80, .reextractions = 0}));
  std::set<std::string> expected;
  for (const v1::Deal& deal : AllDeals()) {
    for (const auto& participant : deal.participants()) {
      if (participant.name() == "Company 3") expected.insert(deal.name());
    }
  }
  ASSERT_GT(expected.size(), 1u);
  v1::SearchRequest request;
  request.set_query("\"company 3\"");
  request.set_page_size(1);
  std::set<std::string> found;
  int64_t score = std::numeric_limits<int64_t>::max();
  do {
    const auto page = Ask(&v1::QueryService::Stub::Search, request).value();
    for (const v1::SearchHit& hit : page.hits()) {
      EXPECT_TRUE(found.insert(hit.deal().name()).second);
      EXPECT_LE(hit.score(), score);
      score = hit.score();
      ASSERT_GT(hit.snippet().highlights_size(), 0);
      const auto& place = hit.snippet().highlights(0);
      EXPECT_EQ(hit.snippet().text().substr(place.start(), place.end() - place.start()), "Company 3");
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(found, expected);

  request.set_page_size(200);
  request.set_kind(v1::SEARCH_KIND_EVENTS);
  request.set_company("org/c3");
  const auto events = Ask(&v1::QueryService::Stub::Search, request).value();
  ASSERT_GT(events.hits_size(), 0);
  for (const v1::SearchHit& hit : events.hits()) EXPECT_EQ(hit.event().article(), hit.article().name());
  request.clear_company();
  request.set_kind(v1::SEARCH_KIND_ARTICLES);
  const auto articles = Ask(&v1::QueryService::Stub::Search, request).value();
  ASSERT_GT(articles.hits_size(), 0);
  for (const v1::SearchHit& hit : articles.hits()) EXPECT_TRUE(hit.article().replaced_by().empty());
  request.set_query("  ");
  EXPECT_THAT(Ask(&v1::QueryService::Stub::Search, request).status().ToString(), HasSubstr("query"));
  request.set_query("company");
  request.add_types("STAKE");
  EXPECT_THAT(Ask(&v1::QueryService::Stub::Search, request).status().ToString(), HasSubstr("types"));
}

TEST_F(AnswersTest, EveryArticleIsListedOnceOverThePages) {
  const auto records = MakeWorld({.seed = 29});
  Append(records);
  std::set<std::string> expected;
  for (const auto& record : records) {
    if (record.has_article()) expected.insert(record.article().article().name());
  }
  v1::ListArticlesRequest request;
  request.set_page_size(3);
  std::set<std::string> listed;
  do {
    const auto page = Ask(&v1::QueryService::Stub::ListArticles, request).value();
    for (const v1::ArticleSummary& article : page.articles()) {
      EXPECT_TRUE(listed.insert(article.name()).second);
      v1::GetArticleRequest one;
      one.set_name(article.name());
      const auto full = Ask(&v1::QueryService::Stub::GetArticle, one).value();
      EXPECT_EQ(article.retracted(), full.retracted());
      EXPECT_EQ(article.replaced_by(), full.replaced_by());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, expected);
}

TEST_F(AnswersTest, EveryEdgeOfTheGraphLeadsToDealsBetweenItsEnds) {
  Append(MakeWorld({.seed = 25, .deals = 20, .articles = 120}));
  std::map<std::string, v1::Deal> deals;
  for (v1::Deal& deal : AllDeals()) deals.emplace(deal.name(), std::move(deal));
  v1::GetNeighborhoodRequest request;
  request.set_company("Company 1");
  request.set_depth(3);
  const auto graph = Ask(&v1::QueryService::Stub::GetNeighborhood, request).value();
  EXPECT_EQ(graph.nodes(0).company().entity_id(), "org/c1");
  ASSERT_GT(graph.edges_size(), 1);
  std::set<std::string> nodes;
  for (const auto& node : graph.nodes()) EXPECT_TRUE(nodes.insert(node.company().entity_id()).second);
  for (const v1::GraphEdge& edge : graph.edges()) {
    EXPECT_TRUE(nodes.contains(edge.from()) && nodes.contains(edge.to()));
    EXPECT_EQ(edge.deals_size(), edge.deal_count());
    for (const std::string& name : edge.deals()) {
      ASSERT_TRUE(deals.contains(name));
      EXPECT_EQ(deals.at(name).type(), edge.type());
      EXPECT_NE(deals.at(name).status(), v1::DENIED);
    }
  }
}

TEST_F(AnswersTest, CyclesThroughACompanyAreThoseOfTheWholeGraph) {
  Append(MakeWorld({.seed = 26, .deals = 40, .articles = 200, .companies = 9}));
  v1::FindCircularFlowsRequest request;
  request.set_max_length(4);
  request.set_max_cycles(100);
  const auto all = Ask(&v1::QueryService::Stub::FindCircularFlows, request).value();
  ASSERT_GT(all.cycles_size(), 0);
  std::map<std::string, int> through;
  for (const v1::GraphPath& cycle : all.cycles()) {
    EXPECT_EQ(cycle.companies(0), cycle.companies(cycle.companies_size() - 1));
    EXPECT_EQ(cycle.steps_size(), cycle.companies_size() - 1);
    for (int i = 0; i < cycle.steps_size(); ++i) {
      ++through[cycle.companies(i)];
      ASSERT_GT(cycle.steps(i).edges_size(), 0);
      for (const auto& edge : cycle.steps(i).edges()) {
        EXPECT_FALSE(edge.tie());
        EXPECT_EQ(edge.from(), cycle.companies(i));
        EXPECT_EQ(edge.to(), cycle.companies(i + 1));
      }
    }
  }
  if (all.truncated()) return;
  for (const auto& [company, count] : through) {
    request.set_company(company);
    const auto some = Ask(&v1::QueryService::Stub::FindCircularFlows, request).value();
    EXPECT_EQ(some.cycles_size(), count) << company;
    for (const v1::GraphPath& cycle : some.cycles()) EXPECT_EQ(cycle.companies(0), company);
  }
}

TEST_F(AnswersTest, PathsEndWhereTheyShouldAndBoundsAreNamed) {
  Append(MakeWorld({.seed = 27, .deals = 30, .articles = 150}));
  v1::FindPathsRequest request;
  request.set_from("org/c0");
  request.set_to("org/c3");
  request.set_max_length(4);
  const auto found = Ask(&v1::QueryService::Stub::FindPaths, request).value();
  ASSERT_GT(found.paths_size(), 0);
  int length = 0;
  for (const v1::GraphPath& path : found.paths()) {
    EXPECT_EQ(path.companies(0), "org/c0");
    EXPECT_EQ(path.companies(path.companies_size() - 1), "org/c3");
    EXPECT_LE(length, path.steps_size()) << "the shortest first";
    length = path.steps_size();
    for (const v1::GraphStep& step : path.steps()) EXPECT_GT(step.edges_size(), 0);
  }
  request.set_max_length(9);
  EXPECT_THAT(Ask(&v1::QueryService::Stub::FindPaths, request).status().ToString(), HasSubstr("1 to 4"));
  request.set_max_length(0);
  request.set_to("org/c0");
  EXPECT_THAT(Ask(&v1::QueryService::Stub::FindPaths, request).status().ToString(), HasSubstr("circular"));
  v1::GetNeighborhoodRequest depth;
  depth.set_company("org/c1");
  depth.set_depth(4);
  EXPECT_THAT(Ask(&v1::QueryService::Stub::GetNeighborhood, depth).status().ToString(), HasSubstr("1 to 3"));
  depth.set_depth(1);
  depth.mutable_filter()->add_types("FACILITY");
  EXPECT_THAT(Ask(&v1::QueryService::Stub::GetNeighborhood, depth).status().ToString(),
              HasSubstr("no edges"));
  depth.mutable_filter()->clear_types();
  depth.set_company("nobody");
  EXPECT_EQ(ErrorReason(Ask(&v1::QueryService::Stub::GetNeighborhood, depth).status()), "COMPANY_NOT_FOUND");
}

}  // namespace
}  // namespace tearsheet::testing
