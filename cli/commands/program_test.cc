// The program as its users see it: arguments in; output, errors and exit code out. The services are fakes in
// this process.
#include "cli/commands/program.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/testing/fake_query_service.h"
#include "gmock/gmock.h"
#include "grpcpp/health_check_service_interface.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::FakeIngestService;
using testing::FakeQueryService;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::TestServer;

constexpr char kArticle[] =
    R"({"uri": "https://a.example/1", "body": "Text.", "publish_time": "2025-11-03T09:30:00Z"})";

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() { grpc::EnableDefaultHealthCheckService(true); }

  // Runs the program with the addresses of the fakes.
  int Run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.push_back("--ingest=" + server_.address());
    arguments.push_back("--query=" + server_.address());
    return RunAsIs(arguments, input);
  }

  int RunAsIs(const std::vector<std::string>& arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Console console{.in = in, .out = out, .err = err, .width = 100};
    const int code = RunTearsheet(arguments, console, Clock::Real());
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  FakeIngestService ingest_;
  FakeQueryService query_;
  TestServer server_{{&ingest_, &query_}};
  std::string out_;
  std::string err_;
};

TEST_F(ProgramTest, WrongUsageEndsWith2AndSaysWhatIsWrong) {
  EXPECT_EQ(RunAsIs({}), kExitUsage);
  EXPECT_EQ(RunAsIs({"deals", "--colour"}), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--colour"));
  EXPECT_EQ(RunAsIs({"deals", "--status=SOON"}), kExitUsage);
  EXPECT_THAT(err_, AllOf(HasSubstr("'SOON' is no status"), HasSubstr("EARLY_TALKS")));
  EXPECT_EQ(RunAsIs({"deals", "--since=yesterday"}), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("2025-12-17"));
  EXPECT_EQ(RunAsIs({"deals", "--timeout=soon"}), kExitUsage);
  EXPECT_EQ(RunAsIs({"deals", "--as-of=2025-11-01", "--as-of-ingested=2025-11-01"}), kExitUsage);
}

TEST_F(ProgramTest, HelpEndsWith0) {
  EXPECT_EQ(RunAsIs({"--help"}), kExitOk);
  EXPECT_THAT(out_, HasSubstr("Exit codes"));
  EXPECT_EQ(RunAsIs({"--version"}), kExitOk);
  EXPECT_THAT(out_, StartsWith("tearsheet "));
}

TEST_F(ProgramTest, NothingAtTheAddressEndsWith1AndTheNextStep) {
  EXPECT_EQ(RunAsIs({"deals", "--query=127.0.0.1:1"}), kExitFailed);
  EXPECT_EQ(err_,
            "tearsheet: nothing answers at 127.0.0.1:1: start tearsheet-query or give --query=HOST:PORT\n");
}

TEST_F(ProgramTest, IngestCountsAndNamesWhatWasRefused) {
  EXPECT_EQ(Run({"ingest", "-"}, std::string(kArticle) + "\nbroken\n{\"uri\": \"https://a.example/2\"}\n"),
            kExitPartlyRefused);
  EXPECT_EQ(out_, "1 new, 0 already in, 2 refused; 2 events; last sequence 1\n");
  EXPECT_THAT(err_, AllOf(HasSubstr("-:2: refused: line: is no article in JSON"),
                          HasSubstr("-:3: refused: article.body: is missing")));
  EXPECT_EQ(Run({"ingest", "-"}, kArticle), kExitOk);
  EXPECT_EQ(out_, "0 new, 1 already in, 0 refused; 0 events; last sequence 1\n");
}

TEST_F(ProgramTest, IngestSurvivesLostConnections) {
  ingest_.LoseConnection(/*streams=*/1, /*answers=*/0);
  EXPECT_EQ(Run({"ingest", "-"}, kArticle), kExitOk);
  EXPECT_THAT(err_, HasSubstr("trying again in 200ms"));
}

TEST_F(ProgramTest, DealsReadsAllPages) {
  EXPECT_EQ(Run({"deals"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("deals/d1"), HasSubstr("deals/d2"), HasSubstr("Amazon – Lumora AI"),
                          HasSubstr("$3bn / $3.2bn"), HasSubstr("19 Nov 2025")));
  EXPECT_EQ(Run({"deals", "--limit=1"}), kExitOk);
  EXPECT_THAT(out_, Not(HasSubstr("deals/d2")));
  EXPECT_THAT(err_, HasSubstr("there are more"));
}

TEST_F(ProgramTest, DealsSendsItsFilters) {
  EXPECT_EQ(Run({"deals", "--company=Amazon", "--units", "--type=investment", "--type=STAKE",
                 "--status=advanced-talks", "--since=2025-11-01", "--until=2025-12-01", "--order=articles",
                 "--as-of=2025-11-20", "--min-sequence=7"}),
            kExitOk);
  const v1::ListDealsRequest request = query_.last_list();
  EXPECT_EQ(request.company(), "Amazon");
  EXPECT_TRUE(request.include_units());
  EXPECT_THAT(request.types(), ElementsAre("INVESTMENT", "STAKE"));
  EXPECT_THAT(request.statuses(), ElementsAre(v1::ADVANCED_TALKS));
  EXPECT_EQ(FormatUtc(*TimeFromProto(request.start_time())), "2025-11-01T00:00:00Z");
  EXPECT_EQ(FormatUtc(*TimeFromProto(request.end_time())), "2025-12-01T00:00:00Z");
  EXPECT_EQ(request.order(), v1::DEAL_ORDER_ARTICLES);
  EXPECT_EQ(FormatUtc(*TimeFromProto(request.read_point().publish_time())), "2025-11-20T00:00:00Z");
  EXPECT_EQ(request.read_point().min_sequence(), 7);
}

TEST_F(ProgramTest, DealsInJsonKeepProtoNamesAndAreOnePerLine) {
  EXPECT_EQ(Run({"deals", "--format=jsonl"}), kExitOk);
  EXPECT_EQ(std::count(out_.begin(), out_.end(), '\n'), 2);
  EXPECT_THAT(out_, AllOf(StartsWith("{\"name\":\"deals/d1\""), HasSubstr("\"status_history\""),
                          HasSubstr("\"entity_id\""), HasSubstr("\"status\":\"AGREED\"")));
}

TEST_F(ProgramTest, WhatIsNotFoundEndsWith4) {
  EXPECT_EQ(Run({"deal", "nope"}), kExitNotFound);
  EXPECT_EQ(err_, "tearsheet: no deal is called 'deals/nope'\n");
  EXPECT_EQ(Run({"deals", "--company=Nobody"}), kExitNotFound);
  EXPECT_EQ(Run({"retract", "articles/none", "--reason=x"}), kExitNotFound);
}

TEST_F(ProgramTest, TheTearSheetShowsClaimsHistoryLinksAndEvidence) {
  EXPECT_EQ(Run({"deal", "d1"}), kExitOk);
  for (const char* part : {"INVESTMENT: Amazon – Lumora AI", "2 independent origins (Calder Journal)",
                           "CONSIDERING", "Amount: $3bn / $3.2bn  sources disagree", "$4bn", "superseded",
                           "Northgate Post", "BEARS", "deals/valuation", "Harbour Wire ← unnamed source",
                           "“Amazon has agreed to invest $3 billion in Lumora AI, two people said.”"})
    EXPECT_THAT(out_, HasSubstr(part));
}

TEST_F(ProgramTest, TheOtherSheetsAreShown) {
  EXPECT_EQ(Run({"company", "Amazon"}), kExitOk);
  EXPECT_THAT(out_,
              AllOf(HasSubstr("INVESTMENT as INVESTOR"), HasSubstr("$3bn–$3.2bn"), HasSubstr("and 4 more")));
  EXPECT_EQ(Run({"events", "--deal=d1"}), kExitOk);
  EXPECT_THAT(out_, HasSubstr("17 Nov 2025"));
  EXPECT_EQ(Run({"article", "x"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("articles/x"), HasSubstr("retracted")));
  EXPECT_EQ(Run({"article", "x", "--body"}), kExitOk);
  EXPECT_EQ(out_, "The body.\n");
  EXPECT_EQ(Run({"ontology"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("2026.11.1"), HasSubstr("INVESTEE")));
}

TEST_F(ProgramTest, ProductsCompaniesTimelinesAndConflictsAreShown) {
  EXPECT_EQ(Run({"product", "Trainium"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("Trainium"), HasSubstr("used by  Lumora AI")));
  EXPECT_EQ(Run({"companies", "am"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("Amazon"), HasSubstr("Amber"))) << "all pages";
  EXPECT_EQ(Run({"timeline", "deals/d1"}), kExitOk);
  EXPECT_THAT(out_,
              AllOf(HasSubstr("AGREED"), HasSubstr("Calder Journal"), HasSubstr("deals/d1 “They agreed.”")));
  EXPECT_EQ(Run({"timeline", "Amazon"}), kExitOk);
  EXPECT_THAT(out_, HasSubstr("deals/of-company"));
  EXPECT_EQ(Run({"conflicts"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("INVESTMENT: Amazon – Lumora AI, amount"), HasSubstr("$3.2bn"),
                          HasSubstr("Northgate Post")));
}

TEST_F(ProgramTest, SearchesSendPhrasesAndShowWhereTheWordsStand) {
  EXPECT_EQ(Run({"search", "letter of intent", "chip*", "--kind=events"}), kExitOk);
  EXPECT_THAT(out_, AllOf(StartsWith("\"letter of intent\" chip*\n  The words stand here.\n"),
                          HasSubstr("articles/x  Harbour Wire, 3 Nov 2025")))
      << "the fake's hit has the query as its title";
  EXPECT_THAT(err_, AllOf(HasSubstr("larger --limit"), HasSubstr("narrow by")));
  EXPECT_EQ(Run({"search"}), kExitUsage);
  EXPECT_EQ(Run({"search", "x", "--limit=1000"}), kExitUsage);
  EXPECT_EQ(Run({"articles", "--publisher=Harbour Wire"}), kExitOk);
  EXPECT_THAT(out_,
              AllOf(HasSubstr("Told first"), HasSubstr("replaced by articles/y"), HasSubstr("retracted")));
}

TEST_F(ProgramTest, TheGraphIsShownAsTreeDotSvgAndJson) {
  EXPECT_EQ(Run({"graph", "Amazon"}), kExitOk);
  EXPECT_THAT(
      out_, AllOf(StartsWith("Amazon\n└──▸ Lumora"), HasSubstr("INVESTMENT at least $3bn, 1 deal, AGREED")));
  EXPECT_THAT(err_, HasSubstr("narrow it"));
  EXPECT_EQ(Run({"graph", "Amazon", "--format=dot"}), kExitOk);
  EXPECT_THAT(out_, AllOf(StartsWith("digraph"), HasSubstr("label=\"Lumora \\\"AI\\\" <x>\""),
                          HasSubstr("\"org/amazon\" -> \"org/~lumora-ai\"")));
  EXPECT_EQ(Run({"graph", "Amazon", "--format=svg"}), kExitOk);
  EXPECT_THAT(out_,
              AllOf(StartsWith("<svg"), HasSubstr("Lumora &quot;AI&quot; &lt;x&gt;"), HasSubstr("</svg>")));
  EXPECT_EQ(Run({"graph", "Amazon", "--to=Lumora AI", "--format=json"}), kExitOk);
  EXPECT_THAT(out_, StartsWith("{\"paths\""));
  EXPECT_EQ(Run({"graph", "Amazon", "--to=Lumora AI"}), kExitOk);
  EXPECT_THAT(out_, HasSubstr("Amazon → Lumora"));
  EXPECT_EQ(Run({"cycles"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("→ Amazon\n"), HasSubstr("deals/d1")));
  EXPECT_EQ(Run({"graph", "Amazon", "--format=png"}), kExitUsage);
}

TEST_F(ProgramTest, WatchResumesAfterTheLastChange) {
  EXPECT_EQ(Run({"watch", "--count=3"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("deals/d1"), HasSubstr("deals/d2"), HasSubstr("deals/d3"),
                          HasSubstr("TALKS → AGREED")));
  EXPECT_THAT(err_, HasSubstr("go on with --from=t3"));
  EXPECT_EQ(Run({"watch", "--count=1", "--from=t7", "--format=jsonl"}), kExitOk);
  EXPECT_THAT(out_, AllOf(HasSubstr("\"token\":\"t8\""), HasSubstr("deals/d8")));
}

TEST_F(ProgramTest, RetractSendsTheReason) {
  EXPECT_EQ(Run({"retract", "known", "--reason=wrong"}), kExitOk);
  EXPECT_EQ(out_, "articles/known is withdrawn, sequence 7\n");
  EXPECT_EQ(ingest_.retract_reason(), "wrong");
}

TEST_F(ProgramTest, StatusFailsUnlessBothServicesServe) {
  EXPECT_EQ(Run({"status"}), kExitFailed) << "the fakes are not registered with the health service";
  EXPECT_THAT(out_,
              AllOf(HasSubstr("tearsheet-ingest"), HasSubstr("last sequence 42"), HasSubstr("2 behind")));
}

// docs/cli.md is the reference: every option of the help stands in it, and every option in it exists.
TEST_F(ProgramTest, EveryDocumentedOptionExistsAndEveryOptionIsDocumented) {
  std::ifstream file(TEARSHEET_SOURCE_DIR "/docs/cli.md");
  ASSERT_TRUE(file) << "docs/cli.md";
  const std::string docs((std::istreambuf_iterator<char>(file)), {});

  const auto options_in = [](const std::string& text) {
    std::set<std::string> options;
    for (size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at + 2)) {
      const size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_", at);
      const std::string name = text.substr(at, end - at);
      if (name.size() > 2 && name[2] != '-' && (at == 0 || text[at - 1] != '-')) options.insert(name);
    }
    return options;
  };

  ASSERT_EQ(RunAsIs({"--help"}), kExitOk);
  const std::set<std::string> global = options_in(out_);
  std::set<std::string> all = global;
  for (const std::string command :
       {"extract",  "ingest",    "deals",  "deal",      "company", "companies", "product",
        "timeline", "conflicts", "graph",  "cycles",    "search",  "articles",  "events",
        "article",  "watch",     "status", "reprocess", "retract", "ontology"}) {
    ASSERT_EQ(RunAsIs({command, "--help"}), kExitOk);
    EXPECT_THAT(out_, HasSubstr("Examples:")) << command;
    std::set<std::string> options = options_in(out_);
    all.insert(options.begin(), options.end());

    const size_t start = docs.find("\n## tearsheet " + command + "\n");
    ASSERT_NE(start, std::string::npos) << command;
    const std::string section = docs.substr(start, docs.find("\n## ", start + 1) - start);
    for (const auto& option : options_in(section))
      EXPECT_TRUE(options.contains(option) || global.contains(option)) << command << " " << option;
    for (const auto& option : options) {
      if (global.contains(option)) continue;
      EXPECT_THAT(section, HasSubstr(option)) << command;
    }
  }
  for (const auto& option : global) EXPECT_THAT(docs, HasSubstr(option));
}

}  // namespace
}  // namespace tearsheet
