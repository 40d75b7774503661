// The tables of the SQLite store and how they came to be.
#pragma once

#include "absl/status/status.h"
#include "common/sqlite.h"

namespace tearsheet {

// Brings the file to the newest schema, one version after the other, each in a transaction of its own.
// Errors: FAILED_PRECONDITION when the file is of a newer program or of no store at all.
absl::Status MigrateSchema(SqliteConnection& connection);

// Empties the state: position 0, no rows. The schema stays. Inside a transaction of the caller.
absl::Status ClearState(SqliteConnection& connection);

}  // namespace tearsheet
