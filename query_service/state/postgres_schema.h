// The tables of the PostgreSQL store and how they came to be.
//
// States of different versions live side by side, each in a schema (namespace) of its own, so that the
// replicas of two programs can share a database during an upgrade: the old ones go on with their state while
// the new ones build theirs. The schema PREFIX lists them all.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "query_service/state/postgres_connection.h"

namespace tearsheet {

struct PostgresStateVersions {
  std::string ontology;
  std::string consolidation;
};

// The schema that holds the state of `versions`: PREFIX_ and a hash.
std::string StateSchema(const std::string& prefix, const PostgresStateVersions& versions);

// INVALID_ARGUMENT unless `prefix` is a name of lower-case letters, digits and "_" that leaves room for the
// hash.
absl::Status CheckSchemaPrefix(const std::string& prefix);

// Makes the schemas and brings the tables to the newest form, one version after the other, each in a
// transaction of its own; processes that do so at the same time take turns. FAILED_PRECONDITION when the
// tables are of a newer program.
absl::Status MigrateSchema(PostgresConnection& connection, const std::string& prefix,
                           const PostgresStateVersions& versions);

// Makes all names of `connection` those of the state's schema.
absl::Status UseSchema(PostgresConnection& connection, const std::string& schema);

// Names this run of change numbers; empty when the state is gone.
absl::StatusOr<std::string> ReadEpoch(PostgresConnection& connection, const std::string& prefix,
                                      const std::string& schema);
// Begins another run.
absl::Status RenewEpoch(PostgresConnection& connection, const std::string& prefix, const std::string& schema);

// Keeps the state from being removed until the connection ends.
absl::Status HoldState(PostgresConnection& connection, const std::string& schema);
// Notes that the state is used now.
absl::Status MarkUsed(PostgresConnection& connection, const std::string& prefix, const std::string& schema);
// Removes the states that no process has used for `unused`.
absl::Status RemoveUnusedStates(PostgresConnection& connection, const std::string& prefix,
                                absl::Duration unused);

// The number of the advisory lock of `purpose` on `schema`.
int64_t LockNumber(const std::string& schema, const char* purpose);

}  // namespace tearsheet
