#include "ingest_service/events/frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "ingest_service/events/cues.h"

namespace tearsheet {
namespace {

using testing::HasSubstr;

class FramesTest : public testing::Test {
 protected:
  FramesTest() { EXPECT_TRUE(grammar_.AddFile({"grammar.txt", "preposition: of | for | in | to"}).ok()); }

  std::string ErrorOf(const std::string& text) {
    return std::string(Frames::Load({{"my.frames", text}}, ontology_, grammar_).status().message());
  }

  const Ontology ontology_ = Ontology::Default().value();
  Grammar grammar_;
};

TEST_F(FramesTest, AFrameHasItsTriggersRolesAndNumbers) {
  const auto frames = Frames::Load({{"my.frames",
                                     "frame gobble: ACQUISITION\n"
                                     "  verb: gobble up | hoover up => consideration=CASH\n"
                                     "  ACQUIRER: subject\n"
                                     "  TARGET: object, loose of\n"
                                     "  amount: for\n"
                                     "  need: TARGET | amount\n"}},
                                   ontology_, grammar_);
  ASSERT_TRUE(frames.ok()) << frames.status();
  ASSERT_EQ(frames->frames().size(), 1U);
  const Frame& frame = frames->frames()[0];
  EXPECT_EQ(frame.triggers.size(), 2U);
  EXPECT_EQ(frame.roles.size(), 2U);
  EXPECT_TRUE(frame.roles[1].sources[1][0].loose);
  EXPECT_EQ(frame.numbers.size(), 1U);
  EXPECT_TRUE(frames->triggers().Starts(grammar_.Id("gobble")));
  EXPECT_EQ(grammar_.Find("gobbling").verb, grammar_.Id("gobble"));
}

TEST_F(FramesTest, RolesMayBeFilledWhereARequiredOneFindsSomebody) {
  const auto frames = Frames::Load({{"my.frames",
                                     "frame gobble: ACQUISITION\n"
                                     "  verb: gobble\n"
                                     "  ACQUIRER: subject\n"
                                     "  TARGET: object, of\n"
                                     "frame go: ACQUISITION\n"
                                     "  verb: go\n"
                                     "  TARGET: topic\n"}},
                                   ontology_, grammar_);
  ASSERT_TRUE(frames.ok()) << frames.status();
  const Frame& frame = frames->frames()[0];
  EXPECT_TRUE(frame.MayFillRoles(PlaceSet(PlaceSet::kObject)));
  EXPECT_TRUE(frame.MayFillRoles(PlaceSet::Behind(grammar_.Id("of"))));
  EXPECT_FALSE(frame.MayFillRoles(PlaceSet(PlaceSet::kPossessor)));
  EXPECT_FALSE(frame.MayFillRoles(PlaceSet()));
  // Whom the article is about stands in no place of the sentence.
  EXPECT_TRUE(frames->frames()[1].MayFillRoles(PlaceSet()));
}

TEST_F(FramesTest, AnIndexOfPatternsLeavesOutWhatTheNextWordCannotGoOnWith) {
  struct Entry {
    LemmaId second;
  };
  PatternIndex<Entry> index;
  for (const char* text : {"take over", "take * private", "hand over"}) {
    const Pattern pattern = ReadPattern(text, grammar_);
    index.Add(pattern[0], {SecondWord(pattern)});
  }
  const auto found = [&](const std::vector<std::string>& text) {
    std::vector<const Word*> words;
    for (const std::string& word : text) words.push_back(&grammar_.Find(word));
    const auto* entries = index.Find(words[0]->form, words, 0, static_cast<int>(words.size()));
    return entries == nullptr ? size_t{0} : entries->size();
  };
  EXPECT_EQ(found({"hand", "over"}), 1U);
  EXPECT_EQ(found({"hand", "private"}), 0U);
  EXPECT_EQ(found({"hand"}), 0U);
  // A gap goes on with any word.
  EXPECT_EQ(found({"take", "private"}), 2U);
  EXPECT_EQ(found({"over", "take"}), 0U);
}

TEST_F(FramesTest, ABadLineIsRefusedWithFileLineAndReason) {
  EXPECT_THAT(ErrorOf("frame x: WEDDING\n"), HasSubstr("my.frames:1: the ontology has no type WEDDING"));
  EXPECT_THAT(ErrorOf("frame x: MERGER\n  BUYER: subject\n"),
              HasSubstr("my.frames:2: MERGER has no role BUYER"));
  EXPECT_THAT(ErrorOf("frame x: MERGER\n  PARTY: beneath\n"),
              HasSubstr("my.frames:2: 'beneath' is no place"));
  EXPECT_THAT(ErrorOf("frame x: MERGER\n  percent: object\n"),
              HasSubstr("my.frames:2: MERGER has no slot percent"));
  EXPECT_THAT(ErrorOf("frame x: STAKE\n  verb: own => change=EATS\n"),
              HasSubstr("my.frames:2: slot change has no value EATS"));
  EXPECT_THAT(ErrorOf("frame x: IPO\n  words exchange: places\n"),
              HasSubstr("my.frames:2: no list is called places"));
  EXPECT_THAT(ErrorOf("  verb: own\n"), HasSubstr("my.frames:1:"));
  EXPECT_THAT(ErrorOf("frame x: IPO\n  verb: -\n"), HasSubstr("my.frames:2: a trigger has a word"));
}

TEST_F(FramesTest, AFrameCanLimitClauseShareAndHistory) {
  const auto frames = Frames::Load({{"my.frames",
                                     "frame bag: STAKE\n"
                                     "  verb: take * private\n"
                                     "  noun: holding\n"
                                     "  HOLDER: org subject, latest ACQUISITION.ACQUIRER\n"
                                     "  COMPANY: in, last INVESTMENT.INVESTEE\n"
                                     "  percent: governor, object\n"
                                     "  with: in exchange\n"
                                     "  with not: market share\n"
                                     "  not under: lose\n"
                                     "  clause: own\n"
                                     "  share: minority\n"
                                     "  after: INVESTMENT\n"}},
                                   ontology_, grammar_);
  ASSERT_TRUE(frames.ok()) << frames.status();
  const Frame& frame = frames->frames()[0];
  EXPECT_EQ(frame.triggers[0].head, 1);
  EXPECT_EQ(frame.triggers[1].head, 1);
  EXPECT_TRUE(frame.roles[0].sources[0][0].organisation);
  EXPECT_TRUE(frame.roles[0].sources[1][0].latest);
  EXPECT_FALSE(frame.roles[1].sources[1][0].latest);
  EXPECT_EQ(frame.numbers[0].sources[0][0].kind, Source::kGovernor);
  EXPECT_EQ(frame.with.size(), 1U);
  EXPECT_EQ(frame.with_not.size(), 1U);
  EXPECT_EQ(frame.not_under.size(), 1U);
  EXPECT_TRUE(frame.clause);
  EXPECT_EQ(frame.share, Frame::Share::kMinority);
  EXPECT_EQ(frame.after, "INVESTMENT");
  EXPECT_THAT(frames->deal_types(), testing::ElementsAre("ACQUISITION"));
  EXPECT_THAT(ErrorOf("frame x: STAKE\n  share: most\n"), HasSubstr("my.frames:2: a share is"));
  EXPECT_THAT(ErrorOf("frame x: STAKE\n  clause: any\n"), HasSubstr("my.frames:2: clause can only be 'own'"));
  EXPECT_THAT(ErrorOf("frame x: STAKE\n  after: WEDDING\n"),
              HasSubstr("my.frames:2: the ontology has no type"));
  EXPECT_THAT(ErrorOf("frame x: STAKE\n  HOLDER: latest WEDDING.BRIDE\n"),
              HasSubstr("my.frames:2: expected"));
}

TEST_F(FramesTest, ABadCueIsRefusedWithFileLineAndReason) {
  EXPECT_THAT(
      std::string(Cues::Load({"my.cues", "# why\nstatus SLEEPING: asleep\n"}, grammar_).status().message()),
      HasSubstr("my.cues:2:"));
}

TEST_F(FramesTest, AGapCoversAtMostFourWords) {
  const Pattern pattern = ReadPattern("take * private", grammar_);
  grammar_.AddVerb("take");
  auto matches = [&](const std::vector<std::string>& text) {
    std::vector<const Word*> words;
    for (const std::string& word : text) words.push_back(&grammar_.Find(word));
    return MatchPattern(pattern, words, 0, static_cast<int>(words.size()));
  };
  EXPECT_EQ(matches({"takes", "the", "firm", "private"}), 4);
  EXPECT_EQ(matches({"takes", "a", "b", "c", "d", "e", "f", "private"}), 0);
}

TEST(GrammarTest, InflectsRegularAndIrregularVerbs) {
  Grammar grammar;
  ASSERT_TRUE(grammar
                  .AddFile({"g",
                            "verbs: carry | buy | merge | acquire\nirregular: buy bought bought\nirregular: "
                            "plan planned planned\n"})
                  .ok());
  EXPECT_EQ(grammar.Find("carried").verb, grammar.Id("carry"));
  EXPECT_EQ(grammar.Find("bought").verb, grammar.Id("buy"));
  EXPECT_EQ(grammar.Find("merging").verb, grammar.Id("merge"));
  EXPECT_EQ(grammar.Find("planning").verb, grammar.Id("plan"));
  EXPECT_EQ(grammar.Find("acquires").verb, grammar.Id("acquire"));
  EXPECT_EQ(grammar.Find("acquirer").verb, 0);
}

}  // namespace
}  // namespace tearsheet
