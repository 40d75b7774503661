// The few words by which references/ tells subjects from objects without a parser.
#pragma once

#include <string_view>

namespace tearsheet {

// Articles, pronouns, prepositions, conjunctions, auxiliaries: no part of a noun phrase's description.
bool IsFunctionWord(std::string_view word);
bool IsPreposition(std::string_view word);
// Starts a clause with a subject of its own: "that", "after", "because", "which".
bool IsSubordinator(std::string_view word);
// Auxiliaries and the verbs of business news in their finite forms, and what ends in -ed.
bool IsFiniteVerb(std::string_view word);
// "said", "announced": what follows is what its subject says.
bool IsSayingVerb(std::string_view word);

}  // namespace tearsheet
