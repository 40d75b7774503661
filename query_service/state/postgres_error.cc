#include "query_service/state/postgres_error.h"

#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

// A crashed server is back, or its successor promoted, within seconds.
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

bool IsOneOf(std::string_view sqlstate, std::initializer_list<std::string_view> states) {
  for (const std::string_view state : states) {
    if (sqlstate.starts_with(state)) return true;
  }
  return false;
}

}  // namespace

absl::Status PostgresError(std::string_view sqlstate) {
  const auto build = [&](absl::StatusCode code, const char* reason, const char* message, bool retry) {
    ErrorBuilder builder(code, reason, absl::StrCat(message, " (SQLSTATE ", Absl(sqlstate), ")"));
    builder.Metadata("sqlstate", sqlstate);
    if (retry) builder.RetryAfter(kRetryAfter);
    return builder.Build();
  };
  if (IsOneOf(sqlstate, {"57014"}))
    return build(absl::StatusCode::kDeadlineExceeded, "STORAGE_TIMEOUT",
                 "PostgreSQL took longer than the statement's time; narrow the question, or allow more time",
                 false);
  if (IsOneOf(sqlstate, {"53300"}))
    return build(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE",
                 "PostgreSQL has no connection free; raise its max_connections, or lower --store_connections",
                 true);
  if (IsOneOf(sqlstate, {"53"}))
    return build(absl::StatusCode::kResourceExhausted, "STORAGE_FULL",
                 "PostgreSQL is short of disk or memory; make room", true);
  if (IsOneOf(sqlstate, {"XX001", "XX002"}))
    return build(absl::StatusCode::kDataLoss, "STORAGE_DAMAGED",
                 "PostgreSQL finds its data damaged; drop the state's schema: it is rebuilt from the log",
                 false);
  if (IsOneOf(sqlstate, {"25006"}))
    return build(absl::StatusCode::kUnavailable, "STORAGE_READ_ONLY",
                 "PostgreSQL takes no writes here; name the primary, with target_session_attrs=read-write",
                 true);
  if (IsOneOf(sqlstate, {"28", "3D", "42501"}))
    return build(absl::StatusCode::kFailedPrecondition, "STORAGE_REFUSED",
                 "PostgreSQL refuses the user, the database or a right; see docs/state.md for what is needed",
                 false);
  // Lost connections, shutdowns, crashes, and conflicts of a standby with its primary.
  if (IsOneOf(sqlstate, {"08", "57P", "40", "25P", "55", "58"}))
    return build(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE", "PostgreSQL cannot answer now", true);
  return build(absl::StatusCode::kInternal, "STORAGE_ERROR", "PostgreSQL refuses a statement", false);
}

absl::Status PostgresUnreachable() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE",
                      "PostgreSQL cannot be reached; try again once it is there")
      .RetryAfter(kRetryAfter)
      .Build();
}

absl::Status PostgresPoolExhausted(int connections) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "STORAGE_BUSY",
                      absl::StrCat("all ", connections,
                                   " connections of this replica to PostgreSQL are in use; try again, or "
                                   "raise --store_connections"))
      .RetryAfter(kRetryAfter)
      .Build();
}

absl::Status NotTheLeader() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "NOT_THE_LEADER",
                      "another replica applies the log to this state")
      .RetryAfter(kRetryAfter)
      .Build();
}

absl::Status PostgresDeadlineExceeded() {
  return ErrorBuilder(absl::StatusCode::kDeadlineExceeded, "STORAGE_TIMEOUT",
                      "PostgreSQL did not answer within the deadline")
      .Build();
}

absl::Status PostgresCancelled() {
  return ErrorBuilder(absl::StatusCode::kCancelled, "STORAGE_INTERRUPTED", "the caller has gone").Build();
}

absl::Status PostgresDamaged(std::string_view what) {
  return ErrorBuilder(
             absl::StatusCode::kDataLoss, "STORAGE_DAMAGED",
             absl::StrCat("the store holds ", Absl(what),
                          " that cannot be read; drop the state's schema: it is rebuilt from the log"))
      .Build();
}

}  // namespace tearsheet
