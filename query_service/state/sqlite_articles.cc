// The article lists and the text search of the SQLite store.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/state/packed.h"
#include "query_service/state/sqlite_state_reader.h"
#include "query_service/state/sqlite_tokenizer.h"

namespace tearsheet {
namespace {

constexpr char kArticleColumns[] =
    "a.article_id, a.uri, a.publish, a.ingest, a.sequence, a.publisher, a.title";

StoredArticle ReadArticle(const SqliteStatement& row) {
  return {std::string(row.Bytes(0)), std::string(row.Bytes(1)), row.Int(2), row.Int(3), row.Int(4),
          std::string(row.Bytes(5)), std::string(row.Bytes(6)), ""};
}

// Every term has a match.
bool HoldsAll(const std::vector<TextMatch>& matches, size_t terms) {
  std::vector<bool> held(terms, false);
  for (const TextMatch& match : matches) held[static_cast<size_t>(match.term)] = true;
  return std::all_of(held.begin(), held.end(), [](bool one) { return one; });
}

}  // namespace

absl::StatusOr<ArticlePage> SqliteStateReader::ListArticles(const ArticleQuery& query) {
  // The articles of an entity are found through its events, which lie in the order of time: what is read is
  // the page, however many there are. CROSS JOIN keeps SQLite to that order.
  const bool by_entity = !query.entity_id.empty();
  const std::string publish = by_entity ? "n.publish" : "a.publish";
  std::string sql = absl::StrCat("SELECT ", by_entity ? "DISTINCT " : "", kArticleColumns, " FROM ",
                                 by_entity ? "event_entities n CROSS JOIN events e ON e.id=n.event"
                                             " CROSS JOIN articles a ON a.article_id=e.article_id"
                                             " WHERE n.entity_id=?"
                                           : "articles a WHERE 1");
  if (!query.publisher.empty()) absl::StrAppend(&sql, " AND a.publisher=?");
  if (query.start_nanos) absl::StrAppend(&sql, " AND ", publish, ">=?");
  if (query.end_nanos) absl::StrAppend(&sql, " AND ", publish, "<?");
  if (query.after) absl::StrAppend(&sql, " AND ", publish, "<=? AND (", publish, ",a.article_id)<(?,?)");
  absl::StrAppend(&sql, " ORDER BY ", publish, " DESC, a.article_id DESC LIMIT ?");
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use(sql));
  int parameter = 0;
  if (!query.entity_id.empty()) statement->BindText(++parameter, query.entity_id);
  if (!query.publisher.empty()) statement->BindText(++parameter, query.publisher);
  if (query.start_nanos) statement->Bind(++parameter, *query.start_nanos);
  if (query.end_nanos) statement->Bind(++parameter, *query.end_nanos);
  if (query.after) {
    statement->Bind(++parameter, query.after->key);
    statement->Bind(++parameter, query.after->key);
    statement->BindText(++parameter, query.after->id);
  }
  statement->Bind(++parameter, int64_t{query.limit} + 1);
  ArticlePage page;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return page;
    if (static_cast<int>(page.articles.size()) == query.limit) {
      page.next = ListPlace{page.articles.back().publish_nanos, page.articles.back().article_id};
      statement->Reset();
      return page;
    }
    page.articles.push_back(ReadArticle(*statement));
  }
}

absl::StatusOr<SqliteTokenizer*> SqliteStateReader::Tokenizer() {
  if (tokenizer_ == nullptr) {
    ASSIGN_OR_RETURN(tokenizer_, SqliteTokenizer::Make(session_.connection().handle()));
  }
  return tokenizer_.get();
}

absl::StatusOr<std::vector<TextTerm>> SqliteStateReader::ReadTerms(const std::string& question) {
  ASSIGN_OR_RETURN(SqliteTokenizer * tokenizer, Tokenizer());
  return tokenizer->ReadTerms(question);
}

absl::StatusOr<std::vector<TextMatch>> SqliteStateReader::FindTerms(const std::vector<TextTerm>& terms,
                                                                    const std::string& text) {
  ASSIGN_OR_RETURN(SqliteTokenizer * tokenizer, Tokenizer());
  return tokenizer->FindTerms(terms, text);
}

absl::StatusOr<std::vector<TextHit>> SqliteStateReader::SearchArticles(const TextQuery& query) {
  std::vector<TextHit> hits;
  if (query.terms.empty()) return hits;
  ASSIGN_OR_RETURN(SqliteTokenizer * tokenizer, Tokenizer());
  std::string sql = absl::StrCat("SELECT ", kArticleColumns,
                                 ", a.bytes FROM article_words w JOIN articles a ON a.id=w.rowid"
                                 " WHERE article_words MATCH ?",
                                 query.start_nanos ? " AND a.publish>=?" : "",
                                 query.end_nanos ? " AND a.publish<?" : "", " ORDER BY w.rowid DESC LIMIT ?");
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use(sql));
  const std::string expression = MatchExpression(query.terms);
  int parameter = 0;
  statement->BindText(++parameter, expression);
  if (query.start_nanos) statement->Bind(++parameter, *query.start_nanos);
  if (query.end_nanos) statement->Bind(++parameter, *query.end_nanos);
  statement->Bind(++parameter, query.limit);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return hits;
    TextHit hit;
    hit.article = ReadArticle(*statement);
    v1::Article article;
    ASSIGN_OR_RETURN(const std::string bytes, Unpack(statement->Bytes(7)));
    if (!article.ParseFromString(bytes))
      return absl::DataLossError(
          "the store holds an article that cannot be read; delete the store: it is rebuilt");
    hit.body = std::move(*article.mutable_body());
    ASSIGN_OR_RETURN(hit.matches, tokenizer->FindTerms(query.terms, hit.article.title));
    for (TextMatch& match : hit.matches) match.in_title = true;
    ASSIGN_OR_RETURN(const std::vector<TextMatch> in_body, tokenizer->FindTerms(query.terms, hit.body));
    hit.matches.insert(hit.matches.end(), in_body.begin(), in_body.end());
    if (HoldsAll(hit.matches, query.terms.size())) hits.push_back(std::move(hit));
  }
}

}  // namespace tearsheet
