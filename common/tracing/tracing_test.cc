#include <fstream>
#include <string>
#include <vector>

#include "common/tracing/otlp_json.h"
#include "common/tracing/span.h"
#include "common/tracing/trace_context.h"
#include "common/tracing/trace_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kSampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr char kNotSampled[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

// Keeps what a test records.
class SpanTest : public ::testing::Test {
 protected:
  SpanTest() { SetSpanSink(&sink_); }
  ~SpanTest() override { SetSpanSink(nullptr); }

  bool begins_trace_ = false;
  std::vector<SpanRecord> spans_;
  const SpanSink sink_{.begins_trace = [this] { return begins_trace_; },
                       .add = [this](SpanRecord span) { spans_.push_back(std::move(span)); }};
};

TEST(TraceparentTest, IsReadAndWritten) {
  const auto context = ParseTraceparent(kSampled);
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(context->span_id, "b7ad6b7169203331");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(ToTraceparent(*context), kSampled);
  EXPECT_FALSE(ParseTraceparent(kNotSampled)->sampled);
}

TEST_F(SpanTest, AChildNamesItsParentAndIsNamedByItsOwn) {
  Span parent = Span::Child("parent", SpanKind::kServer, kSampled);
  Span child = Span::Child("child", SpanKind::kInternal, parent.traceparent());
  child.End();
  parent.End(absl::StatusCode::kNotFound);
  ASSERT_THAT(spans_, SizeIs(2));
  EXPECT_EQ(spans_[1].parent_span_id, "b7ad6b7169203331");
  EXPECT_EQ(spans_[0].parent_span_id, spans_[1].context.span_id);
  EXPECT_EQ(spans_[0].context.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(spans_[1].code, absl::StatusCode::kNotFound);
}

TEST_F(SpanTest, EndsOnceAndWithItsObject) {
  {
    Span first = Span::Child("first", SpanKind::kInternal, kSampled);
    Span moved = std::move(first);
    moved.End();
    moved.End();
    const Span second = Span::Child("second", SpanKind::kInternal, kSampled);
  }
  EXPECT_THAT(spans_, SizeIs(2));
}

TEST_F(SpanTest, WhatIsNotSampledIsHandedOnUnrecorded) {
  EXPECT_EQ(Span::Child("work", SpanKind::kInternal, kNotSampled).traceparent(), kNotSampled);
  EXPECT_EQ(Span::Child("work", SpanKind::kInternal, "").traceparent(), "");
  EXPECT_EQ(Span::Server("call", "").traceparent(), "");
  EXPECT_THAT(spans_, SizeIs(0));
}

TEST_F(SpanTest, ACallWithoutTraceBeginsOneWhenItIsChosen) {
  begins_trace_ = true;
  Span::Server("call", "").End();
  Span::Server("call", kNotSampled).End();
  ASSERT_THAT(spans_, SizeIs(1));
  EXPECT_EQ(spans_[0].parent_span_id, "");
  EXPECT_TRUE(ParseTraceparent(ToTraceparent(spans_[0].context)).has_value());
}

TEST_F(SpanTest, OtlpHoldsIdsTimesKindAttributesAndLinks) {
  Span span = Span::Child("apply", SpanKind::kConsumer, kSampled);
  span.Set("sequence", "7");
  span.Link(kNotSampled);
  span.End(absl::StatusCode::kUnavailable);
  const auto json = nlohmann::json::parse(ToOtlpJson("tearsheet-query", spans_));
  const auto& resource = json["resourceSpans"][0];
  EXPECT_EQ(resource["resource"]["attributes"][0]["value"]["stringValue"], "tearsheet-query");
  const auto& told = resource["scopeSpans"][0]["spans"][0];
  EXPECT_EQ(told["traceId"], "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(told["parentSpanId"], "b7ad6b7169203331");
  EXPECT_EQ(told["kind"], 5);
  EXPECT_EQ(told["attributes"][0]["key"], "sequence");
  EXPECT_EQ(told["links"][0]["spanId"], "b7ad6b7169203331");
  EXPECT_EQ(told["status"]["code"], 2);
  EXPECT_LE(std::stoll(told["startTimeUnixNano"].get<std::string>()),
            std::stoll(told["endTimeUnixNano"].get<std::string>()));
}

TEST(TraceFileTest, HoldsEverySpanWhenItIsClosed) {
  testing::TempFolder folder;
  {
    const auto file = TraceFile::Open({.path = folder.File("spans"), .service = "tearsheet-ingest"});
    ASSERT_TRUE(file.ok()) << file.status();
    for (int i = 0; i < 100; ++i) Span::Child("work", SpanKind::kInternal, kSampled).End();
    EXPECT_EQ((*file)->dropped(), 0);
  }
  std::ifstream lines(folder.File("spans"));
  size_t spans = 0;
  for (std::string line; std::getline(lines, line);)
    spans += nlohmann::json::parse(line)["resourceSpans"][0]["scopeSpans"][0]["spans"].size();
  EXPECT_EQ(spans, 100);
}

TEST(TraceFileTest, DropsAndCountsWhatIsTooMuch) {
  testing::TempFolder folder;
  const auto file = TraceFile::Open({.path = folder.File("spans"), .service = "", .max_waiting = 0});
  ASSERT_TRUE(file.ok()) << file.status();
  Span::Child("work", SpanKind::kInternal, kSampled).End();
  EXPECT_EQ((*file)->dropped(), 1);
}

TEST(TraceFileTest, RefusesWhatItCannotAppendTo) {
  testing::TempFolder folder;
  EXPECT_EQ(TraceFile::Open({.path = folder.File("none/spans"), .service = ""}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(TraceFile::Open({.path = folder.File("spans"), .service = "", .ratio = 2}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tearsheet
