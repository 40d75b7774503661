#include "ingest_service/references/reference_kind.h"

#include <algorithm>

namespace tearsheet {
namespace {

template <size_t N>
bool OneOf(std::string_view word, const char* const (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [&](const char* w) { return word == w; });
}

}  // namespace

Reference ReadReference(const Document& document, const DocumentMention& mention) {
  Reference reference;
  const std::string_view first = document.tokens[mention.first_token].lower;
  int last = mention.end_token - 1;
  while (last > mention.first_token &&
         (document.tokens[last].lower == "'s" || document.tokens[last].lower == "'"))
    --last;
  reference.head = document.tokens[last].lower;
  if (OneOf(first, {"he", "she", "him", "her", "his", "hers"})) {
    reference.kind = ReferenceKind::kPerson;
  } else if (OneOf(first, {"it", "its", "itself"})) {
    reference.kind = ReferenceKind::kSubject;
  } else if (OneOf(first, {"they", "their", "them", "themselves"})) {
    reference.kind = ReferenceKind::kGroup;
  } else {
    for (int t = mention.first_token; t <= last; ++t) {
      if (OneOf(document.tokens[t].lower, {"both", "two", "pair", "duo"}))
        reference.kind = ReferenceKind::kPair;
    }
    if (OneOf(reference.head, {"companies", "firms", "parties", "sides", "groups"}) && first == "the")
      reference.kind = ReferenceKind::kPair;
  }
  return reference;
}

bool IsGeneralHead(std::string_view head) {
  return OneOf(head, {"company", "firm", "group", "business", "corporation", "giant", "maker", "owner",
                      "parent", "unit", "arm", "player", "buyer", "seller", "target", "bidder", "suitor"});
}

}  // namespace tearsheet
