#include "ingest_service/references/unnamed_people.h"

#include <algorithm>

#include "ingest_service/references/grammar_words.h"
#include "ingest_service/references/position.h"

namespace tearsheet {
namespace {

// Tokens before a plural pronoun where "people" or "investors" are meant by it.
constexpr int kPluralReach = 25;

}  // namespace

bool TellsOfSeveral(const Document& document, const Descriptions& descriptions, int first, int end,
                    bool things) {
  for (int t = std::max(first, end - kPluralReach); t < end; ++t) {
    int length = 0;
    bool plural = false;
    const Meaning* meaning = descriptions.Longest(document.tokens, t, end, length, plural);
    if (meaning == nullptr) continue;
    if (plural || meaning->Is(Meaning::kPeople) || (things && meaning->Is(Meaning::kThings))) return true;
  }
  return false;
}

bool MeansPeople(const Document& document, const Descriptions& descriptions, const DocumentMention& mention) {
  const bool things = PositionOf(document, mention) != Position::kSubject;
  const Sentence& sentence = document.sentences[mention.sentence];
  if (TellsOfSeveral(document, descriptions, sentence.first_token, mention.first_token, things)) return true;
  if (mention.first_token - sentence.first_token > 2 || mention.sentence == 0) return false;
  // A sentence that starts with "They" goes on about the subject of the one before.
  const Sentence& before = document.sentences[mention.sentence - 1];
  int verb = before.first_token;
  while (verb < before.end_token && verb < before.first_token + kPluralReach / 2 &&
         !IsFiniteVerb(document.tokens[verb].lower))
    ++verb;
  return TellsOfSeveral(document, descriptions, before.first_token, verb, things);
}

}  // namespace tearsheet
