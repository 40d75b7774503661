// Where sources disagree on a deal.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// A slot in conflict. Borrows the deal.
struct SlotConflict {
  std::string slot;
  const google::protobuf::RepeatedPtrField<v1::Claim>* claims = nullptr;
};

// In the order of the fields of Deal. Needs the claims: a deal in view FULL.
std::vector<SlotConflict> ConflictsOf(const v1::Deal& deal);

}  // namespace tearsheet
