// Where PostgreSQL is, and who asks.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tearsheet {

struct PostgresEndpoint {
  // postgresql://USER@HOST:PORT/DATABASE?... as libpq takes it, without a password.
  std::string url;
  // File whose first line is the password, read at each connection so that it can be changed; empty: none, or
  // what libpq finds in its own password file.
  std::string password_file;
};

// INVALID_ARGUMENT when `url` is none that libpq takes, or holds a password.
absl::Status CheckPostgresUrl(const std::string& url);

// The first line of the file. INVALID_ARGUMENT when there is none.
absl::StatusOr<std::string> ReadPassword(const std::string& path);

}  // namespace tearsheet
