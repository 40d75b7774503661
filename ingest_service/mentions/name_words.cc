// Words that tell names apart.
#include "common/word_set.h"
#include "ingest_service/mentions/name_span.h"

namespace tearsheet {

bool IsPersonsPost(std::string_view word) {
  static constexpr auto kWords =
      MakeWordSet({"analyst", "banker", "billionaire", "chairman", "chairwoman", "co-founder", "director",
                   "economist", "entrepreneur", "executive", "founder", "lawyer", "minister", "president",
                   "professor", "spokesman", "spokesperson", "spokeswoman", "trader"});
  return kWords.Has(word);
}

bool TakesOf(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"academy",   "alliance", "army",       "association", "authority",   "bank",       "board",
       "bureau",    "center",   "centre",     "chamber",     "church",      "college",    "commission",
       "committee", "company",  "conference", "council",     "court",       "department", "federation",
       "guild",     "hospital", "house",      "institute",   "institution", "kingdom",    "league",
       "ministry",  "museum",   "office",     "port",        "registrar",   "republic",   "school",
       "secretary", "society",  "state",      "trust",       "union",       "university"});
  return kWords.Has(word);
}

}  // namespace tearsheet
