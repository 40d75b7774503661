// Rows that a change adds, gathered so that each table gets many in one statement.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "query_service/state/postgres_connection.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// A statement costs the server as much as several rows do. What is gathered shows to the reads of the change
// after Flush only. Not thread-safe.
class PostgresRows {
 public:
  // Borrows `connection`, which is inside a transaction.
  explicit PostgresRows(PostgresConnection& connection) : connection_(connection) {}

  void AddExtraction(const StoredExtraction& extraction);
  // `deal_id` may be empty.
  void AddEvent(const StoredEvent& event, int64_t extraction, bool current, const std::string& deal_id);
  // The events of an extraction that stands in its table or was added before count, or not.
  void SetCurrent(const VisibleExtraction& extraction, bool current);
  // Of an event that stands in its table or was added before; the last one counts.
  void SetDealOfEvent(const std::string& event_id, int64_t extraction, const std::string& deal_id);
  // The greatest version of the facts stays, whatever the order of arrival.
  void PutEntity(const v1::Entity& entity, const std::string& extractor);
  // The last one counts.
  void PutDeal(const StoredDeal& deal);
  // Of a change whose forms are packed.
  void AddChange(const StoredChange& change);

  // They take so much memory that it is time for Flush.
  bool full() const;
  // Queues the statements. What they do not tell at once shows when the connection finishes.
  absl::Status Flush();

  // Of what was flushed, complete when the connection has finished: rows that were not there before, and what
  // SetCurrent has added to the events that count and to the articles of each extractor.
  int64_t new_deals() const { return new_deals_; }
  int64_t new_entities() const { return new_entities_; }
  int64_t more_events() const { return more_events_; }
  const std::map<std::string, int64_t>& more_articles() const { return more_articles_; }

 private:
  struct Entity {
    std::string extractor;
    std::string bytes;
    std::vector<std::string> names;
    std::vector<std::string> owners;

    bool NewerThan(const Entity& other) const {
      return std::pair(extractor, bytes) > std::pair(other.extractor, other.bytes);
    }
  };
  struct Extractions {
    std::vector<std::string> article_ids;
    std::vector<int64_t> sequences;
    std::vector<int64_t> ingest;
    std::vector<std::string> extractors;
  };
  struct Events {
    std::vector<std::string> ids;
    std::vector<int64_t> extractions;
    std::vector<std::string> article_ids;
    std::vector<std::string> types;
    std::vector<std::string> buckets;
    std::vector<int64_t> publish;
    std::vector<bool> current;
    std::vector<std::string> deal_ids;
    std::vector<std::string> facts;
  };
  struct EventEntities {
    std::vector<std::string> entity_ids;
    std::vector<int64_t> publish;
    std::vector<std::string> event_ids;
    std::vector<int64_t> extractions;
  };
  struct Changes {
    std::vector<int64_t> numbers;
    std::vector<int64_t> sequences;
    std::vector<int64_t> ingest;
    std::vector<std::string> merged_into;
    std::vector<std::string> old_deals;
    std::vector<std::string> new_deals;
    std::vector<std::string> companies;
  };

  void FlushEvents();
  void FlushCurrent();
  void FlushDealsOfEvents();
  absl::Status FlushEntities();
  // Drops those that the table has in the same or a greater version; ids of those that it has in a smaller.
  absl::StatusOr<std::vector<std::string>> DropOldEntities();
  void FlushDeals();
  void FlushCompanies();
  void FlushChanges();

  PostgresConnection& connection_;
  size_t bytes_ = 0;
  Extractions extractions_;
  Events events_;
  EventEntities event_entities_;
  std::map<VisibleExtraction, bool> current_;
  std::map<std::pair<std::string, int64_t>, std::string> deals_of_events_;
  // By the ids that PostgreSQL sees.
  std::map<std::string, Entity> entities_;
  std::map<std::string, StoredDeal> deals_;
  Changes changes_;
  int64_t new_deals_ = 0;
  int64_t new_entities_ = 0;
  int64_t more_events_ = 0;
  std::map<std::string, int64_t> more_articles_;
};

}  // namespace tearsheet
