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
  return TellStatus(events, Origins(events));
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

// What is said of a deal that Acme is a party to, and of what Acme says to it in the same article.
struct Word {
  v1::Status status;
  v1::LinkKind kind;
  const char* origin;
  const char* denied_by = nullptr;
  const char* confirmed_by = nullptr;
};

StatusStory StoryOf(const std::vector<Word>& words) {
  std::list<EventFact> facts;
  std::vector<const EventFact*> events;
  for (const Word& word : words) {
    EventFact& fact = facts.emplace_back(Fact("INVESTMENT", static_cast<int>(facts.size()) + 1, word.status));
    Cite(fact, word.kind, word.origin);
    if (word.denied_by != nullptr) fact.add_denied_by(word.denied_by);
    if (word.confirmed_by != nullptr) fact.add_confirmed_by(word.confirmed_by);
    events.push_back(&fact);
  }
  StatusStory story = TellStatus(events, Origins(events));
  story.history.clear();
  return story;
}

TEST(StatusStoryTest, ADenialStandsUntilThePartyTakesItBackOrAnyPartySigns) {
  const Word reported = {v1::TALKS, v1::OUTLET, "A"};
  const Word denied_aside = {v1::TALKS, v1::OUTLET, "A", "Acme"};
  const Word denied = {v1::DENIED, v1::PARTY, "Acme"};
  const struct {
    std::vector<Word> words;
    v1::Status status;
    bool disputed;
  } kCases[] = {
      {{denied_aside}, v1::TALKS, true},
      {{denied_aside, {v1::TALKS, v1::PARTY, "Beta"}}, v1::TALKS, true},
      {{denied_aside, {v1::TALKS, v1::PARTY, "Acme"}}, v1::TALKS, false},
      {{denied_aside, {v1::TALKS, v1::OUTLET, "B", nullptr, "Acme"}}, v1::TALKS, false},
      {{denied_aside, {v1::AGREED, v1::PARTY, "Beta"}}, v1::AGREED, false},
      {{denied_aside, {v1::AGREED, v1::OUTLET, "B"}}, v1::AGREED, true},
      {{reported, denied}, v1::DENIED, true},
      {{reported, denied, {v1::TALKS, v1::PARTY, "Acme"}}, v1::TALKS, false},
      // Denied again.
      {{reported, denied, {v1::TALKS, v1::PARTY, "Acme"}, denied}, v1::DENIED, true},
      // A denial by itself disputes nothing.
      {{denied}, v1::DENIED, false},
  };
  for (const auto& test : kCases) {
    const StatusStory story = StoryOf(test.words);
    EXPECT_EQ(story.status, test.status) << &test - kCases;
    EXPECT_EQ(story.disputed, test.disputed) << &test - kCases;
  }
}

}  // namespace
}  // namespace tearsheet
