// Whom a participant stands for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/event.pb.h"
#include "tearsheet/v1/ontology.pb.h"

namespace tearsheet {

// What one extraction says of owners, vendors and families. Borrows the extraction. Immutable.
class EntityFacts {
 public:
  explicit EntityFacts(const v1::Extraction& extraction);

  // `participant` with everything above it. In a role for organisations a product stands for its vendor;
  // units stand for their topmost parent, unless the role stands for itself.
  state::v1::Party MakeParty(const v1::EventType& type, const v1::Participant& participant) const;

 private:
  // Follows one relation upwards, the nearest first, at most 16 steps; ends at a circle.
  std::vector<std::string> Chain(const std::string& id, const std::string& (v1::Entity::*next)() const) const;

  std::map<std::string, const v1::Entity*> entities_;
};

// Whether two participants of one role can be the same party.
bool SameParty(const state::v1::Party& a, const state::v1::Party& b);

}  // namespace tearsheet
