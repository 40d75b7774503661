// A real PostgreSQL for tests, in a folder that goes with it: no port, only a socket in that folder.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "tests/support/temp_folder.h"

namespace tearsheet::testing {

// Ends with this process, however that ends. As root the server runs as the user postgres. Not thread-safe.
class PostgresServer {
 public:
  // The server of this process, started at the first call. Null when PostgreSQL is not installed.
  static PostgresServer* Shared();
  // Why a test that needs it is skipped.
  static constexpr char kMissing[] = "PostgreSQL is not installed: scripts/setup test installs it";

  // Another one. Null when PostgreSQL is not installed.
  static std::unique_ptr<PostgresServer> Make();
  ~PostgresServer();

  // As --store takes it.
  std::string url() const;

  // Starts it and waits until it answers.
  void Start();
  // Ends it as a crash does: nothing is written out, and connections break.
  void Crash();

 private:
  PostgresServer() = default;

  TempFolder folder_;
  pid_t process_ = 0;
};

}  // namespace tearsheet::testing
