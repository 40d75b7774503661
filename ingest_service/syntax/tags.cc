#include "ingest_service/syntax/tags.h"

namespace tearsheet {

std::string_view UniversalName(Pos pos) {
  constexpr std::string_view kNames[] = {"NOUN",  "NOUN",  "PROPN", "PRON",  "PRON", "PRON", "DET",  "ADJ",
                                         "ADV",   "ADV",   "NUM",   "ADP",   "ADP",  "PART", "PART", "PART",
                                         "CCONJ", "SCONJ", "AUX",   "AUX",   "AUX",  "VERB", "VERB", "VERB",
                                         "VERB",  "VERB",  "VERB",  "PUNCT", "SYM",  "X",    "NUM",  "NUM",
                                         "NOUN",  "NOUN",  "NOUN",  "ROOT",  "NONE"};
  return kNames[static_cast<int>(pos)];
}

std::string_view Name(Relation relation) {
  constexpr std::string_view kNames[] = {
      "nsubj",    "nsubj:pass",   "obj",       "iobj",   "obl",    "obl:agent", "nmod",      "nmod:poss",
      "compound", "compound:prt", "amod",      "nummod", "appos",  "conj",      "cc",        "case",
      "mark",     "aux",          "aux:pass",  "cop",    "advmod", "acl",       "acl:relcl", "advcl",
      "xcomp",    "ccomp",        "parataxis", "det",    "punct",  "dep",       "root"};
  return kNames[static_cast<int>(relation)];
}

}  // namespace tearsheet
