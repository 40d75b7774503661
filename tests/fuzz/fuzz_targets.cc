#include "tests/fuzz/fuzz_targets.h"

#include <memory>
#include <string>

#include "common/utf8.h"
#include "ingest_service/extractor.h"
#include "ingest_service/mentions/mention_finder.h"
#include "ingest_service/text/read_text.h"
#include "tests/fuzz/require.h"

namespace tearsheet::fuzz {

namespace {

// The longest body that the service takes by default.
constexpr size_t kMostBytes = 1 << 20;

v1::Article MakeArticle(std::string_view bytes, v1::BodyFormat format) {
  v1::Article article;
  // The service refuses what is not UTF-8 before any of this code sees it.
  const std::string_view body = bytes.substr(0, kMostBytes);
  article.set_body(std::string(body.substr(0, FirstInvalidUtf8(body).value_or(body.size()))));
  article.set_body_format(format);
  article.mutable_publish_time()->set_seconds(1765972800);
  return article;
}

void CheckTokens(const Document& document) {
  const std::string& body = document.article->body();
  int32_t last = 0;
  for (const Token& token : document.tokens) {
    Require(token.begin >= last, "tokens are in order");
    Require(token.end > token.begin, "tokens are not empty");
    Require(token.end <= static_cast<int32_t>(body.size()), "tokens end inside the body");
    Require(!token.text.empty(), "tokens have text");
    Require(token.lower.size() <= token.text.size(), "the lower form is not longer");
    Require(!FirstInvalidUtf8(token.text).has_value(), "tokens are UTF-8");
    last = token.end;
  }
  int32_t next = 0;
  for (const Sentence& sentence : document.sentences) {
    Require(sentence.first_token == next, "every token is in one sentence");
    Require(sentence.end_token > sentence.first_token, "sentences are not empty");
    next = sentence.end_token;
  }
  Require(next == static_cast<int32_t>(document.tokens.size()), "the last token is in a sentence");
}

const MentionFinder& Finder() {
  static const Catalogue& catalogue = *new Catalogue(*Catalogue::Load({}));
  static const MentionFinder& finder = *MentionFinder::Create(catalogue)->release();
  return finder;
}

bool IsDecimal(const std::string& number) {
  return number.find_first_not_of("0123456789.-") == std::string::npos &&
         number.find_first_of("0123456789") != std::string::npos;
}

template <typename Value>
void CheckRange(const Value& value) {
  Require(!value.low().empty() || !value.high().empty(), "a value has a bound");
  Require(value.low().empty() || IsDecimal(value.low()), "low is a number");
  Require(value.high().empty() || IsDecimal(value.high()), "high is a number");
}

// Calls `check` for every mention of the text after checking the span that it covers.
template <typename Check>
void ForMentions(std::string_view bytes, Check check) {
  const v1::Article article = MakeArticle(bytes, v1::BODY_FORMAT_PLAIN_TEXT);
  Document document = ReadText(article);
  CheckTokens(document);
  Finder().Find(document);
  for (const DocumentMention& mention : document.mentions) {
    const Sentence& sentence = document.sentences[mention.sentence];
    Require(mention.first_token >= sentence.first_token && mention.end_token <= sentence.end_token,
            "a mention lies in its sentence");
    Require(mention.first_token < mention.end_token, "a mention has a token");
    for (const int32_t entity : mention.entities) {
      Require(entity >= 0 && entity < static_cast<int32_t>(document.entities.size()), "entities exist");
    }
    check(mention);
  }
}

}  // namespace

void Text(std::string_view bytes) {
  const v1::Article article = MakeArticle(bytes, v1::BODY_FORMAT_PLAIN_TEXT);
  const Document document = ReadText(article);
  CheckTokens(document);
  for (const Token& token : document.tokens) {
    Require(article.body().compare(token.begin, token.end - token.begin, std::string(token.text)) == 0,
            "a token is the bytes at its offsets");
  }
}

void Html(std::string_view bytes) {
  const v1::Article article = MakeArticle(bytes, v1::BODY_FORMAT_HTML);
  CheckTokens(ReadText(article));
}

void Numbers(std::string_view bytes) {
  ForMentions(bytes, [](const DocumentMention& mention) {
    if (mention.kind == v1::AMOUNT) CheckRange(mention.value.amount());
    if (mention.kind == v1::PERCENT) CheckRange(mention.value.percent());
    if (mention.kind == v1::QUANTITY) CheckRange(mention.value.quantity());
    if (mention.kind == v1::TERM) Require(mention.value.term().months() > 0, "a term is positive");
  });
}

void Times(std::string_view bytes) {
  ForMentions(bytes, [](const DocumentMention& mention) {
    if (mention.kind != v1::TIME) return;
    const v1::TimeSpan& time = mention.value.time();
    Require(!time.start().empty() || !time.end().empty(), "a time has a bound");
    // ISO dates order as text.
    Require(time.start().empty() || time.end().empty() || time.start() < time.end(),
            "a time ends after it starts");
  });
}

void Extraction(std::string_view bytes) {
  static const Ontology& ontology = *new Ontology(*Ontology::Default());
  static const Extractor& extractor = *Extractor::Create(ontology, {})->release();
  v1::Article article = MakeArticle(bytes, v1::BODY_FORMAT_UNSPECIFIED);
  article.set_uri("https://fuzz.example/1");
  const v1::Extraction extraction = extractor.Extract(article, /*include_mentions=*/true);
  for (const v1::Event& event : extraction.events()) {
    Require(event.evidence_size() > 0, "an event has evidence");
    Require(event.confidence() > 0 && event.confidence() <= 1, "confidence is from 0 to 1");
    for (const v1::Evidence& evidence : event.evidence()) {
      Require(
          evidence.start() < evidence.end() && evidence.end() <= static_cast<int32_t>(article.body().size()),
          "evidence lies in the body");
      Require(
          article.body().compare(evidence.start(), evidence.end() - evidence.start(), evidence.quote()) == 0,
          "a quote is the bytes at its offsets");
    }
  }
  for (const v1::Mention& mention : extraction.mentions()) {
    Require(article.body().compare(mention.start(), mention.end() - mention.start(), mention.text()) == 0,
            "a mention is the bytes at its offsets");
  }
  Require(extraction.SerializeAsString() == extractor.Extract(article, true).SerializeAsString(),
          "the same text gives the same extraction");
}

}  // namespace tearsheet::fuzz
