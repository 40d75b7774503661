// What identity looks at in an event, read once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet {

// A word that says that the text does not say.
inline constexpr char kUnspecified[] = "UNSPECIFIED";

// The slot that says what a number measures.
inline constexpr char kMetricSlot[] = "metric";

// A word that tells deals of its type apart.
struct TellingWord {
  std::string slot;
  std::string word;
  // The ontology lists the words of this slot: two of them are two things. Free words are compared loosely.
  bool listed = false;
};

// Borrows the fact that it was made from. Immutable.
struct Traits {
  const state::v1::EventFact* fact = nullptr;
  Origin origin;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  bool conditional = false;
  // Every core role is filled.
  bool complete = false;
  std::vector<TellingWord> words;
  // The type's deals are told apart by what they measure, which the event does not say.
  bool unmeasured = false;
  // The slot that the ontology calls the type's own number.
  std::optional<Value> own_number;
  std::optional<Value> amount;
  std::optional<Value> percent;
  std::optional<Value> quantity;
  // When it happens, in days since 1970. Absent: not told.
  std::optional<Value> time;
  int64_t publish_day = 0;

  // Equal texts mean that identity cannot see a difference, apart from article, origin and day of
  // publication.
  std::string Kind() const;
};

Traits MakeTraits(const Ontology& ontology, const state::v1::EventFact& fact);

}  // namespace tearsheet
