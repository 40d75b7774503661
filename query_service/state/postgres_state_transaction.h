// The writes of the PostgreSQL store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "query_service/state/postgres_lookahead.h"
#include "query_service/state/postgres_rows.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// A transaction that has begun on `session`. Writes are gathered by table and go out with the next read that
// was not expected or with the commit; their errors show there. Not thread-safe.
class PostgresStateTransaction : public StateTransaction {
 public:
  struct Options {
    // Bounds of the changes kept.
    int64_t max_changes = 0;
    absl::Duration max_change_age;
    // Gets a notification with the commit.
    std::string channel;
  };
  // Borrows `session`; `at_end` runs when the transaction goes.
  PostgresStateTransaction(PostgresSession& session, Options options, std::function<void()> at_end)
      : session_(session),
        rows_(*session.connection),
        reader_(session, rows_),
        options_(std::move(options)),
        at_end_(std::move(at_end)) {}
  ~PostgresStateTransaction() override;

  StateReader& reader() override { return reader_; }
  absl::Status Expect(const ExpectedReads& expected) override { return reader_.Fetch(expected); }
  absl::Status PutArticle(const StoredArticle& article, const std::string& body) override;
  absl::Status PutExtraction(const StoredExtraction& extraction, const std::vector<StoredEvent>& events,
                             bool current) override;
  absl::Status PutLooseLinks(const std::set<std::pair<std::string, std::string>>& links) override;
  absl::Status PutRetraction(const std::string& uri, const Retraction& retraction, int64_t sequence) override;
  absl::Status SetCurrent(const VisibleExtraction& extraction, bool current) override;
  absl::Status PutEntity(const v1::Entity& entity, const std::string& extractor) override;
  absl::Status PutDeal(const StoredDeal& deal) override;
  absl::Status RemoveDeal(const std::string& deal_id) override;
  absl::Status SetDealOfEvent(const std::string& event_id, int64_t extraction,
                              const std::string& deal_id) override;
  absl::Status AddChange(const StoredChange& change) override;
  absl::Status AddSetAside(int64_t sequence, const std::string& reason) override;
  absl::Status Commit(int64_t sequence) override;

 private:
  void Queue(std::string_view sql, const PostgresValues& values, PostgresConnection::Take take = nullptr) {
    session_.connection->Queue(sql, values, std::move(take));
  }
  absl::Status FlushWhenFull();
  void PruneChanges();

  PostgresSession& session_;
  PostgresRows rows_;
  PostgresLookahead reader_;
  const Options options_;
  const std::function<void()> at_end_;
  bool committed_ = false;
  // Added to the counters of the table meta by the commit.
  std::map<std::string, int64_t> counts_;
  // The same for the articles of an extractor.
  std::map<std::string, int64_t> articles_of_extractor_;
  int64_t last_change_ = -1;
  int64_t last_change_ingest_nanos_ = 0;
};

}  // namespace tearsheet
