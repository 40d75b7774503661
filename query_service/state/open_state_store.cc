#include "query_service/state/open_state_store.h"

#include "absl/strings/strip.h"
#include "query_service/state/sqlite_state_store.h"

namespace tearsheet {

absl::StatusOr<std::unique_ptr<StateStore>> OpenStateStore(const std::string& name,
                                                           const StateStoreOptions& options,
                                                           PostgresOptions postgres, Clock& clock) {
  if (name.starts_with("postgresql://") || name.starts_with("postgres://")) {
    postgres.endpoint.url = name;
    return PostgresStateStore::Open(postgres, options, clock);
  }
  absl::string_view path = name;
  if (absl::ConsumePrefix(&path, "sqlite:") && !path.empty())
    return SqliteStateStore::Open(std::string(path), options);
  // What was given may hold a password.
  return absl::InvalidArgumentError(
      "--store is not allowed; it must be sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE?...");
}

}  // namespace tearsheet
