// A stored change, told field by field.
#pragma once

#include "absl/status/statusor.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Errors: DATA_LOSS when the stored bytes cannot be read.
absl::StatusOr<v1::DealChange> ToDealChange(const StoredChange& change);

}  // namespace tearsheet
