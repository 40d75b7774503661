#include "query_service/state/postgres_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "query_service/state/postgres_error.h"

namespace tearsheet {
namespace {

// A server that is there answers at once; one that is away must not hold up those who wait.
constexpr char kConnectTimeoutSeconds[] = "2";
constexpr absl::Duration kLongestPoll = absl::Minutes(1);
// How often a waiting read asks whether its caller has gone.
constexpr absl::Duration kCancelTick = absl::Milliseconds(50);
// A server that does not even end a cancelled statement is taken for lost.
constexpr absl::Duration kCancelPatience = absl::Seconds(2);
// Results that may be outstanding before they are read, so that neither side fills its buffers.
constexpr size_t kMaxOutstanding = 512;

// What every connection sets. A server whose client is gone, or whose machine is, finds out within seconds
// and lets go of its locks.
constexpr char kSettings[] =
    "SET client_encoding='UTF8'; SET standard_conforming_strings=on; SET jit=off;"
    "SET client_connection_check_interval='500ms'; SET tcp_keepalives_idle=2; SET tcp_keepalives_interval=1;"
    "SET tcp_keepalives_count=2; SET tcp_user_timeout=4000; SET statement_timeout='30s';"
    "SET lock_timeout='10s'; SET client_min_messages='error'";

// For poll(): rounded up, so that it does not end before `wait`; callers look again when a long wait is cut.
int PollMilliseconds(absl::Duration wait) {
  wait = std::clamp(wait, absl::ZeroDuration(), kLongestPoll);
  return static_cast<int>(absl::ToInt64Milliseconds(wait)) + 1;
}

}  // namespace

void PostgresConnection::Closer::operator()(pg_conn* connection) const { PQfinish(connection); }

PostgresConnection::~PostgresConnection() = default;

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(const PostgresEndpoint& endpoint,
                                                                             const std::string& purpose,
                                                                             Clock& clock) {
  std::string password;
  if (!endpoint.password_file.empty()) {
    ASSIGN_OR_RETURN(password, ReadPassword(endpoint.password_file));
  }
  // The URL is expanded in place; what stands before it is a default that it can change.
  const char* keywords[] = {"connect_timeout",
                            "keepalives_idle",
                            "keepalives_interval",
                            "keepalives_count",
                            "tcp_user_timeout",
                            "dbname",
                            "application_name",
                            password.empty() ? nullptr : "password",
                            nullptr};
  const char* values[] = {kConnectTimeoutSeconds,
                          "2",
                          "1",
                          "2",
                          "4000",
                          endpoint.url.c_str(),
                          purpose.c_str(),
                          password.empty() ? nullptr : password.c_str(),
                          nullptr};
  std::unique_ptr<PostgresConnection> connection(
      new PostgresConnection(PQconnectdbParams(keywords, values, 1), clock));
  RETURN_IF_ERROR(connection->Configure());
  return connection;
}

absl::Status PostgresConnection::Configure() {
  PGconn* const connection = connection_.get();
  if (connection == nullptr) return absl::ResourceExhaustedError("no memory for a connection to PostgreSQL");
  if (PQstatus(connection) != CONNECTION_OK) {
    // Host, port, user and reason, for the operator; never a password.
    Log(Severity::kWarning, "cannot connect to PostgreSQL", {{"error", PQerrorMessage(connection)}});
    return PQconnectionNeedsPassword(connection) != 0 || PQconnectionUsedPassword(connection) != 0
               ? PostgresError("28000")
               : PostgresUnreachable();
  }
  // Notices of the server are of no interest and may hold names.
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  const PostgresResult result(PQexec(connection, kSettings));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return state == nullptr ? PostgresUnreachable() : PostgresError(state);
  }
  if (std::string_view(PQparameterStatus(connection, "server_encoding")) != "UTF8")
    return absl::FailedPreconditionError(
        "the database of --store is not encoded in UTF8; create one with ENCODING 'UTF8' TEMPLATE template0");
  if (PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1)
    return PostgresUnreachable();
  return absl::OkStatus();
}

std::string PostgresConnection::Quote(const std::string& name) const {
  char* const quoted = PQescapeIdentifier(connection_.get(), name.data(), name.size());
  std::string result = quoted == nullptr ? "" : quoted;
  PQfreemem(quoted);
  return result;
}

void PostgresConnection::Break() {
  broken_ = true;
  if (error_.ok()) error_ = PostgresUnreachable();
  expected_.clear();
  syncs_ = 0;
  unsynced_ = false;
}

void PostgresConnection::Fail(absl::Status status) {
  if (error_.ok()) error_ = std::move(status);
}

void PostgresConnection::Queue(std::string_view sql, const PostgresValues& values, Take take) {
  if (broken_) return Break();
  auto found = prepared_.find(Absl(sql));
  if (found == prepared_.end()) {
    found = prepared_.emplace(std::string(sql), absl::StrCat("s", ++names_)).first;
    if (PQsendPrepare(connection_.get(), found->second.c_str(), found->first.c_str(),
                      static_cast<int>(values.size()), values.types().data()) != 1)
      return Break();
    expected_.push_back({nullptr, std::string(sql)});
  }
  const std::vector<const char*> data = values.data();
  const std::vector<int> lengths = values.lengths();
  const std::vector<int> formats = values.formats();
  if (PQsendQueryPrepared(connection_.get(), found->second.c_str(), static_cast<int>(values.size()),
                          data.data(), lengths.data(), formats.data(), 1) != 1)
    return Break();
  expected_.push_back({std::move(take), ""});
  unsynced_ = true;
  if (expected_.size() >= kMaxOutstanding) {
    Sync();
    Drain().IgnoreError();  // Finish tells.
  }
}

void PostgresConnection::Sync() {
  if (broken_ || !unsynced_) return;
  if (PQpipelineSync(connection_.get()) != 1) return Break();
  ++syncs_;
  unsynced_ = false;
}

void PostgresConnection::Send() {
  Sync();
  if (!broken_ && !Flush()) Break();
}

absl::Status PostgresConnection::Finish() {
  Sync();
  absl::Status status = Drain();
  error_ = absl::OkStatus();
  if (broken_ && status.ok()) return PostgresUnreachable();
  return status;
}

absl::StatusOr<PostgresResult> PostgresConnection::Query(std::string_view sql, const PostgresValues& values) {
  PostgresResult kept;
  Queue(sql, values, [&kept](PostgresResult& result) {
    kept = std::move(result);
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(Finish());
  return kept;
}

void PostgresConnection::TakeResult(Expected& expected, PostgresResult result) {
  const bool done = PQresultStatus(result.get()) == PGRES_COMMAND_OK;
  if (!expected.prepares.empty() && !done) prepared_.erase(expected.prepares);
  switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      if (expected.take && error_.ok()) Fail(expected.take(result));
      return;
    case PGRES_PIPELINE_ABORTED:
      return;
    default: {
      const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
      Fail(state == nullptr ? PostgresUnreachable() : PostgresError(state));
      if (PQstatus(connection_.get()) == CONNECTION_BAD) Break();
    }
  }
}

absl::Status PostgresConnection::Drain() {
  while (!broken_ && syncs_ > 0) {
    if (!Flush()) {
      Break();
      break;
    }
    if (PQisBusy(connection_.get()) == 1) {
      if (!AwaitInput()) Break();
      continue;
    }
    PostgresResult result(PQgetResult(connection_.get()));
    // Nothing: the end of one statement's results.
    if (result.get() == nullptr) {
      if (PQstatus(connection_.get()) == CONNECTION_BAD) Break();
      continue;
    }
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
      --syncs_;
      continue;
    }
    if (expected_.empty()) {
      Break();
      break;
    }
    Expected expected = std::move(expected_.front());
    expected_.pop_front();
    TakeResult(expected, std::move(result));
  }
  cancelled_until_ = absl::InfiniteFuture();
  return error_;
}

bool PostgresConnection::Flush() {
  while (true) {
    const int left = PQflush(connection_.get());
    if (left <= 0) return left == 0;
    pollfd socket = {.fd = PQsocket(connection_.get()), .events = POLLIN | POLLOUT, .revents = 0};
    if (poll(&socket, 1, -1) < 0 && errno != EINTR) return false;
    if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(connection_.get()) != 1)
      return false;
  }
}

bool PostgresConnection::AwaitInput() {
  const absl::Time now = clock_.TimeNow();
  const bool cancelled = cancelled_until_ != absl::InfiniteFuture();
  if (cancelled && now >= cancelled_until_) return false;
  if (!cancelled && limits_.cancelled && limits_.cancelled()) {
    CancelStatement(PostgresCancelled());
  } else if (!cancelled && now >= limits_.deadline) {
    CancelStatement(PostgresDeadlineExceeded());
  }
  absl::Duration wait = std::min(limits_.deadline, cancelled_until_) - now;
  if (limits_.cancelled || cancelled) wait = std::min(wait, kCancelTick);
  pollfd socket = {.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
  const int ready = poll(&socket, 1, PollMilliseconds(wait));
  if (ready < 0) return errno == EINTR;
  return ready == 0 || PQconsumeInput(connection_.get()) == 1;
}

void PostgresConnection::CancelStatement(absl::Status why) {
  Fail(std::move(why));
  cancelled_until_ = clock_.TimeNow() + kCancelPatience;
  PGcancel* const cancel = PQgetCancel(connection_.get());
  if (cancel == nullptr) return;
  std::array<char, 256> ignored = {};
  PQcancel(cancel, ignored.data(), ignored.size());
  PQfreeCancel(cancel);
}

absl::Status PostgresConnection::ExecuteScript(const std::string& sql) {
  RETURN_IF_ERROR(Finish());
  if (PQexitPipelineMode(connection_.get()) != 1) return PostgresUnreachable();
  const PostgresResult result(PQexec(connection_.get(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const absl::Status error = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? absl::OkStatus()
                             : state == nullptr                                      ? PostgresUnreachable()
                                                                                     : PostgresError(state);
  if (PQstatus(connection_.get()) == CONNECTION_BAD || PQenterPipelineMode(connection_.get()) != 1)
    broken_ = true;
  return error;
}

absl::Status PostgresConnection::WaitForNotification(absl::Duration timeout, int wake_fd) {
  const absl::Time end = clock_.TimeNow() + timeout;
  while (!broken_) {
    bool notified = false;
    while (PGnotify* notification = PQnotifies(connection_.get())) {
      notified = true;
      PQfreemem(notification);
    }
    const absl::Duration left = end - clock_.TimeNow();
    if (notified || left <= absl::ZeroDuration()) return absl::OkStatus();
    std::array<pollfd, 2> waited = {pollfd{PQsocket(connection_.get()), POLLIN, 0},
                                    pollfd{wake_fd, POLLIN, 0}};
    const int ready = poll(waited.data(), waited.size(), PollMilliseconds(left));
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0 && waited[1].revents != 0) return absl::OkStatus();
    if (ready > 0 && PQconsumeInput(connection_.get()) != 1) break;
  }
  Break();
  error_ = absl::OkStatus();
  return PostgresUnreachable();
}

}  // namespace tearsheet
