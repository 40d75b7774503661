#include "query_service/consolidation/status_story.h"

#include <list>

#include "gmock/gmock.h"
#include "query_service/consolidation/testing.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::Cite;
using testing::Fact;

struct Told {
  v1::Status status;
  const char* outlet;
};

StatusStory StoryOf(const std::vector<Told>& told, std::list<EventFact>& facts) {
  std::vector<const EventFact*> events;
  for (const Told& t : told) {
    Cite(facts.emplace_back(Fact("INVESTMENT", static_cast<int>(facts.size()) + 1, t.status)), v1::OUTLET,
         t.outlet);
    events.push_back(&facts.back());
  }
  return TellStatus(events);
}

TEST(StatusStoryTest, FollowsTheLadderAndItsInterruptions) {
  const struct {
    std::vector<Told> told;
    v1::Status status;
    bool disputed;
  } kCases[] = {
      {{{v1::EARLY_TALKS, "A"}, {v1::TALKS, "B"}}, v1::TALKS, false},
      // A mention in passing moves nothing backwards.
      {{{v1::AGREED, "A"}, {v1::TALKS, "B"}}, v1::AGREED, false},
      {{{v1::AGREED, "A"}, {v1::TERMINATED, "B"}}, v1::TERMINATED, false},
      // The old stage, told again after the end, is background.
      {{{v1::AGREED, "A"}, {v1::TERMINATED, "B"}, {v1::AGREED, "C"}}, v1::TERMINATED, false},
      {{{v1::AGREED, "A"}, {v1::DELAYED, "B"}, {v1::COMPLETED, "C"}}, v1::COMPLETED, false},
      {{{v1::TALKS, "A"}, {v1::DENIED, "B"}}, v1::DENIED, true},
      {{{v1::TALKS, "A"}, {v1::DENIED, "B"}, {v1::ADVANCED_TALKS, "C"}}, v1::ADVANCED_TALKS, true},
      // Who denies does not reopen.
      {{{v1::TALKS, "A"}, {v1::DENIED, "B"}, {v1::TALKS, "B"}}, v1::DENIED, true},
  };
  for (const auto& test : kCases) {
    std::list<EventFact> facts;
    const StatusStory story = StoryOf(test.told, facts);
    EXPECT_EQ(story.status, test.status);
    EXPECT_EQ(story.disputed, test.disputed);
  }
}

TEST(StatusStoryTest, HistoryNamesWhoFirstGaveEachStage) {
  std::list<EventFact> facts;
  const StatusStory story = StoryOf({{v1::TALKS, "A"}, {v1::TALKS, "B"}, {v1::AGREED, "C"}}, facts);
  ASSERT_EQ(story.history.size(), 2u);
  EXPECT_EQ(story.history[0]->article_id(), "a1");
  EXPECT_EQ(story.history[1]->article_id(), "a3");
}

TEST(StatusStoryTest, APartyThatSignsSettlesTheDispute) {
  std::list<EventFact> facts;
  Cite(facts.emplace_back(Fact("INVESTMENT", 1, v1::TALKS)), v1::OUTLET, "A");
  facts.back().add_denied_by("Acme");
  EXPECT_TRUE(TellStatus({&facts.back()}).disputed);
  Cite(facts.emplace_back(Fact("INVESTMENT", 2, v1::AGREED)), v1::PARTY, "Acme");
  EXPECT_FALSE(TellStatus({&facts.front(), &facts.back()}).disputed);
}

}  // namespace
}  // namespace tearsheet
