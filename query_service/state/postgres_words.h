// The words of texts and questions for PostgreSQL's full-text index: those of SQLite's tokenizer, so that
// both stores find the same articles.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sqlite.h"
#include "query_service/state/sqlite_tokenizer.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Not thread-safe.
class PostgresWords {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresWords>> Make();

  // The different words of an article. Nothing when they are more than an index entry can hold: such an
  // article is looked at by every search.
  absl::StatusOr<std::optional<std::vector<std::string>>> WordsOf(std::string_view title,
                                                                  std::string_view body);

  // Splits texts as WordsOf does.
  SqliteTokenizer& tokenizer() { return *tokenizer_; }

 private:
  PostgresWords(SqliteConnection connection, std::unique_ptr<SqliteTokenizer> tokenizer)
      : connection_(std::move(connection)), tokenizer_(std::move(tokenizer)) {}

  // In memory and empty; it only lends its tokenizer.
  SqliteConnection connection_;
  std::unique_ptr<SqliteTokenizer> tokenizer_;
};

// The terms in the language of tsquery: all of their words are needed. Phrases are not told apart.
std::string WordQuery(const std::vector<TextTerm>& terms);

}  // namespace tearsheet
