// The ladder of statuses and its classes.
#pragma once

#include "tearsheet/v1/company.pb.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

// DELAYED, TERMINATED and DENIED interrupt the ladder.
inline bool Interrupts(v1::Status status) { return status >= v1::DELAYED; }

// Agreed, or further.
inline bool IsSigned(v1::Status status) { return status >= v1::AGREED && status <= v1::COMPLETED; }

// The class of a status, as totals use it.
inline v1::StatusClass ClassOf(v1::Status status) {
  if (status == v1::STATUS_UNSPECIFIED) return v1::STATUS_CLASS_UNSPECIFIED;
  if (status <= v1::OFFERED) return v1::STATUS_CLASS_TALKED_OF;
  if (status <= v1::AGREED) return v1::STATUS_CLASS_AGREED;
  if (status <= v1::COMPLETED) return v1::STATUS_CLASS_COMPLETED;
  return v1::STATUS_CLASS_STOPPED;
}

// How far a claim is that is made at `status`: later classes supersede earlier ones. What is said of an
// interrupted deal tells of the talks before.
inline int ClaimRank(v1::Status status) {
  return Interrupts(status) ? v1::STATUS_CLASS_TALKED_OF : ClassOf(status);
}

}  // namespace tearsheet
