#include "ingest_service/events/status.h"

#include <algorithm>

namespace tearsheet {
namespace {

using Modal = VerbGroup::Modal;

// Stages that interrupt the ladder win over those on it.
int Rank(v1::Status status) { return status; }

struct Range {
  int first;
  int end;
};

// The words that can tell the stage: from the topmost governor to the trigger, or, for a trigger that is a
// subject, to the end of its verb.
Range CueRange(const ChunkedWindow& window, const TriggerPlace& place, const Governors& governors) {
  const std::vector<Chunk>& chunks = window.chunks;
  Range range{chunks[place.chunk].first, std::max(place.end, chunks[place.chunk].end)};
  if (place.verb) range.end = place.end;
  for (int g : governors.chunks) {
    range.first = std::min(range.first, chunks[g].first);
    if (!governors.trigger_is_subject) continue;
    range.end = std::max(range.end, chunks[g].end);
    // "is expected to be completed", "remains on hold": what follows the verb closely.
    for (size_t c = static_cast<size_t>(g) + 1; c < chunks.size() && c < static_cast<size_t>(g) + 4; ++c) {
      if (chunks[c].kind != Chunk::kVerb && chunks[c].kind != Chunk::kPreposition &&
          chunks[c].kind != Chunk::kNoun && chunks[c].kind != Chunk::kAdverb)
        break;
      if (chunks[c].kind == Chunk::kVerb && chunks[c].verb.finite()) break;
      range.end = chunks[c].end;
    }
  }
  // "talks to buy", "in talks about a merger" without any verb.
  const int top = governors.chunks.empty() ? place.chunk : governors.chunks.back();
  if (!governors.trigger_is_subject && top > 0 &&
      (!place.verb || !chunks[top].verb.finite() || governors.chunks.empty())) {
    for (int c = top - 1; c >= 0 && c > top - 4; --c) {
      if (chunks[c].kind != Chunk::kNoun && chunks[c].kind != Chunk::kPreposition) break;
      range.first = std::min(range.first, chunks[c].first);
    }
  }
  return range;
}

bool IsFuture(const VerbGroup& verb) { return verb.modal != Modal::kNone || verb.infinitive; }

v1::Status ByTense(const ChunkedWindow& window, const Frame& frame, const TriggerPlace& place,
                   const Governors& governors) {
  if (governors.chunks.empty()) return frame.nominal;
  const VerbGroup& own = window.chunks[governors.chunks[0]].verb;
  const VerbGroup& top = window.chunks[governors.chunks.back()].verb;
  const bool hypothetical =
      own.modal == Modal::kWould || own.modal == Modal::kCould || own.modal == Modal::kMay;
  if (hypothetical) return v1::STATUS_UNSPECIFIED;
  if (own.modal == Modal::kWill || own.modal == Modal::kMust) return frame.future;
  if (!place.verb && frame.nominal != v1::STATUS_UNSPECIFIED) return frame.nominal;
  if (own.modal != Modal::kNone) return v1::STATUS_UNSPECIFIED;
  if (own.infinitive) return frame.future;
  if (own.gerund && &top != &own) return top.past || top.perfect ? frame.past : v1::STATUS_UNSPECIFIED;
  if (own.past || own.perfect || own.reduced) return frame.past;
  return frame.present;
}

}  // namespace

Stage ReadStage(const ChunkedWindow& window, const Cues& cues, const Frame& frame, const TriggerPlace& place,
                const Governors& governors, v1::Status by_trigger, bool reported_by_party) {
  Stage stage;
  const Range range = CueRange(window, place, governors);
  bool finished_later = false;
  for (const CueMatch& match : cues.FindAll(window.tagged.words, range.first, range.end)) {
    if (match.cue->kind == Cue::kCertainty) {
      stage.certainty = match.cue->certainty;
      stage.cues.push_back(match);
    }
    if (match.cue->kind != Cue::kStatus) continue;
    // The trigger's own words tell no stage of their own.
    if (match.first >= place.first && match.end <= place.end) continue;
    stage.cues.push_back(match);
    const Chunk& chunk = window.chunks[window.chunk_of[match.first]];
    v1::Status status = match.cue->status;
    if (chunk.kind == Chunk::kVerb && chunk.verb.negated && status < v1::DELAYED) {
      stage.certainty = v1::NEGATED;
      continue;
    }
    // "expects to complete": not complete yet.
    if (status == v1::COMPLETED && chunk.kind == Chunk::kVerb && IsFuture(chunk.verb)) {
      finished_later = true;
      continue;
    }
    if (Rank(status) > Rank(stage.status)) stage.status = status;
  }
  bool negated = false;
  Modal modal = Modal::kNone;
  for (int g : governors.chunks) {
    const VerbGroup& verb = window.chunks[g].verb;
    negated |= verb.negated;
    if (verb.modal != Modal::kNone) modal = verb.modal;
  }
  if (frame.always != v1::STATUS_UNSPECIFIED) {
    stage.status = frame.always;
    stage.certainty = negated == frame.negated ? v1::ASSERTED : v1::NEGATED;
    return stage;
  }
  if (negated != frame.negated && stage.status < v1::DELAYED) stage.certainty = v1::NEGATED;
  if (modal == Modal::kWould && !reported_by_party)
    stage.certainty = std::max(stage.certainty, v1::CONDITIONAL);
  if (modal == Modal::kCould || modal == Modal::kMay)
    stage.certainty = std::max(stage.certainty, v1::POSSIBLE);
  if (stage.status != v1::STATUS_UNSPECIFIED) return stage;
  if (modal == Modal::kWould && reported_by_party) {
    stage.status = frame.future;
    return stage;
  }
  if (finished_later) {
    stage.status = v1::AGREED;
    return stage;
  }
  stage.status = ByTense(window, frame, place, governors);
  const bool settled =
      stage.status == frame.past || stage.status == frame.present || stage.status == frame.nominal;
  if (by_trigger != v1::STATUS_UNSPECIFIED && (settled || stage.status == v1::STATUS_UNSPECIFIED) &&
      modal == Modal::kNone)
    stage.status = by_trigger;
  return stage;
}

}  // namespace tearsheet
