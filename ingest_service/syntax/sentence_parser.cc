#include "ingest_service/syntax/sentence_parser.h"

namespace tearsheet {

void SentenceParser::Tag(absl::Span<const SyntaxToken> tokens) {
  if (tokens.size() > ParserState::kMaxWords) tokens = tokens.first(ParserState::kMaxWords);
  ReadWordForms(tokens, model_.known, forms_);
  TagWords(model_.tags, tokens, forms_, tags_);
}

void SentenceParser::Parse(absl::Span<const SyntaxToken> tokens) {
  Tag(tokens);
  ParseWords(model_.moves, model_.relations, {forms_, tags_}, state_);
}

}  // namespace tearsheet
