// The reads of the SQLite store.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query_service/state/sqlite_session.h"
#include "query_service/state/sqlite_tokenizer.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Reads through a session that is inside a transaction. Not thread-safe.
class SqliteStateReader : public StateReader {
 public:
  // Borrows `session`; `at_end` runs when the reader goes.
  SqliteStateReader(SqliteSession& session, std::function<void()> at_end)
      : session_(session), at_end_(std::move(at_end)) {}
  ~SqliteStateReader() override {
    tokenizer_.reset();
    if (at_end_) at_end_();
  }

  absl::StatusOr<int64_t> Sequence() override;
  absl::StatusOr<StateCounts> Counts() override;
  absl::StatusOr<std::map<std::string, int64_t>> Extractors() override;
  absl::StatusOr<std::vector<std::pair<int64_t, std::string>>> SetAside(int limit) override;
  absl::StatusOr<std::optional<std::string>> Deal(const std::string& deal_id, v1::DealView view) override;
  absl::StatusOr<DealPage> ListDeals(const DealQuery& query) override;
  absl::StatusOr<std::map<std::string, FullDeal>> FullDeals(const std::set<std::string>& deal_ids) override;
  absl::StatusOr<std::string> BucketOfDeal(const std::string& deal_id) override;
  absl::StatusOr<std::optional<StoredEvent>> Event(const std::string& event_id) override;
  absl::StatusOr<std::string> DealOfEvent(const std::string& event_id) override;
  absl::StatusOr<EventPage> ListEvents(const EventQuery& query) override;
  absl::StatusOr<std::vector<StoredEvent>> BucketEvents(const std::string& bucket,
                                                        bool current_only) override;
  absl::StatusOr<std::vector<StoredEvent>> ExtractionEvents(const VisibleExtraction& extraction) override;
  absl::StatusOr<std::vector<StoredEvent>> UriEvents(const std::string& uri) override;
  absl::StatusOr<std::vector<std::string>> LooseOf(const std::string& bucket) override;
  absl::StatusOr<std::vector<std::string>> WholeOf(const std::string& loose) override;
  absl::StatusOr<std::vector<std::string>> BucketsOf(const std::string& entity_id, int limit) override;
  absl::StatusOr<std::optional<StoredArticle>> Article(const std::string& article_id) override;
  absl::StatusOr<ArticlePage> ListArticles(const ArticleQuery& query) override;
  absl::StatusOr<std::vector<TextTerm>> ReadTerms(const std::string& question) override;
  absl::StatusOr<std::vector<TextHit>> SearchArticles(const TextQuery& query) override;
  absl::StatusOr<std::vector<TextMatch>> FindTerms(const std::vector<TextTerm>& terms,
                                                   const std::string& text) override;
  absl::StatusOr<UriHistory> History(const std::string& uri) override;
  absl::StatusOr<std::string> ExtractorOf(const std::string& article_id, int64_t extraction) override;
  absl::StatusOr<std::optional<v1::Entity>> EntityById(const std::string& entity_id) override;
  absl::StatusOr<std::vector<v1::Entity>> FindEntities(const std::string& name) override;
  absl::StatusOr<std::vector<v1::Entity>> OrganisationsByPrefix(const std::string& prefix,
                                                                const std::string& after, int limit) override;
  absl::StatusOr<std::vector<v1::Entity>> EntitiesBelow(const std::string& entity_id, int limit) override;
  absl::StatusOr<std::pair<int64_t, int64_t>> ChangeRange() override;
  absl::StatusOr<std::vector<StoredChange>> ChangesAfter(int64_t number, int limit) override;

 private:
  absl::StatusOr<std::vector<StoredEvent>> Events(SqliteStatement& statement);
  absl::StatusOr<std::vector<std::string>> Strings(SqliteStatement& statement);
  absl::StatusOr<std::vector<v1::Entity>> Entities(SqliteStatement& statement);

  // Made at the first use.
  absl::StatusOr<SqliteTokenizer*> Tokenizer();

  SqliteSession& session_;
  const std::function<void()> at_end_;
  std::unique_ptr<SqliteTokenizer> tokenizer_;
};

}  // namespace tearsheet
