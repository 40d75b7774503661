// The reads of a running change, with what it is going to ask for fetched at once.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "query_service/state/postgres_rows.h"
#include "query_service/state/postgres_state_reader.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// A change asks thousands of small questions, each of which would be a round trip. Answers that were fetched
// ahead are forgotten as soon as the change writes what they are about. Not thread-safe.
class PostgresLookahead : public PostgresStateReader {
 public:
  // Borrows both; `rows` go out before the server is asked anything.
  PostgresLookahead(PostgresSession& session, PostgresRows& rows)
      : PostgresStateReader(session, std::nullopt), connection_(*session.connection), rows_(rows) {}

  // Fetches in at most three round trips.
  absl::Status Fetch(const ExpectedReads& expected);

  absl::StatusOr<std::optional<StoredArticle>> Article(const std::string& article_id) override;
  absl::StatusOr<std::optional<StoredEvent>> Event(const std::string& event_id) override;
  absl::StatusOr<std::vector<StoredEvent>> ExtractionEvents(const VisibleExtraction& extraction) override;
  absl::StatusOr<UriHistory> History(const std::string& uri) override;
  absl::StatusOr<std::vector<StoredEvent>> BucketEvents(const std::string& bucket,
                                                        bool current_only) override;
  absl::StatusOr<std::vector<std::string>> LooseOf(const std::string& bucket) override;
  absl::StatusOr<std::vector<std::string>> WholeOf(const std::string& loose) override;

  // The change writes these.
  void WroteArticle(const std::string& article_id, const std::string& uri);
  void WroteExtraction(const StoredExtraction& extraction, const std::vector<StoredEvent>& events);
  void WroteRetraction(const std::string& uri) { histories_.erase(uri); }
  // What counts, and for which deal.
  void WroteEvents();
  void WroteLooseLinks();

 private:
  absl::Status BeforeQuery() override { return rows_.Flush(); }

  void QueueArticles(const std::set<std::string>& article_ids);
  void QueueEvents(const std::set<std::string>& event_ids);
  void QueueExtractions(const std::set<VisibleExtraction>& extractions);
  void QueueHistories(const std::set<std::string>& uris, const std::set<std::string>& article_ids);
  void QueueLinks(const std::set<std::string>& buckets);
  void QueueBucketEvents(const std::set<std::string>& buckets);

  PostgresConnection& connection_;
  PostgresRows& rows_;
  // By id. Most of what a change adds is new: nothing.
  std::map<std::string, std::optional<StoredArticle>> articles_;
  std::map<std::string, std::optional<StoredEvent>> events_;
  std::map<std::pair<std::string, int64_t>, std::vector<StoredEvent>> extractions_;
  // By URI.
  std::map<std::string, UriHistory> histories_;
  // By bucket.
  std::map<std::string, std::vector<StoredEvent>> bucket_events_;
  std::map<std::string, std::vector<std::string>> loose_;
  std::map<std::string, std::vector<std::string>> whole_;
};

}  // namespace tearsheet
