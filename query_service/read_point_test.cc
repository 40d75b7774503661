// Reads of the past over a real socket, on both clocks.
#include <algorithm>
#include <string>
#include <vector>

#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "query_service/query_server_fixture.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;

constexpr char kCompany[] = "org/c1";

absl::Time Told(const LogRecord& record) {
  return TimeFromProto(record.has_retraction() ? record.retraction().retract_time()
                                               : record.article().article().publish_time())
      .value();
}

class ReadPointTest : public QueryServerTest {
 protected:
  // What every read method answers at `point`, without what only says where the log stands now.
  std::vector<std::string> Answers(const v1::ReadPoint& point, const std::vector<LogRecord>& records) {
    std::vector<std::string> answers;
    const auto add = [&](const grpc::Status& status, auto& response) {
      response.clear_sequence();
      answers.push_back(status.ok() ? response.ShortDebugString()
                                    : std::to_string(status.error_code()) + status.error_message());
    };
    v1::ListDealsRequest list;
    list.set_page_size(1000);
    *list.mutable_read_point() = point;
    for (const char* company : {"", kCompany}) {
      grpc::ClientContext context;
      list.set_company(company);
      v1::ListDealsResponse response;
      const grpc::Status status = stub_->ListDeals(&context, list, &response);
      response.clear_watch_token();
      add(status, response);
      for (const v1::Deal& deal : response.deals()) {
        grpc::ClientContext deal_context;
        v1::GetDealRequest request;
        request.set_name(deal.name());
        *request.mutable_read_point() = point;
        v1::GetDealResponse full;
        add(stub_->GetDeal(&deal_context, request, &full), full);
      }
    }
    const auto ask = [&](auto method, auto request, auto response) {
      grpc::ClientContext context;
      *request.mutable_read_point() = point;
      add((stub_.get()->*method)(&context, request, &response), response);
    };
    using Stub = v1::QueryService::Stub;
    v1::GetCompanyRequest company;
    company.set_company(kCompany);
    company.set_include_units(true);
    ask(&Stub::GetCompany, company, v1::GetCompanyResponse());
    ask(&Stub::ListArticles, v1::ListArticlesRequest(), v1::ListArticlesResponse());
    for (const v1::SearchKind kind :
         {v1::SEARCH_KIND_DEALS, v1::SEARCH_KIND_EVENTS, v1::SEARCH_KIND_ARTICLES}) {
      v1::SearchRequest search;
      search.set_query("company 1*");
      search.set_kind(kind);
      search.set_page_size(200);
      ask(&Stub::Search, search, v1::SearchResponse());
    }
    ask(&Stub::ListConflicts, v1::ListConflictsRequest(), v1::ListConflictsResponse());
    v1::GetTimelineRequest timeline;
    timeline.set_company(kCompany);
    timeline.set_page_size(1000);
    ask(&Stub::GetTimeline, timeline, v1::GetTimelineResponse());
    v1::GetNeighborhoodRequest neighborhood;
    neighborhood.set_company(kCompany);
    ask(&Stub::GetNeighborhood, neighborhood, v1::GetNeighborhoodResponse());
    ask(&Stub::FindCircularFlows, v1::FindCircularFlowsRequest(), v1::FindCircularFlowsResponse());
    {
      grpc::ClientContext context;
      v1::ListEventsRequest request;
      request.set_page_size(1000);
      *request.mutable_read_point() = point;
      v1::ListEventsResponse response;
      add(stub_->ListEvents(&context, request, &response), response);
    }
    for (const LogRecord& record : records) {
      if (!record.has_article()) continue;
      grpc::ClientContext context;
      v1::GetArticleRequest request;
      request.set_name(record.article().article().name());
      *request.mutable_read_point() = point;
      v1::GetArticleResponse response;
      add(stub_->GetArticle(&context, request, &response), response);
    }
    return answers;
  }

  // What is answered after `known` must be what is answered for `point` once everything is there.
  void ExpectThePast(const std::vector<LogRecord>& records, size_t known, const v1::ReadPoint& point) {
    const std::vector<LogRecord> before(records.begin(), records.begin() + static_cast<int64_t>(known));
    Append(before);
    const std::vector<std::string> expected = Answers({}, before);
    Append({records.begin() + static_cast<int64_t>(known), records.end()});
    EXPECT_NE(Answers({}, before), expected);
    const std::vector<std::string> answered = Answers(point, before);
    ASSERT_EQ(answered.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(answered[i], expected[i]);
    // What came later did not exist.
    for (const LogRecord& record : records) {
      if (!record.has_article() || std::any_of(before.begin(), before.end(), [&](const LogRecord& early) {
            return early.record_id() == record.record_id();
          }))
        continue;
      grpc::ClientContext context;
      v1::GetArticleRequest request;
      request.set_name(record.article().article().name());
      *request.mutable_read_point() = point;
      v1::GetArticleResponse response;
      EXPECT_EQ(stub_->GetArticle(&context, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
    }
  }
};

TEST_F(ReadPointTest, AnIngestTimeShowsWhatWasKnownThen) {
  const auto records = MakeWorld({.seed = 11});
  const size_t known = records.size() / 2;
  v1::ReadPoint point;
  *point.mutable_ingest_time() = records[known - 1].ingest_time();
  ExpectThePast(records, known, point);
}

TEST_F(ReadPointTest, APublicationTimeShowsWhatWasPublishedThen) {
  auto records = MakeWorld({.seed = 12, .reextractions = 0});
  std::stable_sort(records.begin(), records.end(),
                   [](const LogRecord& a, const LogRecord& b) { return Told(a) < Told(b); });
  size_t known = records.size() / 2;
  while (Told(records[known]) == Told(records[known - 1])) ++known;
  v1::ReadPoint point;
  *point.mutable_publish_time() = TimeToProto(Told(records[known - 1]));
  ExpectThePast(records, known, point);
}

TEST_F(ReadPointTest, ATimeBeforeEverythingShowsNothing) {
  Append(MakeWorld({.seed = 13}));
  v1::ListDealsRequest request;
  request.mutable_read_point()->mutable_publish_time()->set_seconds(1);
  EXPECT_EQ(ListDeals(request).value().deals_size(), 0);
  request.mutable_read_point()->mutable_ingest_time()->set_seconds(1);
  EXPECT_EQ(ListDeals(request).value().deals_size(), 0);
}

}  // namespace
}  // namespace tearsheet::testing
