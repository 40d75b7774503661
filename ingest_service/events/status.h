// How far a thing is and how the article vouches for it: from the trigger's own verb group, its governors and
// the cues among them.
#pragma once

#include <vector>

#include "ingest_service/events/arguments.h"
#include "ingest_service/events/cues.h"
#include "ingest_service/events/frames.h"

namespace tearsheet {

struct Stage {
  // STATUS_UNSPECIFIED: a consequence of something else ("would value it"), whose status it takes.
  v1::Status status = v1::STATUS_UNSPECIFIED;
  v1::Certainty certainty = v1::ASSERTED;
  // Words or a tense tell the status; else it is what the noun most often means.
  bool told = true;
  // The words that had a say in it.
  std::vector<CueMatch> cues;
};

// Where a trigger stands.
struct TriggerPlace {
  bool verb = false;
  // Chunk and token range in the window.
  int chunk = 0;
  int first = 0;
  int end = 0;
};

// `by_trigger` is the status that the trigger itself sets, or STATUS_UNSPECIFIED.
Stage ReadStage(const ChunkedWindow& window, const Cues& cues, const Frame& frame, const TriggerPlace& place,
                const Governors& governors, v1::Status by_trigger, bool reported_by_party);

}  // namespace tearsheet
