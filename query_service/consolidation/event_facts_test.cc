#include "query_service/consolidation/event_facts.h"

#include "gmock/gmock.h"
#include "query_service/consolidation/testing.h"

namespace tearsheet {
namespace {

using testing::DefaultOntology;

void Name(v1::Event& event, const std::string& role, const std::string& id) {
  auto& participant = *event.add_participants();
  participant.set_role(role);
  participant.set_entity_id(id);
  participant.set_name(id);
}

v1::Event& Add(v1::Extraction& extraction, const std::string& type, v1::Status status,
               v1::Certainty certainty) {
  v1::Event& event = *extraction.add_events();
  event.set_event_id(absl::StrCat("e", extraction.events_size()));
  event.set_type(type);
  event.set_status(status);
  event.set_certainty(certainty);
  return event;
}

// A valuation that depends on an investment, both told by one article.
v1::Extraction ConditionalValuation(v1::Status investment, v1::Status valuation) {
  v1::Extraction extraction;
  extraction.set_article_id("a");
  v1::Event& main = Add(extraction, "INVESTMENT", investment, v1::ASSERTED);
  Name(main, "INVESTOR", "org/a");
  Name(main, "INVESTEE", "org/b");
  Name(Add(extraction, "VALUATION", valuation, v1::CONDITIONAL), "COMPANY", "org/b");
  return extraction;
}

std::vector<state::v1::EventFact> Facts(const v1::Extraction& extraction) {
  v1::Article article;
  article.set_uri("https://t.example/a");
  article.mutable_publish_time()->set_seconds(1'760'000'000);
  return MakeEventFacts(DefaultOntology(), article, extraction, 1).value();
}

TEST(EventFactsTest, AConditionalEventHangsOnItsDealAndTakesItsStatus) {
  for (const v1::Status told : {v1::COMPLETED, v1::RUMORED, v1::STATUS_UNSPECIFIED}) {
    const auto facts = Facts(ConditionalValuation(v1::TALKS, told));
    EXPECT_EQ(facts[1].hangs_on(), "e1");
    EXPECT_THAT(facts[0].bears(), ::testing::ElementsAre("e2"));
    EXPECT_EQ(facts[1].event().status(), v1::TALKS);
  }
}

TEST(EventFactsTest, NothingHangsOnWhatIsDone) {
  const auto facts = Facts(ConditionalValuation(v1::COMPLETED, v1::RUMORED));
  EXPECT_EQ(facts[1].hangs_on(), "");
  EXPECT_EQ(facts[1].event().status(), v1::RUMORED);
}

TEST(EventFactsTest, AnEventThatCannotBeUsedIsNamed) {
  v1::Extraction extraction = ConditionalValuation(v1::TALKS, v1::TALKS);
  extraction.mutable_events(1)->set_event_id("e1");
  v1::Article article;
  article.mutable_publish_time()->set_seconds(1'760'000'000);
  const auto facts = MakeEventFacts(DefaultOntology(), article, extraction, 1);
  EXPECT_EQ(facts.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(facts.status().message()), ::testing::HasSubstr("'e1'"));
}

}  // namespace
}  // namespace tearsheet
