// The article lists and the text search of the PostgreSQL store.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/state/postgres_error.h"
#include "query_service/state/postgres_state_reader.h"
#include "query_service/state/postgres_words.h"

namespace tearsheet {
namespace {

constexpr char kListedColumns[] =
    "a.article_id, a.uri, a.publish, a.ingest, a.sequence, a.publisher, a.title";

StoredArticle ListedArticle(const PostgresResult& rows, int row) {
  return {rows.String(row, 0), rows.String(row, 1), rows.Int(row, 2),    rows.Int(row, 3),
          rows.Int(row, 4),    rows.String(row, 5), rows.String(row, 6), ""};
}

// Adds " AND column>=start AND column<end" for what is given.
void AddTimes(const std::optional<int64_t>& start, const std::optional<int64_t>& end, std::string& sql,
              PostgresValues& values) {
  if (start) {
    absl::StrAppend(&sql, " AND a.publish>=$", values.size() + 1);
    values.Int(*start);
  }
  if (end) {
    absl::StrAppend(&sql, " AND a.publish<$", values.size() + 1);
    values.Int(*end);
  }
}

bool HasEvery(const std::vector<TextMatch>& matches, size_t terms) {
  std::vector<bool> held(terms, false);
  for (const TextMatch& match : matches) held[static_cast<size_t>(match.term)] = true;
  return std::all_of(held.begin(), held.end(), [](bool one) { return one; });
}

}  // namespace

absl::StatusOr<std::optional<StoredArticle>> PostgresStateReader::Article(const std::string& article_id) {
  ASSIGN_OR_RETURN(
      const PostgresResult rows,
      Query(absl::StrCat("SELECT ", kListedColumns, ", a.bytes FROM articles a WHERE a.article_id=$1"),
            PostgresValues().Text(article_id)));
  if (rows.rows() == 0) return std::nullopt;
  StoredArticle article = ListedArticle(rows, 0);
  article.bytes = rows.String(0, 7);
  return article;
}

absl::StatusOr<ArticlePage> PostgresStateReader::ListArticles(const ArticleQuery& query) {
  std::string sql = absl::StrCat("SELECT ", kListedColumns, " FROM articles a WHERE true");
  PostgresValues values;
  if (!query.entity_id.empty()) {
    absl::StrAppend(&sql,
                    " AND a.article_id IN (SELECT e.article_id FROM event_entities n JOIN events e "
                    "ON e.event_id=n.event_id AND e.extraction=n.extraction WHERE n.entity_id=$1)");
    values.Key(query.entity_id);
  }
  if (!query.publisher.empty()) {
    const size_t at = values.size() + 1;
    absl::StrAppend(&sql, " AND left(a.publisher, 64)=left($", at, ", 64) AND a.publisher=$", at);
    values.Text(query.publisher);
  }
  AddTimes(query.start_nanos, query.end_nanos, sql, values);
  if (query.after) {
    absl::StrAppend(&sql, " AND (a.publish, a.article_id) < ($", values.size() + 1, ", $", values.size() + 2,
                    ")");
    values.Int(query.after->key).Text(query.after->id);
  }
  absl::StrAppend(&sql, " ORDER BY a.publish DESC, a.article_id DESC LIMIT $", values.size() + 1);
  values.Int(int64_t{query.limit} + 1);
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  ArticlePage page;
  const int shown = std::min(rows.rows(), query.limit);
  for (int row = 0; row < shown; ++row) page.articles.push_back(ListedArticle(rows, row));
  if (rows.rows() > shown && shown > 0)
    page.next = ListPlace{page.articles.back().publish_nanos, page.articles.back().article_id};
  return page;
}

absl::StatusOr<std::vector<TextTerm>> PostgresStateReader::ReadTerms(const std::string& question) {
  return session_.words->tokenizer().ReadTerms(question);
}

absl::StatusOr<std::vector<TextMatch>> PostgresStateReader::FindTerms(const std::vector<TextTerm>& terms,
                                                                      const std::string& text) {
  return session_.words->tokenizer().FindTerms(terms, text);
}

absl::StatusOr<std::vector<TextHit>> PostgresStateReader::SearchArticles(const TextQuery& query) {
  std::vector<TextHit> hits;
  if (query.terms.empty()) return hits;
  std::string sql =
      absl::StrCat("SELECT ", kListedColumns,
                   ", a.bytes FROM articles a WHERE (a.words @@ $1::tsquery OR a.words IS NULL)");
  PostgresValues values;
  values.Text(WordQuery(query.terms));
  AddTimes(query.start_nanos, query.end_nanos, sql, values);
  absl::StrAppend(&sql, " ORDER BY a.sequence DESC LIMIT $", values.size() + 1);
  values.Int(query.limit);
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  SqliteTokenizer& tokenizer = session_.words->tokenizer();
  for (int row = 0; row < rows.rows(); ++row) {
    TextHit hit;
    hit.article = ListedArticle(rows, row);
    v1::Article article;
    const std::string_view bytes = rows.Bytes(row, 7);
    if (!article.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return PostgresDamaged("an article");
    hit.body = std::move(*article.mutable_body());
    ASSIGN_OR_RETURN(hit.matches, tokenizer.FindTerms(query.terms, hit.article.title));
    for (TextMatch& match : hit.matches) match.in_title = true;
    ASSIGN_OR_RETURN(const std::vector<TextMatch> in_body, tokenizer.FindTerms(query.terms, hit.body));
    hit.matches.insert(hit.matches.end(), in_body.begin(), in_body.end());
    if (HasEvery(hit.matches, query.terms.size())) hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace tearsheet
