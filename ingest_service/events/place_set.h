// Places in which fillers of roles stand, as a set of bits: leaves out frames that nobody can fill before
// their roles are filled one by one.
#pragma once

#include <cstdint>

#include "ingest_service/events/grammar.h"

namespace tearsheet {

class PlaceSet {
 public:
  enum Place : uint8_t { kSubject, kObject, kPossessor, kModifier, kGovernor };

  PlaceSet() = default;
  explicit PlaceSet(Place place) : bits_(uint64_t{1} << place) {}
  // Behind a preposition. Some share a place.
  static PlaceSet Behind(LemmaId preposition) {
    return PlaceSet(uint64_t{1} << (kPlaces + static_cast<uint32_t>(preposition) % (64 - kPlaces)));
  }
  // Filled without the sentence.
  static PlaceSet Anywhere() { return PlaceSet(kAnywhere); }

  void Add(const PlaceSet& other) { bits_ |= other.bits_; }

  // False: what stands in `filled`, places of a sentence, stands in none of these.
  bool Meets(const PlaceSet& filled) const { return bits_ == kAnywhere || (bits_ & filled.bits_) != 0; }

 private:
  static constexpr int kPlaces = 5;
  static constexpr uint64_t kAnywhere = ~uint64_t{0};
  explicit PlaceSet(uint64_t bits) : bits_(bits) {}

  uint64_t bits_ = 0;
};

}  // namespace tearsheet
