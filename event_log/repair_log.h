// Saves what is intact of a damaged SQLite log.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tearsheet {

struct LogRepair {
  // Records in the new log.
  int64_t copied = 0;
  // Sequences of the old log that are not in the new one, as inclusive ranges.
  std::vector<std::pair<int64_t, int64_t>> lost;
};

// Copies the intact records of the log at `from` into a new log at `to`, which must not exist; `from` is left
// as it is. Without `skip_damaged` it stops at the first damaged record, so that every copied record keeps
// its sequence. With it, later intact records follow under new sequences, and all state built from the old
// log must be rebuilt. Errors: FAILED_PRECONDITION (`to` exists, or `from` is owned by a running process),
// NOT_FOUND, DATA_LOSS (`from` is so damaged that no record can be found in it), and those of writing `to`.
absl::StatusOr<LogRepair> RepairLog(const std::string& from, const std::string& to, bool skip_damaged);

// One line for people.
std::string Describe(const LogRepair& repair);

}  // namespace tearsheet
