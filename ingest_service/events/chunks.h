// Groups the tokens of a window into chunks: noun phrases, verb groups with tense and voice, and what stands
// between.
#pragma once

#include <vector>

#include "absl/container/inlined_vector.h"
#include "ingest_service/events/tagger.h"

namespace tearsheet {

struct VerbGroup {
  enum class Modal : uint8_t { kNone, kWill, kWould, kCould, kMay, kMust };

  // Index of the main verb in the window.
  int main = -1;
  LemmaId verb = 0;
  Modal modal = Modal::kNone;
  bool past = false;
  bool perfect = false;
  bool progressive = false;
  bool passive = false;
  bool negated = false;
  // With "to".
  bool infinitive = false;
  // An -ing form without "be".
  bool gerund = false;
  // A participle without auxiliary that belongs to the noun before it ("a round led by").
  bool reduced = false;

  bool finite() const { return !infinitive && !gerund && !reduced; }
};

// A mention that can fill a role.
inline bool IsEntityMention(const DocumentMention& mention) {
  return mention.kind == v1::ENTITY || mention.kind == v1::SOURCE;
}

// Indexes of document mentions; few phrases have more than two.
using MentionList = absl::InlinedVector<int, 2>;

struct Chunk {
  enum Kind : uint8_t {
    kNoun,
    kVerb,
    kPreposition,
    kConjunction,
    kComma,
    kSubordinator,
    kRelative,
    kTime,
    kTerm,
    kOpen,
    kClose,
    kDash,
    kStop,
    kQuote,
    kAdverb
  };

  Kind kind = kNoun;
  // Half-open range in the window.
  int first = 0;
  int end = 0;
  // kNoun: document mentions in it, in order of place: entities and numbers.
  MentionList mentions;
  // kVerb.
  VerbGroup verb;
};

// Chunks cover the window in order. `chunk_of` maps each token to its chunk.
struct ChunkedWindow {
  TaggedWindow tagged;
  std::vector<Chunk> chunks;
  std::vector<int> chunk_of;
};

// Linear in the window.
ChunkedWindow ChunkWindow(const Document& document, TaggedWindow tagged);

}  // namespace tearsheet
