// What text/ promises: reader text, tokens, sentences, and offsets that always lead back to the bytes as
// received.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest_service/text/html_entities.h"
#include "ingest_service/text/html_text.h"
#include "ingest_service/text/read_text.h"

namespace tearsheet {
namespace {

using ::testing::ElementsAre;

v1::Article Plain(const std::string& body) {
  v1::Article article;
  article.set_body(body);
  return article;
}

v1::Article Html(const std::string& body) {
  v1::Article article = Plain(body);
  article.set_body_format(v1::BODY_FORMAT_HTML);
  return article;
}

std::vector<std::string> TokensOf(const v1::Article& article) {
  std::vector<std::string> texts;
  const Document document = ReadText(article);
  for (const Token& token : document.tokens) texts.emplace_back(token.text);
  return texts;
}

// The bytes as received that each sentence covers.
std::vector<std::string> SentencesOf(const v1::Article& article) {
  std::vector<std::string> texts;
  for (const Sentence& sentence : ReadText(article).sentences) {
    const std::string& source = sentence.part == v1::TEXT_PART_TITLE ? article.title() : article.body();
    texts.push_back(source.substr(sentence.begin, sentence.end - sentence.begin));
  }
  return texts;
}

TEST(TokenizerTest, SplitsAsDocumented) {
  const struct {
    std::string text;
    std::vector<std::string> tokens;
  } kCases[] = {
      {"US$1.1bn", {"US$", "1.1", "bn"}},
      {"C$320", {"C$", "320"}},
      {"€410m", {"€", "410", "m"}},
      {"SFr620m", {"SFr", "620", "m"}},
      {"USD5", {"USD", "5"}},
      {"10%", {"10", "%"}},
      {"1,78,59,776", {"1,78,59,776"}},
      {"AI-driven", {"AI", "-", "driven"}},
      {"F1-score", {"F1", "-", "score"}},
      {"Trainium3", {"Trainium3"}},
      {"Yahoo!", {"Yahoo", "!"}},
      {"U.S. firms", {"U.S.", "firms"}},
      {"Acme Inc. of", {"Acme", "Inc.", "of"}},
      {"Acme’s", {"Acme", "’s"}},
      {"didn't", {"did", "n't"}},
      {"O'Reilly", {"O'Reilly"}},
      {"the partners' money", {"the", "partners", "'", "money"}},
      {"AT&T", {"AT&T"}},
      {"Vexel.com", {"Vexel.com"}},
      {"Vexel.AI", {"Vexel.AI"}},
      {"done.The", {"done", ".", "The"}},
      {"see https://vexel.example/a?b=1.", {"see", "https://vexel.example/a?b=1", "."}},
      {"wait ... what--now", {"wait", "...", "what", "--", "now"}},
      {"a .5 share", {"a", ".5", "share"}},
      {"\u201cYes,\u201d", {"\u201c", "Yes", ",", "\u201d"}},
  };
  for (const auto& test : kCases) EXPECT_EQ(TokensOf(Plain(test.text)), test.tokens) << test.text;
}

TEST(TokenizerTest, LowerFormIsPlain) {
  const v1::Article article = Plain("Société Générale’s U.S. – Ørsted “MÜNCHEN”");
  std::vector<std::string> lower;
  const Document document = ReadText(article);
  for (const Token& token : document.tokens) lower.emplace_back(token.lower);
  EXPECT_THAT(lower, ElementsAre("societe", "generale", "'s", "us", "-", "orsted", "\"", "munchen", "\""));
}

TEST(TokenizerTest, TellsCapitals) {
  const v1::Article article = Plain("iPhone Acme NATO 5G");
  const Document document = ReadText(article);
  ASSERT_EQ(document.tokens.size(), 5u);
  EXPECT_FALSE(document.tokens[0].capitalised);
  EXPECT_TRUE(document.tokens[1].capitalised);
  EXPECT_FALSE(document.tokens[1].all_caps);
  EXPECT_TRUE(document.tokens[2].all_caps);
  EXPECT_EQ(document.tokens[3].kind, Token::kNumber);
}

TEST(SentencesTest, EndWhereReadersSeeTheirEnd) {
  const struct {
    std::string text;
    std::vector<std::string> sentences;
  } kCases[] = {
      {"It rose. It fell.", {"It rose.", "It fell."}},
      {"It rose 2.5 percent. It fell.", {"It rose 2.5 percent.", "It fell."}},
      {"A U.S. company paid Mr. Holt.", {"A U.S. company paid Mr. Holt."}},
      {"It bought Acme Inc. The price is secret.", {"It bought Acme Inc.", "The price is secret."}},
      {"It bought Acme Inc. Chief Wrenna Holt left.", {"It bought Acme Inc. Chief Wrenna Holt left."}},
      {"J. R. Holt came. Yes.", {"J. R. Holt came.", "Yes."}},
      {"\"We sold.\" He left.", {"\"We sold.\"", "He left."}},
      {"\"We sold!\" he said.", {"\"We sold!\" he said."}},
      {"Shares of Yahoo! rose.", {"Shares of Yahoo! rose."}},
      {"It is No. 5 in Asia.", {"It is No. 5 in Asia."}},
      {"OSLO, Dec. 17 (Marlow Wire) - Acme grew. Fast.",
       {"OSLO, Dec. 17 (Marlow Wire) - Acme grew.", "Fast."}},
      {"The deal\nAcme will buy it.", {"The deal", "Acme will buy it."}},
      {"First.\n\n- one\n- two", {"First.", "- one", "- two"}},
  };
  for (const auto& test : kCases) EXPECT_EQ(SentencesOf(Plain(test.text)), test.sentences) << test.text;
}

TEST(SentencesTest, KnowsHeadingsAndBullets) {
  const v1::Article article = Plain("The deal\nAcme will buy it.\n• a point");
  const Document document = ReadText(article);
  ASSERT_EQ(document.sentences.size(), 3u);
  EXPECT_TRUE(document.sentences[0].heading);
  EXPECT_FALSE(document.sentences[1].heading);
  EXPECT_TRUE(document.sentences[2].bullet);
  EXPECT_NE(document.sentences[0].paragraph, document.sentences[1].paragraph);
}

TEST(SentencesTest, HardWrappedLinesBelongTogether) {
  std::string body;
  for (int i = 0; i < 4; ++i) {
    body +=
        "Acme said on Monday that it had agreed to buy the rest of its\nRival in Oslo for a sum that neither "
        "of them wanted to name to\nanyone.\n\n";
  }
  EXPECT_EQ(SentencesOf(Plain(body)).size(), 4u);
}

TEST(SentencesTest, TitleComesFirstAndCountsItsOwnBytes) {
  v1::Article article = Plain("Body.");
  article.set_title("Title here");
  EXPECT_THAT(SentencesOf(article), ElementsAre("Title here", "Body."));
}

TEST(HtmlTest, LeavesOutWhatReadersDoNotSee) {
  const struct {
    std::string html;
    std::vector<std::string> tokens;
  } kCases[] = {
      {"<p>One <b>t</b>wo</p>three", {"One", "two", "three"}},
      {"a<!-- no -->b <!-->c", {"ab", "c"}},
      {"<script>if (a < b) '</p>'</script>yes<style>p{}</style>", {"yes"}},
      {"<SCRIPT>x</ScRiPt >yes", {"yes"}},
      {"<a title='x > y' href=\"z>\">link</a>", {"link"}},
      {"AT&amp;T &lt;b&gt; 5&nbsp;percent", {"AT&T", "<", "b", ">", "5", "percent"}},
      {"it&rsquo;s &#36;5 &#x20AC;6", {"it", "’s", "$", "5", "€", "6"}},
      {"a &unknown; b & c &#xZZ;", {"a", "&", "unknown", ";", "b", "&", "c", "&", "#", "xZZ", ";"}},
      {"5 < 6", {"5", "<", "6"}},
      {"<div><div><div>deep", {"deep"}},
      {"unclosed <a href='x", {"unclosed"}},
      {"<!DOCTYPE html><?xml ?><title>t</title>body", {"body"}},
  };
  for (const auto& test : kCases) EXPECT_EQ(TokensOf(Html(test.html)), test.tokens) << test.html;
}

TEST(HtmlTest, BlocksAndItemsSplitSentences) {
  const v1::Article article = Html("<h1>News</h1><ul><li>one</li><li>two<br>three</li></ul>");
  EXPECT_THAT(SentencesOf(article), ElementsAre("News", "one", "two", "three"));
  EXPECT_TRUE(ReadText(article).sentences[1].bullet);
}

TEST(HtmlTest, OffsetsCountTheSource) {
  const v1::Article article = Html("<p>Buy <b>AT&amp;T</b> now</p>");
  const Document document = ReadText(article);
  ASSERT_EQ(document.tokens.size(), 3u);
  EXPECT_EQ(
      article.body().substr(document.tokens[1].begin, document.tokens[1].end - document.tokens[1].begin),
      "AT&amp;T");
}

TEST(HtmlTest, DecodesReferences) {
  EXPECT_EQ(DecodeReference("&eacute;x").text, "é");
  EXPECT_EQ(DecodeReference("&eacute;x").size, 8u);
  EXPECT_EQ(DecodeReference("&#146;").text, "’");
  EXPECT_EQ(DecodeReference("&#xD800;").text, "\uFFFD");
  EXPECT_EQ(DecodeReference("&#99999999999;").text, "\uFFFD");
  EXPECT_EQ(DecodeReference("& ").size, 0u);
  EXPECT_EQ(DecodeReference("&").size, 0u);
}

}  // namespace
}  // namespace tearsheet
