#include "ingest_service/references/new_name.h"

#include <algorithm>
#include <string_view>

namespace tearsheet {
namespace {

// Tokens between the reference and the words that introduce the name.
constexpr int kReach = 12;

bool IsRenaming(std::string_view word) {
  return word == "renamed" || word == "rebranded" || word == "retitled";
}

bool IsFormer(std::string_view word) {
  return word == "formerly" || word == "previously" || word == "originally";
}

}  // namespace

int NewNameOf(const Document& document, int mention) {
  const DocumentMention& reference = document.mentions[mention];
  const Sentence& sentence = document.sentences[reference.sentence];
  const auto word = [&](int t) {
    return t >= sentence.first_token && t < sentence.end_token ? document.tokens[t].lower
                                                               : std::string_view();
  };
  size_t next = static_cast<size_t>(mention) + 1;
  while (next < document.mentions.size() &&
         (document.mentions[next].reference || document.mentions[next].kind != v1::ENTITY))
    ++next;
  if (next == document.mentions.size()) return -1;
  const DocumentMention& name = document.mentions[next];
  if (name.entities.size() != 1 || name.sentence != reference.sentence) return -1;
  const v1::EntityKind kind = document.entities[name.entities[0]].kind();
  if (kind != v1::ENTITY_KIND_ORGANISATION && kind != v1::ENTITY_KIND_UNSPECIFIED) return -1;
  if (name.first_token - reference.end_token > kReach) return -1;
  const int index = static_cast<int>(next);

  int t = name.first_token - 1;
  if (word(t) == "the") --t;
  // "renamed it Peel Motors", "renamed the company as Peel Motors".
  if (word(t) == "as" && IsRenaming(word(t - 1))) --t;
  if (t < reference.end_token) return IsRenaming(word(reference.first_token - 1)) ? index : -1;
  // "was renamed Peel Motors", "was later rebranded as Peel Motors": not what it renamed.
  if (IsRenaming(word(t))) {
    for (int i = reference.end_token; i < t; ++i) {
      if (word(i) == ";" || word(i) == "which" || word(i) == "who") return -1;
      if ((word(i) == "was" || word(i) == "is" || word(i) == "were") && t - i <= 3) return index;
    }
    return -1;
  }
  // "changed its name to Peel Motors", "took the name Peel Motors".
  if (word(t) == "to" && word(t - 1) == "name") --t;
  if (word(t) == "name") {
    const std::string_view verb = word(t - 2);
    return verb == "changed" || verb == "changing" || verb == "took" || verb == "adopted" ? index : -1;
  }
  // "The company, formerly known as Peel Looms,".
  if (word(t) == "as" || word(t) == "called" || word(t) == "named") --t;
  if (word(t) == "known") --t;
  return IsFormer(word(t)) && word(t - 1) == "," && t - 1 == reference.end_token ? index : -1;
}

}  // namespace tearsheet
