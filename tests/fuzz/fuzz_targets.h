// What the fuzzers do with bytes: each function reads them as one kind of input and aborts when a promise is
// broken. The libFuzzer programs (TEARSHEET_BUILD_FUZZERS, clang) and the unit test of this folder both call
// them.
#pragma once

#include <string_view>

namespace tearsheet::fuzz {

// Plain text: tokens are in order, inside the body, and cover its bytes; every token is in one sentence.
void Text(std::string_view bytes);

// The same for HTML, whose offsets lead back to the source.
void Html(std::string_view bytes);

// Sums, percentages and quantities are decimal numbers in order; mentions lie inside their sentence.
void Numbers(std::string_view bytes);

// Times are dates, and end after they start.
void Times(std::string_view bytes);

// A whole article: evidence is the bytes at its offsets, and the same text gives the same extraction.
void Extraction(std::string_view bytes);

// A user's catalogue file: read, or refused with its line.
void CatalogueFile(std::string_view bytes);

// Rule files: frames, cues, grammar and weights of confidence, each read or refused with its line.
void RuleFiles(std::string_view bytes);

// An ontology: read, or refused.
void OntologyFile(std::string_view bytes);

// The bytes of a stored record: what is read is encoded to a record that is read again.
void Record(std::string_view bytes);

// Files of the command line: JSONL, HTML and text. Articles are UTF-8, and what is refused has a reason.
void Input(std::string_view bytes);

// Files of access: a policy, tokens and key sets are read, or refused with their name.
void AccessFiles(std::string_view bytes);

// A bearer token, and the claims of one that is signed.
void BearerToken(std::string_view bytes);

// Tokens of pages and watches: what is not ours is refused, and ours lead back to their place.
void PageToken(std::string_view bytes);

}  // namespace tearsheet::fuzz
