// What each word form can be: the closed classes, and the inflections of the verbs and nouns that rules name.
//
// Filled while rule files are loaded, immutable and thread-safe afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "ingest_service/events/rule_file.h"

namespace tearsheet {

// Id of a word in lower case; 0 is no word that rules know.
using LemmaId = int32_t;

// One word form with everything it can be. A form can be verb and noun at once ("bid", "holding").
struct Word {
  enum VerbForm : uint8_t { kBase = 1, kThird = 2, kPast = 4, kParticiple = 8, kIng = 16 };
  enum Class : uint16_t {
    kDeterminer = 1,
    kPronoun = 2,
    kPreposition = 4,
    kModal = 8,
    kAuxiliary = 16,
    kNegation = 32,
    kConjunction = 64,
    kSubordinator = 128,
    kRelative = 256,
    kAdverb = 512,
    kMetonym = 1024,
    kSaying = 2048,
    kCollective = 4096,
  };

  // The form itself.
  LemmaId form = 0;
  // Base form of the verb, or 0.
  LemmaId verb = 0;
  // Singular of the noun, or 0.
  LemmaId noun = 0;
  uint8_t verb_forms = 0;
  uint16_t classes = 0;
  bool plural = false;

  bool Is(Class c) const { return (classes & c) != 0; }
  // Whether the form, its verb or its noun is `id`.
  bool Means(LemmaId id) const { return id != 0 && (id == form || id == verb || id == noun); }
};

class Grammar {
 public:
  // Adds the words of a grammar file. INVALID_ARGUMENT with file and line when it is bad.
  absl::Status AddFile(const RuleText& file);

  // Makes all inflections of a verb or noun known. `lemma` is one word in lower case.
  void AddVerb(std::string_view lemma);
  void AddNoun(std::string_view lemma);
  // Makes a form known as itself only.
  LemmaId AddForm(std::string_view form);

  // The word, or one with id 0 and no class.
  const Word& Find(std::string_view lower) const;
  // 0 when there is none.
  LemmaId Id(std::string_view lower) const { return Find(lower).form; }

 private:
  Word& Get(std::string_view form);
  void AddVerbForm(std::string_view form, std::string_view lemma, uint8_t forms);

  absl::flat_hash_map<std::string, Word> words_;
  absl::flat_hash_map<std::string, std::pair<std::string, std::string>> irregular_;
};

}  // namespace tearsheet
