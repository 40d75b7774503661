// One event as one sentence asserts it, before the assertions of an article are folded.
#pragma once

#include <vector>

#include "ingest_service/events/arguments.h"
#include "ingest_service/events/attribution.h"
#include "ingest_service/events/frames.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

struct Assertion {
  const Frame* frame = nullptr;
  v1::Event event;
  // Index of its sentence in the document.
  int sentence = 0;
  bool title = false;
  bool heading = false;
  // A role was filled from what the article said before, or from a pronoun.
  bool from_context = false;
  // The words of the trigger, as they stand in the window.
  int trigger = 0;
};

// An assertion of the sentence with the arguments of its trigger.
struct Candidate {
  Assertion assertion;
  Arguments arguments;
};

// Participants of `role`.
inline std::vector<const v1::Participant*> ParticipantsOf(const v1::Event& event, std::string_view role) {
  std::vector<const v1::Participant*> found;
  for (const v1::Participant& participant : event.participants()) {
    if (participant.role() == role) found.push_back(&participant);
  }
  return found;
}

}  // namespace tearsheet
