#include "ingest_service/events/part_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

constexpr int kMostWords = 6;

// The mention that starts at this token, or null.
const DocumentMention* MentionAt(const Document& document, int token) {
  const auto at =
      std::partition_point(document.mentions.begin(), document.mentions.end(),
                           [&](const DocumentMention& mention) { return mention.first_token < token; });
  return at != document.mentions.end() && at->first_token == token ? &*at : nullptr;
}

}  // namespace

std::string NameOfPart(const Document& document, int first, int end) {
  const DocumentMention* owner = MentionAt(document, first);
  if (owner == nullptr || !owner->possessive || owner->kind != v1::ENTITY || owner->entities.size() != 1)
    return "";
  const v1::Entity& entity = document.entities[owner->entities[0]];
  if (entity.kind() != v1::ENTITY_KIND_ORGANISATION) return "";
  int word = owner->end_token;
  while (word < end && (document.tokens[word].lower == "'s" || document.tokens[word].lower == "'")) ++word;
  while (word < end && document.tokens[word].kind == Token::kNumber) ++word;
  if (word >= end || end - word > kMostWords) return "";
  const Token& head = document.tokens[end - 1];
  if (head.kind != Token::kWord || head.capitalised) return "";
  std::string name = absl::StrCat(entity.name(), "'s");
  for (; word < end; ++word) {
    const Token& token = document.tokens[word];
    if (token.lower == "," || token.lower == "and") return "";
    // "its Acme unit" has a name; "its Swiss unit" has none.
    const DocumentMention* inner = MentionAt(document, word);
    if (inner != nullptr && inner->kind == v1::ENTITY && !inner->entities.empty() &&
        document.entities[inner->entities[0]].kind() != v1::ENTITY_KIND_PLACE)
      return "";
    absl::StrAppend(&name, " ", Absl(token.text));
  }
  return name;
}

}  // namespace tearsheet
