// One event as one sentence asserts it, before the assertions of an article are folded.
#pragma once

#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "ingest_service/events/arguments.h"
#include "ingest_service/events/attribution.h"
#include "ingest_service/events/frames.h"
#include "ingest_service/explanation.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// What tells how sure an assertion is, besides its event.
struct Basis {
  // The trigger is a noun.
  bool noun = false;
  // A role was filled from what the article said before; from a pronoun or description.
  bool context = false;
  bool pronoun = false;
  // Chunks between the trigger and the role that stands farthest from it.
  int reach = 0;
  // How many assertions were folded into this one, itself included.
  int told = 1;
};

// What is known of an assertion besides its event.
struct AssertionContext {
  const Frame* frame = nullptr;
  // Index of its sentence in the document.
  int sentence = 0;
  bool title = false;
  bool heading = false;
  // A role was filled from what the article said before, or from a pronoun.
  bool from_context = false;
  // Its amount is written with a "$" that names no country.
  bool bare_dollar = false;
  // Words or a tense tell the status; else it is what the trigger's noun most often means.
  bool stage_told = true;
  // The words of the trigger, as they stand in the window.
  int trigger = 0;
  Basis basis;
  // Filled only where an explanation is wanted.
  std::vector<Reason> reasons;
};

struct Assertion : AssertionContext {
  v1::Event event;

  // As a new one, but the event keeps its memory.
  void Clear() {
    static_cast<AssertionContext&>(*this) = {};
    event.Clear();
  }
};

// An assertion of the sentence with the arguments of its trigger.
struct Candidate {
  Assertion assertion;
  Arguments arguments;
};

// Few roles have more than two fillers.
using ParticipantList = absl::InlinedVector<const v1::Participant*, 4>;

// Participants of `role`.
inline ParticipantList ParticipantsOf(const v1::Event& event, std::string_view role) {
  ParticipantList found;
  for (const v1::Participant& participant : event.participants()) {
    if (participant.role() == role) found.push_back(&participant);
  }
  return found;
}

}  // namespace tearsheet
