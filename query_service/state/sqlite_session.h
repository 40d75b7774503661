// A connection with its prepared statements.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/sqlite.h"
#include "common/status_macros.h"

namespace tearsheet {

// Not thread-safe.
class SqliteSession {
 public:
  explicit SqliteSession(SqliteConnection connection) : connection_(std::move(connection)) {}

  SqliteConnection& connection() { return connection_; }

  // The statement for `sql`, prepared at its first use and reset. Valid as long as the session; its owner
  // resets it when done with its rows, or the next Use does.
  absl::StatusOr<SqliteStatement*> Use(const std::string& sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
      ASSIGN_OR_RETURN(SqliteStatement statement, connection_.Prepare(sql));
      found = statements_.emplace(sql, std::move(statement)).first;
    }
    found->second.Reset();
    return &found->second;
  }

 private:
  // Declared first, so that the statements end before it.
  SqliteConnection connection_;
  std::map<std::string, SqliteStatement> statements_;
};

}  // namespace tearsheet
