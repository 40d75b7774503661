// What holds for the names of every text, sensible or not.
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ingest_service/mentions/mention_test_util.h"
#include "ingest_service/mentions/name_features.h"
#include "ingest_service/mentions/name_model.h"

namespace tearsheet {
namespace {

// Pieces of names, of what stands beside them, and of what breaks them.
std::string Soup(std::mt19937& random, int pieces) {
  static const std::vector<std::string> kPieces = {
      "Tovaris",  "Target", "Amazon", "Holt",    "Inc.",    ", Inc.", "Ltd", "GmbH",    "& Co",     "&",
      "-",        "'s",     "’s",     "of",      "the",     "The",    "de",  "van der", "and",      ",",
      ".",        ". ",     "\"",     "(",       ")",       "Mr.",    "CEO", "said",    "shares",   "X-200",
      "7-Palms",  "5G",     "$2bn",   "SFr620m", "TOVARIS", "xAI",    "é",   "Ö",       "株式会社", "Москва",
      "\n\n",     "\n• ",   "Monday", "Danish",  "1,000",   "A",      "a",   "U.S.",    "Bank of",  "Times",
      "reported", "🙂",   "—",      "’",       "--"};
  std::string text;
  for (int i = 0; i < pieces; ++i) {
    text += kPieces[random() % kPieces.size()];
    if (random() % 4 != 0) text += " ";
  }
  return text;
}

std::string Noise(std::mt19937& random, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(random() % 96 + 32));
  return text;
}

void ExpectSound(const Document& document) {
  for (const DocumentMention& mention : document.mentions) {
    ASSERT_GE(mention.sentence, 0);
    ASSERT_LT(mention.sentence, static_cast<int32_t>(document.sentences.size()));
    const Sentence& sentence = document.sentences[mention.sentence];
    EXPECT_GE(mention.first_token, sentence.first_token);
    EXPECT_LT(mention.first_token, mention.end_token);
    EXPECT_LE(mention.end_token, sentence.end_token);
    for (const int32_t entity : mention.entities) {
      ASSERT_GE(entity, 0);
      ASSERT_LT(entity, static_cast<int32_t>(document.entities.size()));
      EXPECT_FALSE(document.entities[entity].name().empty());
      EXPECT_NE(document.entities[entity].entity_id().back(), '~');
    }
  }
}

TEST(NamesPropertyTest, SpansAreSoundAndTheSameEveryTime) {
  std::mt19937 random(20250101);
  for (int i = 0; i < 400; ++i) {
    const v1::Article article =
        MakeArticle(Soup(random, 8), i % 4 == 0 ? Noise(random, 300) : Soup(random, 80));
    const Document document = FindMentions(article);
    ExpectSound(document);
    const Document again = FindMentions(article);
    ASSERT_EQ(again.mentions.size(), document.mentions.size());
    ASSERT_EQ(again.entities.size(), document.entities.size());
    for (size_t k = 0; k < document.mentions.size(); ++k) {
      EXPECT_EQ(again.mentions[k].first_token, document.mentions[k].first_token);
      EXPECT_EQ(again.mentions[k].end_token, document.mentions[k].end_token);
      EXPECT_EQ(again.mentions[k].entities, document.mentions[k].entities);
    }
    for (size_t k = 0; k < document.entities.size(); ++k)
      EXPECT_EQ(again.entities[k].SerializeAsString(), document.entities[k].SerializeAsString());
  }
}

TEST(NamesPropertyTest, LongTextsTakeTimeInProportion) {
  for (const char* piece :
       {"Tovaris ", "Tovaris & ", "Tovaris-", "Bank of ", "Target, ", "X-200 ", "Holt. ", "A.B. "}) {
    std::string body;
    while (body.size() < 1 << 18) body += piece;
    const v1::Article article = MakeArticle("", body);
    const auto start = std::chrono::steady_clock::now();
    ExpectSound(FindMentions(article));
    // A quarter of a megabyte; generous, for builds with sanitizers.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << piece;
  }
}

TEST(NameModelTest, WhatIsWrittenIsRead) {
  NameModel::Weights weights;
  weights.rows.resize(NameModel::kRows);
  weights.rows[7][static_cast<size_t>(NameLabel::kPerson)] = 100;
  weights.rows[9][static_cast<size_t>(NameLabel::kInPerson)] = -3;
  weights.transitions[0][static_cast<size_t>(NameLabel::kPerson)] = -300;
  const std::string bytes = NameModel::Write(weights);
  const absl::StatusOr<NameModel> model = NameModel::Read(bytes);
  ASSERT_TRUE(model.ok());
  const std::vector<uint16_t> features = {7, 7, 9};
  const LabelScores scores = model->Score(features);
  EXPECT_EQ(scores[static_cast<size_t>(NameLabel::kPerson)], 200);
  EXPECT_EQ(scores[static_cast<size_t>(NameLabel::kInPerson)], -3);
  EXPECT_EQ(scores[static_cast<size_t>(NameLabel::kNone)], 0);
  EXPECT_NE(model->version(), NameModel::BuiltIn().version());
  EXPECT_FALSE(NameModel::Read("").ok());
  EXPECT_FALSE(NameModel::Read(bytes.substr(1)).ok());
  EXPECT_FALSE(NameModel::Read(bytes + "x").ok());
}

TEST(NameModelTest, NamesBeginBeforeTheyGoOn) {
  LabelTransitions transitions = {};
  LabelWork work;
  // The second token is by itself likeliest inside a place, the first a person.
  work.scores.resize(2);
  work.scores[0][static_cast<size_t>(NameLabel::kPerson)] = 10;
  work.scores[1][static_cast<size_t>(NameLabel::kInPlace)] = 9;
  work.scores[1][static_cast<size_t>(NameLabel::kInPerson)] = 1;
  std::vector<NameLabel> labels(2);
  BestLabels(transitions, work, absl::MakeSpan(labels));
  EXPECT_EQ(labels, (std::vector<NameLabel>{NameLabel::kPerson, NameLabel::kInPerson}));
}

}  // namespace
}  // namespace tearsheet
