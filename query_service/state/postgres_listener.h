// Hears of the commits of other processes.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "query_service/state/postgres_connection.h"

namespace tearsheet {

// Wait is called by one thread at a time; Interrupt by any.
class PostgresListener {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<PostgresConnection>>()>;

  // `open` makes a connection, which goes on from `connection`.
  PostgresListener(Open open, std::unique_ptr<PostgresConnection> connection, std::string channel);
  ~PostgresListener();

  PostgresListener(const PostgresListener&) = delete;
  PostgresListener& operator=(const PostgresListener&) = delete;

  // Until a notification comes, `timeout` is over, Interrupt is called, or the connection was made anew and
  // may have missed some. Errors: those of connecting, after `timeout`.
  absl::Status Wait(absl::Duration timeout);
  // Ends the present Wait, or the next one.
  void Interrupt();

 private:
  absl::Status Listen();

  const Open open_;
  const std::string channel_;
  std::unique_ptr<PostgresConnection> connection_;
  bool listening_ = false;
  // Readable after Interrupt.
  const int wake_fd_;
};

}  // namespace tearsheet
