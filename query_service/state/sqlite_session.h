// A connection with its prepared statements.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "common/sqlite.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace tearsheet {

// Not thread-safe.
class SqliteSession {
 public:
  explicit SqliteSession(SqliteConnection connection) : connection_(std::move(connection)) {}

  SqliteConnection& connection() { return connection_; }

  // The statement for `sql`, prepared at its first use and reset. Valid as long as the session; its owner
  // resets it when done with its rows, or the next Use does.
  absl::StatusOr<SqliteStatement*> Use(std::string_view sql) {
    auto found = statements_.find(Absl(sql));
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
  absl::node_hash_map<std::string, SqliteStatement> statements_;
};

}  // namespace tearsheet
