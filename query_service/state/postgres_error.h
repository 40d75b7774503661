// What PostgreSQL says when it cannot, as a status.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace tearsheet {

// The error of a statement, by its SQLSTATE alone: the server's texts may hold values of the state and are
// told to nobody. UNAVAILABLE and RESOURCE_EXHAUSTED carry RetryInfo.
absl::Status PostgresError(std::string_view sqlstate);

// UNAVAILABLE with RetryInfo: there is no connection, or it was lost.
absl::Status PostgresUnreachable();

// RESOURCE_EXHAUSTED with RetryInfo: all connections of the pool are taken.
absl::Status PostgresPoolExhausted(int connections);

// UNAVAILABLE with RetryInfo: another process changes the state.
absl::Status NotTheLeader();

// DEADLINE_EXCEEDED and CANCELLED.
absl::Status PostgresDeadlineExceeded();
absl::Status PostgresCancelled();

// DATA_LOSS: `what` in the state cannot be read.
absl::Status PostgresDamaged(std::string_view what);

}  // namespace tearsheet
