#include "query_service/state/postgres_words.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/status_macros.h"
#include "query_service/state/postgres_values.h"

namespace tearsheet {
namespace {

// PostgreSQL takes words of up to 2046 bytes and a megabyte of them. What is cut off here shows when the
// matches are looked for in the text.
constexpr size_t kMaxWordBytes = 255;
constexpr size_t kMaxWordsBytes = 900'000;

// A word as the index holds it.
std::string Indexed(std::string_view word) {
  size_t end = word.size();
  if (end > kMaxWordBytes) {
    end = kMaxWordBytes;
    // Not in the middle of a character.
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) --end;
  }
  return PostgresText(word.substr(0, end));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresWords>> PostgresWords::Make() {
  ASSIGN_OR_RETURN(SqliteConnection connection,
                   SqliteConnection::Open(":memory:", SqliteConnection::Mode::kCreate));
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteTokenizer> tokenizer, SqliteTokenizer::Make(connection.handle()));
  return std::unique_ptr<PostgresWords>(new PostgresWords(std::move(connection), std::move(tokenizer)));
}

absl::StatusOr<std::optional<std::vector<std::string>>> PostgresWords::WordsOf(std::string_view title,
                                                                               std::string_view body) {
  std::set<std::string> words;
  size_t bytes = 0;
  for (const std::string_view text : {title, body}) {
    ASSIGN_OR_RETURN(const std::vector<WordToken> tokens, tokenizer_->Tokenize(text));
    for (const WordToken& token : tokens) {
      const auto [word, added] = words.insert(Indexed(token.text));
      if (added) bytes += word->size();
    }
  }
  if (bytes > kMaxWordsBytes) return std::nullopt;
  return std::vector<std::string>(words.begin(), words.end());
}

std::string WordQuery(const std::vector<TextTerm>& terms) {
  std::vector<std::string> parts;
  for (const TextTerm& term : terms) {
    for (size_t i = 0; i < term.tokens.size(); ++i) {
      const bool prefix = term.prefix && i + 1 == term.tokens.size();
      parts.push_back(
          absl::StrCat("'", absl::StrReplaceAll(Indexed(term.tokens[i]), {{"'", "''"}, {"\\", "\\\\"}}), "'",
                       prefix ? ":*" : ""));
    }
  }
  return absl::StrJoin(parts, " & ");
}

}  // namespace tearsheet
