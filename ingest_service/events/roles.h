// Fills the roles of a frame from the arguments of its trigger and from what the article said before.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "ingest_service/document.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/events/place_set.h"
#include "ingest_service/mentions/catalogue.h"

namespace tearsheet {

// What earlier sentences of the article leave behind for "the deal" and "the company".
struct Discourse {
  // The latest assertions, the newest last; bounded. Borrowed.
  std::deque<const v1::Event*> recent;
  // Entity indexes of the organisation that the sentence and the one before begin with, or -1.
  int sentence_topic = -1;
  int topic = -1;
  // By entity index, as FindAffiliations has it.
  std::vector<int> affiliations;

  // `event` stays where it is, and as it is, while the discourse is used.
  void Remember(const v1::Event& event);
};

// What filling roles looks at besides the sentence. Borrows all.
struct RoleContext {
  const Document& document;
  const Discourse& discourse;
  // What the sentence itself asserts before the trigger, in order.
  const std::vector<Candidate>& told;
  // Frames::deal_types.
  const std::vector<std::string>& deal_types;
  const Ontology& ontology;
  const Catalogue& catalogue;
  // The first token of the window that the arguments count from.
  int window_first = 0;
  // Tell how each role was filled.
  bool explain = false;
};

// Adds participants to `assertion`. False when a set of required roles stays unfilled.
bool FillRoles(const Frame& frame, const Arguments& arguments, const RoleContext& context,
               Assertion& assertion);

// Where entities stand among the arguments: what Frame::MayFillRoles asks before FillRoles is tried.
PlaceSet FilledPlaces(const Document& document, const std::vector<Argument>& arguments);

// Few places have more than one filler.
using ArgumentList = absl::InlinedVector<const Argument*, 4>;

// The arguments that stand in `source`, the nearest first.
ArgumentList At(const Source& source, const std::vector<Argument>& arguments);

// Whether an entity of this kind can fill the role.
bool CanFill(const v1::Role& role, v1::EntityKind kind);

}  // namespace tearsheet
