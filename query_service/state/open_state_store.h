// State stores by name, as flags give them. A new backend is one more branch here.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "query_service/state/postgres_state_store.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Opens `name`: "sqlite:PATH" or "postgresql://USER@HOST:PORT/DATABASE?...", whose URL takes the place of
// that in `postgres`. INVALID_ARGUMENT for another name; for the rest see the stores.
absl::StatusOr<std::unique_ptr<StateStore>> OpenStateStore(const std::string& name,
                                                           const StateStoreOptions& options,
                                                           PostgresOptions postgres, Clock& clock);

}  // namespace tearsheet
