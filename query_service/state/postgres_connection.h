// A connection to PostgreSQL: prepared statements, bound values, many statements in one round trip.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "query_service/state/postgres_endpoint.h"
#include "query_service/state/postgres_values.h"
#include "query_service/state/state_store.h"

struct pg_conn;

namespace tearsheet {

// Always in pipeline mode: statements are queued and go out together. Not thread-safe, but may move between
// threads.
class PostgresConnection {
 public:
  // Sees the result of one statement, and may move it away. An error becomes that of Finish.
  using Take = std::function<absl::Status(PostgresResult&)>;

  // Connects within a few seconds. `purpose` shows in pg_stat_activity. Borrows `clock`. Errors: UNAVAILABLE,
  // FAILED_PRECONDITION (refused), INVALID_ARGUMENT (the password file).
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const PostgresEndpoint& endpoint,
                                                                  const std::string& purpose, Clock& clock);
  ~PostgresConnection();

  // Bounds all that is waited for from now on.
  void SetLimits(const ReadLimits& limits) { limits_ = limits; }

  // Adds a statement, prepared at its first use. `take` runs inside a later Finish, or Queue.
  void Queue(std::string_view sql, const PostgresValues& values = {}, Take take = nullptr);
  // Sends what was queued and does not wait; its results come with the next Finish.
  void Send();
  // Sends what was queued and waits for all results. The first error; the statements behind it did not run.
  absl::Status Finish();
  // Queue and Finish.
  absl::StatusOr<PostgresResult> Query(std::string_view sql, const PostgresValues& values = {});
  // Runs statements without values, for schemas.
  absl::Status ExecuteScript(const std::string& sql);

  // `name` as SQL writes it.
  std::string Quote(const std::string& name) const;

  // Waits for a notification until `timeout` is over or `wake_fd` can be read; drops all that came.
  absl::Status WaitForNotification(absl::Duration timeout, int wake_fd);

  // Cannot be used any more.
  bool broken() const { return broken_; }

 private:
  struct Closer {
    void operator()(pg_conn* connection) const;
  };
  struct Expected {
    Take take;
    // Of a preparation: what it prepares.
    std::string prepares;
  };

  PostgresConnection(pg_conn* connection, Clock& clock) : connection_(connection), clock_(clock) {}

  absl::Status Configure();
  void Sync();
  // Reads results until none is expected any more. Keeps the first error.
  absl::Status Drain();
  void TakeResult(Expected& expected, PostgresResult result);
  // Writes out what libpq holds, reading meanwhile what the server says.
  bool Flush();
  // Waits until the server has said something. Cancels the statement under way once the limits are met.
  bool AwaitInput();
  void CancelStatement(absl::Status why);
  void Fail(absl::Status status);
  void Break();

  std::unique_ptr<pg_conn, Closer> connection_;
  Clock& clock_;
  ReadLimits limits_;
  // SQL -> name.
  absl::flat_hash_map<std::string, std::string> prepared_;
  int names_ = 0;
  std::deque<Expected> expected_;
  // Sync points whose end has not been read.
  int syncs_ = 0;
  // Statements were queued after the last sync point.
  bool unsynced_ = false;
  bool broken_ = false;
  // A statement was cancelled because of the limits; the time by which the server must have said so.
  absl::Time cancelled_until_ = absl::InfiniteFuture();
  absl::Status error_;
};

}  // namespace tearsheet
