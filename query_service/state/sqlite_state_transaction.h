// The writes of the SQLite store.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "query_service/state/sqlite_session.h"
#include "query_service/state/sqlite_state_reader.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// A transaction that has begun on `session`. Not thread-safe.
class SqliteStateTransaction : public StateTransaction {
 public:
  // Borrows `session` and `hot_deals`; `at_end` runs when the transaction goes. The other two bound the
  // changes kept.
  SqliteStateTransaction(SqliteSession& session, HotDeals& hot_deals, int64_t max_changes,
                         absl::Duration max_change_age, std::function<void()> at_end)
      : session_(session),
        hot_deals_(hot_deals),
        reader_(session, nullptr),
        max_changes_(max_changes),
        max_change_age_(max_change_age),
        at_end_(std::move(at_end)) {}
  ~SqliteStateTransaction() override;

  StateReader& reader() override { return reader_; }
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
  // Adds to a counter of the table meta when the transaction commits.
  void Count(const char* key, int64_t by) { counts_[key] += by; }
  absl::Status WriteCounts();
  absl::Status PutEvent(const StoredEvent& event, int64_t extraction, bool current);
  // What of a deal the rows of its companies are found by.
  struct Listed {
    int64_t last_nanos = 0;
    std::vector<StoredDeal::Company> companies;
  };
  absl::StatusOr<std::optional<Listed>> ListedDeal(const std::string& deal_id);
  absl::Status RemoveCompany(const std::string& entity_id, int64_t last_nanos, const std::string& deal_id);
  absl::Status PruneChanges();

  SqliteSession& session_;
  HotDeals& hot_deals_;
  SqliteStateReader reader_;
  const int64_t max_changes_;
  const absl::Duration max_change_age_;
  const std::function<void()> at_end_;
  bool committed_ = false;
  std::map<std::string, int64_t> counts_;
  std::vector<std::string> changed_deals_;
  // Articles that count now, by extractor; added to those counted before.
  std::map<std::string, int64_t> extractors_;
  int64_t last_change_ = -1;
  int64_t last_change_ingest_nanos_ = 0;
};

}  // namespace tearsheet
