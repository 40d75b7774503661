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

Stage StageByWords(const ChunkedWindow& window, const Cues& cues, const Frame& frame,
                   const TriggerPlace& place, const Governors& governors, v1::Status by_trigger,
                   bool reported_by_party) {
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
  stage.told = place.verb || by_trigger != v1::STATUS_UNSPECIFIED;
  const bool settled =
      stage.status == frame.past || stage.status == frame.present || stage.status == frame.nominal;
  if (by_trigger != v1::STATUS_UNSPECIFIED && (settled || stage.status == v1::STATUS_UNSPECIFIED) &&
      modal == Modal::kNone)
    stage.status = by_trigger;
  return stage;
}

// How far left of a clause what it hangs on may stand, in chunks.
constexpr int kReach = 14;

// "once the purchase closes", "if it buys": the word that makes it a condition, or -1.
int Condition(const ChunkedWindow& window, const TriggerPlace& place, const Governors& governors,
              const Cues& cues) {
  int top = place.chunk;
  for (int g : governors.chunks) top = std::min(top, g);
  for (int c = top - 1; c >= 0 && c > top - kReach / 2; --c) {
    const Chunk& chunk = window.chunks[c];
    if (chunk.kind == Chunk::kSubordinator)
      return cues.StartsWith(window.tagged.words, chunk.first, Cue::kCondition) ? chunk.first : -1;
    if (chunk.kind != Chunk::kNoun && chunk.kind != Chunk::kPreposition && chunk.kind != Chunk::kAdverb)
      return -1;
  }
  return -1;
}

bool InThePast(const ChunkedWindow& window, const Governors& governors) {
  if (governors.chunks.empty()) return false;
  const VerbGroup& verb = window.chunks[governors.chunks.back()].verb;
  return verb.past && !verb.perfect;
}

// "denied that it was selling", "denied a report that it would buy".
bool Denied(const ChunkedWindow& window, const TriggerPlace& place, const Governors& governors,
            const Cues& cues) {
  int top = place.chunk;
  for (int g : governors.chunks) top = std::min(top, g);
  bool reported = false;
  for (int c = top - 1; c >= 0 && c > top - kReach; --c) {
    const Chunk& chunk = window.chunks[c];
    if (chunk.kind == Chunk::kStop) return false;
    reported |= chunk.kind == Chunk::kRelative || chunk.kind == Chunk::kSubordinator;
    if (chunk.kind == Chunk::kNoun) {
      for (int i = chunk.first; i < chunk.end; ++i)
        reported |= cues.StartsWith(window.tagged.words, i, Cue::kHearsay);
    }
    if (chunk.kind != Chunk::kVerb || chunk.verb.main < 0) continue;
    for (const CueMatch& match : cues.FindAll(window.tagged.words, chunk.verb.main, chunk.verb.main + 1)) {
      if (match.cue->kind == Cue::kStatus && match.cue->status == v1::DENIED)
        return reported && !chunk.verb.negated;
    }
  }
  return false;
}

}  // namespace

Stage ReadStage(const ChunkedWindow& window, const Cues& cues, const Frame& frame, const TriggerPlace& place,
                const Governors& governors, v1::Status by_trigger, bool reported_by_party) {
  Stage stage = StageByWords(window, cues, frame, place, governors, by_trigger, reported_by_party);
  if (frame.always != v1::STATUS_UNSPECIFIED) return stage;
  if (Denied(window, place, governors, cues)) {
    stage.status = v1::DENIED;
    stage.certainty = v1::ASSERTED;
    return stage;
  }
  if (stage.status < v1::AGREED || stage.status > v1::COMPLETED) return stage;
  if (const int word = Condition(window, place, governors, cues);
      word >= 0 && !InThePast(window, governors)) {
    stage.status = v1::STATUS_UNSPECIFIED;
    stage.certainty = std::max(stage.certainty, v1::CONDITIONAL);
    stage.told = false;
  }
  return stage;
}

}  // namespace tearsheet
