// What a pronoun or description can stand for, by its words.
#pragma once

#include <string>
#include <string_view>

#include "ingest_service/document.h"

namespace tearsheet {

enum class ReferenceKind {
  kPerson,       // he, her
  kSubject,      // it, its: prefers what the sentence is about
  kGroup,        // they, their
  kPair,         // both companies, the two
  kDescription,  // the company, the startup, the drugmaker
};

struct Reference {
  ReferenceKind kind = ReferenceKind::kDescription;
  // Last word of a description in lower case: "startup". Views the document.
  std::string_view head;
};

Reference ReadReference(const Document& document, const DocumentMention& mention);

// "company", "firm", "group": says nothing of what the company does.
bool IsGeneralHead(std::string_view head);

}  // namespace tearsheet
