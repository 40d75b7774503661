#include "ingest_service/mentions/provisional.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/strings.h"
#include "ingest_service/document.h"
#include "ingest_service/mentions/legal_forms.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {

namespace {

constexpr size_t kLongestSlug = 80;

std::string_view PrefixOf(v1::EntityKind kind) {
  switch (kind) {
    case v1::ENTITY_KIND_PRODUCT:
      return "product/~";
    case v1::ENTITY_KIND_PERSON:
      return "person/~";
    case v1::ENTITY_KIND_PLACE:
      return "place/~";
    case v1::ENTITY_KIND_PROJECT:
      return "project/~";
    case v1::ENTITY_KIND_OUTLET:
      return "outlet/~";
    default:
      return "org/~";
  }
}

struct TokenizedName {
  explicit TokenizedName(std::string_view name) {
    plain.reserve(name.size());
    Tokenize(name, {}, plain, tokens);
  }
  std::string plain;
  std::vector<Token> tokens;
};

}  // namespace

std::string BaseName(std::string_view name) {
  const TokenizedName tokenized(name);
  const std::vector<Token>& tokens = tokenized.tokens;
  std::vector<size_t> kept;
  DropLegalForms(tokens, kept);
  std::string base;
  for (const size_t i : kept) {
    if (!base.empty() && tokens[i].space_before) base.push_back(' ');
    base.append(tokens[i].text);
  }
  return base;
}

std::string ProvisionalId(v1::EntityKind kind, std::string_view base_name) {
  const TokenizedName tokenized(base_name);
  std::string slug;
  for (const Token& token : tokenized.tokens) {
    const bool word = token.kind == Token::kWord || token.kind == Token::kNumber;
    if (!word && token.lower != "&") continue;
    if (!slug.empty()) slug.push_back('-');
    for (const char c : token.lower == "&" ? std::string_view("and") : token.lower) {
      // Letters beyond ASCII stay: the lower form has no accents, so these are of other scripts.
      const auto byte = static_cast<unsigned char>(c);
      const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
      if (keep) slug.push_back(c);
    }
    if (slug.size() >= kLongestSlug) break;
  }
  return absl::StrCat(Absl(PrefixOf(kind)), slug);
}

v1::Entity ProvisionalEntity(v1::EntityKind kind, std::string_view base_name) {
  v1::Entity entity;
  entity.set_entity_id(ProvisionalId(kind, base_name));
  entity.set_kind(kind);
  entity.set_name(std::string(base_name));
  entity.set_provisional(true);
  return entity;
}

}  // namespace tearsheet
