// The tokenizer that SQLite's full-text index uses, for finding again in a text what the index found.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query_service/state/state_store.h"

struct sqlite3;

namespace tearsheet {

// A word of a text: folded, and its half-open range of bytes.
struct WordToken {
  std::string text;
  int32_t begin = 0;
  int32_t end = 0;
};

// Not thread-safe; must not outlive its connection.
class SqliteTokenizer {
 public:
  // "unicode61 remove_diacritics 2", as the schema says.
  static absl::StatusOr<std::unique_ptr<SqliteTokenizer>> Make(sqlite3* connection);
  ~SqliteTokenizer();

  absl::StatusOr<std::vector<WordToken>> Tokenize(std::string_view text);

  // See StateReader::ReadTerms and FindTerms.
  absl::StatusOr<std::vector<TextTerm>> ReadTerms(std::string_view question);
  absl::StatusOr<std::vector<TextMatch>> FindTerms(const std::vector<TextTerm>& terms, std::string_view text);

 private:
  struct Handle;
  explicit SqliteTokenizer(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

// The terms in the language of MATCH: all of them are needed. Phrases are not told apart from their words.
std::string MatchExpression(const std::vector<TextTerm>& terms);

}  // namespace tearsheet
