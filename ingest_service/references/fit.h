// How well an entity fits the words of a pronoun or description.
#pragma once

#include <optional>

#include "ingest_service/references/demand.h"
#include "ingest_service/references/traits.h"

namespace tearsheet {

struct Fit {
  // salience.h; may be negative.
  int points = 0;
  // A word that tells something (sector, country, city, post) agrees.
  bool evidence = false;
  // Its kind agrees: the sector of the noun, or a word of its name.
  bool kind_agrees = false;
};

// Nothing when the entity cannot be meant: another kind of thing, sex, or role.
std::optional<Fit> FitOf(const Demand& demand, const Traits& traits);

}  // namespace tearsheet
