#include "ingest_service/text/read_text.h"

#include <string>
#include <utility>

#include "ingest_service/text/html_text.h"
#include "ingest_service/text/reader_text.h"
#include "ingest_service/text/sentences.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {

namespace {

// English text has a token per 5 bytes or so; a wrong guess costs a reallocation.
constexpr size_t kBytesPerToken = 5;

void ReadPart(ReaderText reader, v1::TextPart part, Document& document) {
  // The tokens view both strings where they finally are.
  document.texts.push_back(std::move(reader.text));
  document.texts.emplace_back();
  std::string& plain = document.texts.back();
  std::string& text = document.texts[document.texts.size() - 2];
  plain.reserve(text.size());
  const std::vector<Block> blocks = Tokenize(text, reader.runs, plain, document.tokens);
  SplitSentences(document.tokens, blocks, part, document.sentences);
}

}  // namespace

Document ReadText(const v1::Article& article) {
  Document document;
  document.article = &article;
  document.texts.reserve(4);
  document.tokens.reserve((article.title().size() + article.body().size()) / kBytesPerToken + 8);
  ReadPart(ReadPlainText(article.title()), v1::TEXT_PART_TITLE, document);
  ReadPart(article.body_format() == v1::BODY_FORMAT_HTML ? ReadHtml(article.body())
                                                         : ReadPlainText(article.body()),
           v1::TEXT_PART_UNSPECIFIED, document);
  return document;
}

}  // namespace tearsheet
