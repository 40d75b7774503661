// The reads of the PostgreSQL store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query_service/state/postgres_pool.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Reads through a session that is inside a transaction. Not thread-safe.
class PostgresStateReader : public StateReader {
 public:
  // Borrows `session`. `sequence` is that of a snapshot; absent: it is read when it is asked for.
  PostgresStateReader(PostgresSession& session, std::optional<int64_t> sequence)
      : session_(session), sequence_(sequence) {}

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

 protected:
  // The event of a row whose columns begin with fact, extraction, current and deal_id.
  static absl::StatusOr<StoredEvent> ReadEvent(const PostgresResult& rows, int row);

 private:
  // Runs before the server is asked.
  virtual absl::Status BeforeQuery() { return absl::OkStatus(); }

  absl::StatusOr<PostgresResult> Query(std::string_view sql, const PostgresValues& values = {});
  absl::StatusOr<std::vector<StoredEvent>> Events(std::string_view sql, const PostgresValues& values);
  absl::StatusOr<std::vector<std::string>> Strings(std::string_view sql, const PostgresValues& values);
  absl::StatusOr<std::vector<v1::Entity>> Entities(std::string_view sql, const PostgresValues& values);

  PostgresSession& session_;
  const std::optional<int64_t> sequence_;
};

}  // namespace tearsheet
