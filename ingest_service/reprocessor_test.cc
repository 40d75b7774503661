#include "ingest_service/reprocessor.h"

#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "event_log/memory_event_log.h"
#include "gmock/gmock.h"
#include "ingest_service/article_check.h"
#include "ingest_service/ingestor.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::StatusIs;
using ::tearsheet::testing::TempFolder;

// A log that one extractor filled and another, that knows one name more, reads anew.
class ReprocessorTest : public ::testing::Test {
 protected:
  ReprocessorTest() {
    const std::string file = folder_.path() + "/own.txt";
    std::ofstream(file) << "org/quellmark | Quellmark Robotics | Quellmark\n";
    ExtractorOptions options;
    options.catalogue_files = {file};
    newer_ = Extractor::Create(ontology_, options).value();
    for (int i = 0; i < 5; ++i) Ingest(i);
  }

  void Ingest(int number) {
    v1::Article article;
    article.set_uri("https://post.example/" + std::to_string(number));
    article.mutable_publish_time()->set_seconds(1763121600);
    article.set_body("Northgate Foods agreed to buy Quellmark Robotics for $2 billion.");
    std::promise<void> done;
    first_ingestor_.Ingest(article, /*traceparent=*/"",
                           [&](const absl::StatusOr<v1::IngestArticleResponse>& answer) {
                             EXPECT_OK(answer);
                             done.set_value();
                           });
    done.get_future().wait();
  }

  absl::StatusOr<v1::ReprocessArticlesResponse> Step(const Extractor& extractor,
                                                     const v1::ReprocessArticlesRequest& request,
                                                     bool cancelled = false) {
    Reprocessor reprocessor(log_, appender_, extractor, ontology_, Clock::Real());
    std::promise<absl::StatusOr<v1::ReprocessArticlesResponse>> answer;
    reprocessor.Step(
        request, [cancelled] { return cancelled; },
        [&](absl::StatusOr<v1::ReprocessArticlesResponse> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
  }

  int64_t LogEnd() { return log_.LastSequence().value(); }

  TempFolder folder_;
  Ontology ontology_ = Ontology::Default().value();
  std::unique_ptr<Extractor> first_ = Extractor::Create(ontology_, {}).value();
  std::unique_ptr<Extractor> newer_;
  MemoryEventLog log_;
  Appender appender_{log_, {}};
  Ingestor first_ingestor_{log_, appender_, *first_, ontology_, Clock::Real(), ArticleLimits()};
};

TEST_F(ReprocessorTest, AppendsTheEventsThatTheRunningExtractorFinds) {
  const auto answer = Step(*newer_, {});
  ASSERT_OK(answer);
  EXPECT_EQ(answer->articles(), 5);
  EXPECT_EQ(answer->outdated(), 5);
  EXPECT_EQ(answer->changed(), 5);
  EXPECT_EQ(answer->replaced(), 5);
  EXPECT_EQ(answer->next_sequence(), 0);
  EXPECT_EQ(answer->sequence(), 10);
  const log::v1::LogRecord record = log_.Read(6, 1, 1).value().at(0).record;
  const log::v1::LogRecord article = log_.Read(1, 1, 1).value().at(0).record;
  EXPECT_EQ(record.record_id(), "reextraction/" + article.record_id() + "/" + newer_->version());
  EXPECT_EQ(record.reextraction().article(), article.article().article().name());
  EXPECT_EQ(record.reextraction().extraction().article_id(), article.record_id());
  EXPECT_EQ(record.reextraction().extraction().events(0).participants(1).entity_id(), "org/quellmark");
}

TEST_F(ReprocessorTest, RepeatedAppendsNothing) {
  ASSERT_OK(Step(*newer_, {}));
  const auto again = Step(*newer_, {});
  ASSERT_OK(again);
  EXPECT_EQ(again->outdated(), 0);
  EXPECT_EQ(LogEnd(), 10);
}

TEST_F(ReprocessorTest, TheExtractorThatReadAnArticleDoesNotReadItAgain) {
  const auto answer = Step(*first_, {});
  ASSERT_OK(answer);
  EXPECT_EQ(answer->outdated(), 0);
  EXPECT_EQ(LogEnd(), 5);
}

TEST_F(ReprocessorTest, GoesOnWhereTheLastStepEnded) {
  v1::ReprocessArticlesRequest request;
  request.set_max_records(2);
  std::vector<int64_t> places;
  do {
    const auto answer = Step(*newer_, request);
    ASSERT_OK(answer);
    request.set_from_sequence(answer->next_sequence());
    places.push_back(answer->next_sequence());
  } while (places.back() != 0 && places.back() <= 5);
  EXPECT_THAT(places, ::testing::ElementsAre(3, 5, 7));
  EXPECT_EQ(LogEnd(), 10);
}

TEST_F(ReprocessorTest, DryRunTellsAndAppendsNothing) {
  v1::ReprocessArticlesRequest request;
  request.set_dry_run(true);
  const auto answer = Step(*newer_, request);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->changed(), 5);
  EXPECT_EQ(answer->replaced(), 0);
  EXPECT_EQ(LogEnd(), 5);
}

TEST_F(ReprocessorTest, AnExtractorVersionLimitsWhatIsReadAnew) {
  v1::ReprocessArticlesRequest request;
  request.set_extractor("no version starts so");
  EXPECT_EQ(Step(*newer_, request).value().outdated(), 0);
  request.set_extractor(first_->version());
  EXPECT_EQ(Step(*newer_, request).value().outdated(), 5);
}

TEST_F(ReprocessorTest, AStepWhoseCallerHasGoneAppendsNothing) {
  EXPECT_THAT(Step(*newer_, {}, /*cancelled=*/true), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(LogEnd(), 5);
}

TEST_F(ReprocessorTest, RefusesPlacesOutsideTheLog) {
  for (const int64_t place : {-1, 7}) {
    v1::ReprocessArticlesRequest request;
    request.set_from_sequence(place);
    EXPECT_THAT(Step(*newer_, request), StatusIs(absl::StatusCode::kInvalidArgument)) << place;
  }
}

TEST(MayReplaceTest, ALaterProgramIsNeverReplacedByAnEarlierOne) {
  EXPECT_TRUE(MayReplace("3+a", "2+z"));
  EXPECT_TRUE(MayReplace("3+a", "3+b"));
  EXPECT_FALSE(MayReplace("3+a", "3+a"));
  EXPECT_FALSE(MayReplace("9+a", "10+a"));
}

}  // namespace
}  // namespace tearsheet
