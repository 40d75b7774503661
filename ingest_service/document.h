// What the stations of extraction hand on: one article's text, tokens, sentences, mentions and entities.
//
// The stations fill it in order and never change what an earlier one made:
//   text/        -> texts, tokens, sentences
//   mentions/    -> mentions, entities
//   references/  -> mentions of kind kReference get their entities
//   events/      -> reads everything
// Token and mention positions are indexes into the vectors. Byte offsets always refer to title or body as
// received.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tearsheet/v1/article.pb.h"
#include "tearsheet/v1/entity.pb.h"
#include "tearsheet/v1/mention.pb.h"

namespace tearsheet {

// A word, number, sign or punctuation mark.
struct Token {
  enum Kind : uint8_t { kWord, kNumber, kPunctuation, kSymbol };

  // The token as a reader sees it (entities of HTML decoded). Views Document::texts.
  std::string_view text;
  // The same in lower case without accents, with typographic quotes and dashes made plain and without the
  // full stops of abbreviations ("U.S." -> "us", "Inc." -> "inc"). Views Document::texts.
  std::string_view lower;
  // Half-open byte range in the title or body as received.
  int32_t begin = 0;
  int32_t end = 0;
  Kind kind = kWord;
  // White space stands before it, or it starts a line.
  bool space_before = false;
  // First letter is upper case.
  bool capitalised = false;
  // Has letters, and all of them are upper case.
  bool all_caps = false;
};

// A run of tokens that ends with a full stop, a line or a block.
struct Sentence {
  int32_t first_token = 0;
  int32_t end_token = 0;
  // Half-open byte range in the title or body as received, without surrounding white space.
  int32_t begin = 0;
  int32_t end = 0;
  int32_t paragraph = 0;
  v1::TextPart part = v1::TEXT_PART_UNSPECIFIED;
  // A heading or list item inside the body: it has no full stop, or starts with a bullet.
  bool heading = false;
  bool bullet = false;
};

// A span of tokens that names something.
struct DocumentMention {
  int32_t first_token = 0;
  int32_t end_token = 0;
  int32_t sentence = 0;
  // ENTITY, AMOUNT, PERCENT, QUANTITY, TERM, TIME or SOURCE (a name of a news outlet; unnamed sources have no
  // mention).
  v1::MentionKind kind = v1::MENTION_KIND_UNSPECIFIED;
  // For ENTITY and SOURCE: indexes into Document::entities. More than one for "both companies", "the two".
  // Empty while a reference is unresolved.
  std::vector<int32_t> entities;
  // The mention is a pronoun (it, its, they, their, them, he, she, his, her, him) or description ("the
  // startup", "the US chipmaker", "both companies", "the two"), kind ENTITY without entities, to be resolved
  // by references/. Descriptions that the catalogue knows ("the ChatGPT maker") are names.
  bool reference = false;
  // Followed by a possessive ("Amazon's", "its").
  bool possessive = false;
  // AMOUNT: written with a "$" or "dollars" that names no country; its currency is given as USD, and is that
  // of the company's home where that is another dollar country (Catalogue::HomeCurrency).
  bool bare_dollar = false;
  // The value, for the kinds that have one. Only the field of its kind is set.
  v1::Mention value;
};

// Everything known of one article. Movable, not copyable: tokens view its texts.
struct Document {
  Document() = default;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Borrowed: outlives the document.
  const v1::Article* article = nullptr;
  // Backing store of the token views; never resized once tokens view it.
  std::vector<std::string> texts;
  // Title first, then body.
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  // Ordered by first token; they do not overlap, except that a possessive or nested name ("Amazon's Trainium
  // chips") gives one mention per name.
  std::vector<DocumentMention> mentions;
  // The entities that mentions point to; each once.
  std::vector<v1::Entity> entities;
};

}  // namespace tearsheet
