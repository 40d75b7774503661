#include "query_service/state/sqlite_tokenizer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/sqlite.h"
#include "common/status_macros.h"
#include "sqlite3.h"

namespace tearsheet {
namespace {

// Terms that one question may have; the rest is left out.
constexpr size_t kMaxTerms = 16;

int AddToken(void* out, int /*flags*/, const char* token, int size, int begin, int end) {
  static_cast<std::vector<WordToken>*>(out)->push_back(
      {std::string(token, static_cast<size_t>(size)), begin, end});
  return SQLITE_OK;
}

bool Fits(const WordToken& token, const std::string& wanted, bool prefix) {
  return prefix ? absl::StartsWith(token.text, wanted) : token.text == wanted;
}

// Whether `term` stands at `at`.
bool StandsAt(const TextTerm& term, const std::vector<WordToken>& tokens, size_t at) {
  if (at + term.tokens.size() > tokens.size()) return false;
  for (size_t i = 0; i < term.tokens.size(); ++i) {
    const bool last = i + 1 == term.tokens.size();
    const bool fits = Fits(tokens[at + i], term.tokens[i], term.prefix && last);
    if (!fits) return false;
  }
  return true;
}

}  // namespace

struct SqliteTokenizer::Handle {
  fts5_tokenizer functions;
  Fts5Tokenizer* instance = nullptr;
};

SqliteTokenizer::SqliteTokenizer(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

SqliteTokenizer::~SqliteTokenizer() {
  if (handle_->instance != nullptr) handle_->functions.xDelete(handle_->instance);
}

absl::StatusOr<std::unique_ptr<SqliteTokenizer>> SqliteTokenizer::Make(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  if (api == nullptr) return absl::InternalError("this SQLite has no full-text index (FTS5)");
  auto handle = std::make_unique<Handle>();
  void* context = nullptr;
  const char* arguments[] = {"remove_diacritics", "2"};
  if (api->xFindTokenizer(api, "unicode61", &context, &handle->functions) != SQLITE_OK ||
      handle->functions.xCreate(context, arguments, 2, &handle->instance) != SQLITE_OK)
    return absl::InternalError("this SQLite has no tokenizer unicode61");
  return std::unique_ptr<SqliteTokenizer>(new SqliteTokenizer(std::move(handle)));
}

absl::StatusOr<std::vector<WordToken>> SqliteTokenizer::Tokenize(std::string_view text) {
  std::vector<WordToken> tokens;
  if (handle_->functions.xTokenize(handle_->instance, &tokens, FTS5_TOKENIZE_AUX, text.data(),
                                   static_cast<int>(text.size()), AddToken) != SQLITE_OK)
    return absl::ResourceExhaustedError("a text cannot be split into words");
  return tokens;
}

absl::StatusOr<std::vector<TextTerm>> SqliteTokenizer::ReadTerms(std::string_view question) {
  std::vector<TextTerm> terms;
  const auto add = [&](std::string_view part) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<WordToken> tokens, Tokenize(part));
    if (tokens.empty() || terms.size() == kMaxTerms) return absl::OkStatus();
    TextTerm term;
    for (const WordToken& token : tokens) term.tokens.push_back(token.text);
    term.prefix = part.back() == '*';
    terms.push_back(std::move(term));
    return absl::OkStatus();
  };
  size_t at = 0;
  while (at < question.size()) {
    const char c = question[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
      continue;
    }
    const bool quoted = c == '"';
    const size_t begin = quoted ? at + 1 : at;
    const size_t end = std::min(question.find_first_of(quoted ? "\"" : " \t\r\n\"", begin), question.size());
    RETURN_IF_ERROR(add(question.substr(begin, end - begin)));
    at = quoted ? end + 1 : end;
  }
  return terms;
}

absl::StatusOr<std::vector<TextMatch>> SqliteTokenizer::FindTerms(const std::vector<TextTerm>& terms,
                                                                  std::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<WordToken> tokens, Tokenize(text));
  std::vector<TextMatch> matches;
  for (size_t at = 0; at < tokens.size(); ++at) {
    for (size_t t = 0; t < terms.size(); ++t) {
      if (!StandsAt(terms[t], tokens, at)) continue;
      matches.push_back(
          {static_cast<int>(t), false, tokens[at].begin, tokens[at + terms[t].tokens.size() - 1].end});
    }
  }
  return matches;
}

std::string MatchExpression(const std::vector<TextTerm>& terms) {
  std::vector<std::string> parts;
  for (const TextTerm& term : terms) {
    for (size_t i = 0; i < term.tokens.size(); ++i) {
      const bool prefix = term.prefix && i + 1 == term.tokens.size();
      parts.push_back(
          absl::StrCat("\"", absl::StrReplaceAll(term.tokens[i], {{"\"", "\"\""}}), "\"", prefix ? "*" : ""));
    }
  }
  return absl::StrJoin(parts, " AND ");
}

}  // namespace tearsheet
