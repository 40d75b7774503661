#include "ingest_service/events/arguments.h"

#include <gtest/gtest.h>

#include <string>

#include "ingest_service/mentions/mention_finder.h"
#include "ingest_service/references/resolve_references.h"
#include "ingest_service/text/read_text.h"

extern "C" {
extern const char tearsheet_grammar_start[], tearsheet_grammar_end[];
}

namespace tearsheet {
namespace {

// A sentence with its clauses analysed.
class Analysis {
 public:
  explicit Analysis(const std::string& sentence) {
    EXPECT_TRUE(grammar_.AddFile({"grammar.txt", {tearsheet_grammar_start, tearsheet_grammar_end}}).ok());
    article_.set_body(sentence);
    document_ = ReadText(article_);
    static const Catalogue* const catalogue = new Catalogue(Catalogue::Load({}).value());
    static const MentionFinder* const finder = MentionFinder::Create(*catalogue).value().release();
    finder->Find(document_);
    ResolveReferences(*catalogue, finder->descriptions(), document_);
    window_ = ChunkWindow(document_,
                          TagWindow(grammar_, document_, {0, static_cast<int>(document_.tokens.size())}, 0));
  }

  // Names of the entities that are an argument of the verb with this base form.
  std::string Of(const std::string& verb, Argument::Label label, const std::string& preposition = "") const {
    SentenceParser parser(DefaultSyntaxModel());
    const ArgumentFinder finder(grammar_, document_, window_, parser);
    for (size_t c = 0; c < window_.chunks.size(); ++c) {
      const Chunk& chunk = window_.chunks[c];
      if (chunk.kind != Chunk::kVerb || chunk.verb.verb != grammar_.Id(verb)) continue;
      std::string names;
      for (const Argument& argument : finder.OfVerb(static_cast<int>(c), chunk.end).list) {
        if (argument.label != label ||
            (!preposition.empty() && argument.preposition != grammar_.Id(preposition)))
          continue;
        for (int m : argument.mentions) {
          for (int e : document_.mentions[m].entities)
            names += (names.empty() ? "" : "+") + document_.entities[e].name();
        }
      }
      return names;
    }
    return "(no verb)";
  }

  // Names in the phrases that the parse alone tells are the subject of the verb.
  std::string ParsedSubject(const std::string& verb) const {
    SentenceParser parser(DefaultSyntaxModel());
    ParsedClauses clauses(document_, window_, parser);
    for (size_t c = 0; c < window_.chunks.size(); ++c) {
      const Chunk& chunk = window_.chunks[c];
      if (chunk.kind != Chunk::kVerb || chunk.verb.verb != grammar_.Id(verb)) continue;
      std::string names;
      for (int subject : clauses.Subject(static_cast<int>(c))) {
        for (int m : window_.chunks[subject].mentions) {
          for (int e : document_.mentions[m].entities)
            names += (names.empty() ? "" : "+") + document_.entities[e].name();
        }
      }
      return names;
    }
    return "(no verb)";
  }

 private:
  Grammar grammar_;
  v1::Article article_;
  Document document_;
  ChunkedWindow window_;
};

struct SubjectCase {
  const char* sentence;
  const char* verb;
  const char* subject;
  const char* object;
};

class ArgumentsTest : public testing::TestWithParam<SubjectCase> {};

TEST_P(ArgumentsTest, FindsWhoDoesWhatToWhom) {
  const Analysis analysis(GetParam().sentence);
  EXPECT_EQ(analysis.Of(GetParam().verb, Argument::kSubject), GetParam().subject) << GetParam().sentence;
  EXPECT_EQ(analysis.Of(GetParam().verb, Argument::kObject), GetParam().object) << GetParam().sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ArgumentsTest,
    testing::Values(SubjectCase{"Northgate Foods acquired Peel Technologies.", "acquire", "Northgate Foods",
                                "Peel Technologies"},
                    SubjectCase{"Peel Technologies was acquired by Northgate Foods.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods agreed to acquire Peel Technologies.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods is in talks to acquire Peel Technologies.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{
                        "Northgate Foods, a maker of bread based in Ohio, acquired Peel Technologies.",
                        "acquire", "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods, which acquired Peel Technologies, makes bread.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods sold a mill and acquired Peel Technologies.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Calder Bank said Northgate Foods had acquired Peel Technologies.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods and Calder Bank acquired OpenAI.", "acquire",
                                "Northgate Foods+Calder Bank", "OpenAI"},
                    SubjectCase{"Calder Bank asked Northgate Foods to acquire Peel Technologies.", "acquire",
                                "Northgate Foods", "Peel Technologies"},
                    SubjectCase{"Northgate Foods to acquire Peel Technologies", "acquire", "Northgate Foods",
                                "Peel Technologies"},
                    SubjectCase{"A spokesman for Northgate Foods confirmed the talks.", "confirm",
                                "Northgate Foods", ""}));

TEST(ArgumentsTest, PrepositionsBelongToTheVerbAcrossAnApposition) {
  const Analysis analysis("Northgate Foods acquired Peel Technologies, a maker of ovens, from Calder Bank.");
  EXPECT_EQ(analysis.Of("acquire", Argument::kPreposition, "from"), "Calder Bank");
}

TEST(ArgumentsTest, ANewClauseEndsTheReachOfAVerb) {
  const Analysis analysis("Northgate Foods acquired Peel Technologies after it had talked with Calder Bank.");
  EXPECT_EQ(analysis.Of("acquire", Argument::kPreposition, "with"), "");
}

struct ParsedCase {
  const char* sentence;
  const char* verb;
  const char* subject;
};

class ParsedSubjectTest : public testing::TestWithParam<ParsedCase> {};

TEST_P(ParsedSubjectTest, IsFoundThrough) {
  EXPECT_EQ(Analysis(GetParam().sentence).ParsedSubject(GetParam().verb), GetParam().subject)
      << GetParam().sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Constructions, ParsedSubjectTest,
    testing::Values(
        ParsedCase{"Northgate Foods acquired Peel Technologies.", "acquire", "Northgate Foods"},
        ParsedCase{"Northgate Foods and Calder Bank acquired OpenAI.", "acquire",
                   "Northgate Foods+Calder Bank"},
        ParsedCase{"Calder Bank said on Monday Northgate Foods had agreed to acquire Peel Technologies.",
                   "acquire", "Northgate Foods"},
        ParsedCase{"Northgate Foods, a maker of bread, is in talks to acquire Peel Technologies.", "acquire",
                   "Northgate Foods"},
        ParsedCase{"Northgate Foods, which acquired Peel Technologies, makes bread.", "acquire",
                   "Northgate Foods"},
        ParsedCase{"Calder Bank asked Northgate Foods to acquire Peel Technologies.", "acquire",
                   "Northgate Foods"},
        ParsedCase{"Northgate Foods opened a mill and acquired Peel Technologies.", "acquire",
                   "Northgate Foods"},
        ParsedCase{"Northgate Foods to acquire Peel Technologies", "acquire", "Northgate Foods"}));

}  // namespace
}  // namespace tearsheet
