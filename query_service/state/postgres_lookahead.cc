#include "query_service/state/postgres_lookahead.h"

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/state/postgres_error.h"

namespace tearsheet {
namespace {

PostgresValues KeysOf(const std::set<std::string>& keys) {
  return PostgresValues().Keys({keys.begin(), keys.end()});
}

// Those that PostgreSQL gives back as they are; the others are not fetched ahead.
std::set<std::string> Plain(const std::set<std::string>& keys) {
  std::set<std::string> plain;
  for (const std::string& key : keys) {
    if (PostgresKey(key) == key) plain.insert(key);
  }
  return plain;
}

// Takes an answer out: it is asked for once.
template <typename Answers, typename Key>
auto TakeAnswer(Answers& answers, const Key& key) -> std::optional<typename Answers::mapped_type> {
  auto node = answers.extract(key);
  if (node.empty()) return std::nullopt;
  return std::move(node.mapped());
}

}  // namespace

absl::Status PostgresLookahead::Fetch(const ExpectedReads& expected) {
  RETURN_IF_ERROR(rows_.Flush());
  const std::set<std::string> buckets = Plain(expected.buckets);
  QueueArticles(Plain(expected.article_ids));
  QueueEvents(Plain(expected.event_ids));
  QueueExtractions(expected.extractions);
  QueueHistories(Plain(expected.uris), Plain(expected.article_ids));
  QueueLinks(buckets);
  RETURN_IF_ERROR(connection_.Finish());

  // A bucket is compared with the loose ones that it names, and these with all that name them.
  const auto known = [&](const std::string& bucket) {
    return expected.has_events ? expected.has_events(bucket) : std::nullopt;
  };
  std::set<std::string> near;
  std::set<std::string> loose;
  for (const std::string& bucket : buckets) {
    near.insert(bucket);
    const auto named = loose_.find(bucket);
    if (named != loose_.end()) near.insert(named->second.begin(), named->second.end());
  }
  for (auto bucket = near.begin(); bucket != near.end();) {
    const std::optional<bool> has_events = known(*bucket);
    if (IsLoose(*bucket) && has_events.value_or(true)) loose.insert(*bucket);
    bucket = has_events ? near.erase(bucket) : std::next(bucket);
  }
  QueueBucketEvents(near);
  RETURN_IF_ERROR(connection_.Finish());

  std::set<std::string> far;
  for (const std::string& key : loose) {
    const auto fetched = bucket_events_.find(key);
    const bool empty = fetched != bucket_events_.end() && fetched->second.empty();
    if (empty && !buckets.contains(key)) continue;
    const auto naming = whole_.find(key);
    if (naming == whole_.end()) continue;
    for (const std::string& bucket : naming->second) {
      if (!near.contains(bucket) && !known(bucket)) far.insert(bucket);
    }
  }
  QueueBucketEvents(far);
  return connection_.Finish();
}

void PostgresLookahead::QueueArticles(const std::set<std::string>& article_ids) {
  if (article_ids.empty()) return;
  for (const std::string& id : article_ids) articles_[id] = std::nullopt;
  connection_.Queue(
      "SELECT article_id, uri, publish, ingest, sequence, publisher, title, bytes FROM articles "
      "WHERE article_id = ANY($1::text[])",
      KeysOf(article_ids), [this](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row) {
          articles_[rows.String(row, 0)] = StoredArticle{
              rows.String(row, 0), rows.String(row, 1), rows.Int(row, 2),    rows.Int(row, 3),
              rows.Int(row, 4),    rows.String(row, 5), rows.String(row, 6), rows.String(row, 7)};
        }
        return absl::OkStatus();
      });
}

void PostgresLookahead::QueueEvents(const std::set<std::string>& event_ids) {
  if (event_ids.empty()) return;
  for (const std::string& id : event_ids) events_[id] = std::nullopt;
  connection_.Queue(
      "SELECT DISTINCT ON (event_id) fact, extraction, current, deal_id, event_id FROM events "
      "WHERE event_id = ANY($1::text[]) ORDER BY event_id, current DESC, extraction DESC",
      KeysOf(event_ids), [this](const PostgresResult& rows) -> absl::Status {
        for (int row = 0; row < rows.rows(); ++row) {
          ASSIGN_OR_RETURN(events_[rows.String(row, 4)], ReadEvent(rows, row));
        }
        return absl::OkStatus();
      });
}

void PostgresLookahead::QueueExtractions(const std::set<VisibleExtraction>& extractions) {
  if (extractions.empty()) return;
  std::vector<std::string> article_ids;
  std::vector<int64_t> sequences;
  for (const VisibleExtraction& extraction : extractions) {
    extractions_[{extraction.article_id, extraction.sequence}];
    article_ids.push_back(extraction.article_id);
    sequences.push_back(extraction.sequence);
  }
  connection_.Queue(
      "SELECT e.fact, e.extraction, e.current, e.deal_id, e.article_id "
      "FROM unnest($1::text[], $2::bigint[]) x(article_id, sequence) "
      "JOIN events e ON e.article_id=x.article_id AND e.extraction=x.sequence",
      PostgresValues().Texts(article_ids).Ints(sequences),
      [this](const PostgresResult& rows) -> absl::Status {
        for (int row = 0; row < rows.rows(); ++row) {
          ASSIGN_OR_RETURN(StoredEvent event, ReadEvent(rows, row));
          extractions_[{rows.String(row, 4), event.extraction}].push_back(std::move(event));
        }
        return absl::OkStatus();
      });
}

// Those of `uris` and of the URIs of `article_ids`.
void PostgresLookahead::QueueHistories(const std::set<std::string>& uris,
                                       const std::set<std::string>& article_ids) {
  if (uris.empty() && article_ids.empty()) return;
  for (const std::string& uri : uris) histories_[uri] = {};
  const PostgresValues values =
      PostgresValues().Texts({uris.begin(), uris.end()}).Texts({article_ids.begin(), article_ids.end()});
  constexpr char kWanted[] =
      "IN (SELECT unnest($1::text[]) UNION SELECT uri FROM articles WHERE article_id = ANY($2::text[]))";
  connection_.Queue(absl::StrCat("SELECT uri, article_id, publish, ingest FROM articles WHERE uri ", kWanted),
                    values, [this](const PostgresResult& rows) {
                      for (int row = 0; row < rows.rows(); ++row)
                        histories_[rows.String(row, 0)].revisions.push_back(
                            {rows.String(row, 1), rows.Int(row, 2), rows.Int(row, 3)});
                      return absl::OkStatus();
                    });
  connection_.Queue(absl::StrCat("SELECT a.uri, x.article_id, x.sequence, x.ingest FROM articles a "
                                 "JOIN extractions x ON x.article_id=a.article_id WHERE a.uri ",
                                 kWanted),
                    values, [this](const PostgresResult& rows) {
                      for (int row = 0; row < rows.rows(); ++row)
                        histories_[rows.String(row, 0)].extractions.push_back(
                            {rows.String(row, 1), rows.Int(row, 2), rows.Int(row, 3)});
                      return absl::OkStatus();
                    });
  connection_.Queue(
      absl::StrCat("SELECT uri, retract, ingest FROM retractions WHERE uri ", kWanted), values,
      [this](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row)
          histories_[rows.String(row, 0)].retractions.push_back({rows.Int(row, 1), rows.Int(row, 2)});
        return absl::OkStatus();
      });
}

// The loose ones that `buckets` name, and all that name these or a loose one of `buckets`.
void PostgresLookahead::QueueLinks(const std::set<std::string>& buckets) {
  if (buckets.empty()) return;
  for (const std::string& bucket : buckets) {
    if (IsLoose(bucket)) {
      whole_[bucket].clear();
    } else {
      loose_[bucket].clear();
    }
  }
  connection_.Queue("SELECT bucket, loose FROM loose_links WHERE bucket = ANY($1::text[])", KeysOf(buckets),
                    [this](const PostgresResult& rows) {
                      for (int row = 0; row < rows.rows(); ++row) {
                        loose_[rows.String(row, 0)].push_back(rows.String(row, 1));
                        whole_[rows.String(row, 1)].clear();
                      }
                      return absl::OkStatus();
                    });
  connection_.Queue(
      "SELECT loose, bucket FROM loose_links WHERE loose IN (SELECT unnest($1::text[]) UNION "
      "SELECT loose FROM loose_links WHERE bucket = ANY($1::text[]))",
      KeysOf(buckets), [this](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row)
          whole_[rows.String(row, 0)].push_back(rows.String(row, 1));
        return absl::OkStatus();
      });
}

void PostgresLookahead::QueueBucketEvents(const std::set<std::string>& buckets) {
  if (buckets.empty()) return;
  for (const std::string& bucket : buckets) bucket_events_[bucket].clear();
  connection_.Queue(
      "SELECT fact, extraction, current, deal_id, bucket FROM events WHERE bucket = ANY($1::text[]) "
      "AND current",
      KeysOf(buckets), [this](const PostgresResult& rows) -> absl::Status {
        for (int row = 0; row < rows.rows(); ++row) {
          ASSIGN_OR_RETURN(bucket_events_[rows.String(row, 4)].emplace_back(), ReadEvent(rows, row));
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<std::optional<StoredArticle>> PostgresLookahead::Article(const std::string& article_id) {
  if (const auto known = articles_.find(article_id); known != articles_.end()) return known->second;
  return PostgresStateReader::Article(article_id);
}

absl::StatusOr<std::optional<StoredEvent>> PostgresLookahead::Event(const std::string& event_id) {
  if (const auto known = events_.find(event_id); known != events_.end()) return known->second;
  return PostgresStateReader::Event(event_id);
}

absl::StatusOr<std::vector<StoredEvent>> PostgresLookahead::ExtractionEvents(
    const VisibleExtraction& extraction) {
  if (auto known = TakeAnswer(extractions_, std::pair(extraction.article_id, extraction.sequence)))
    return *std::move(known);
  return PostgresStateReader::ExtractionEvents(extraction);
}

absl::StatusOr<UriHistory> PostgresLookahead::History(const std::string& uri) {
  if (const auto known = histories_.find(uri); known != histories_.end()) return known->second;
  return PostgresStateReader::History(uri);
}

absl::StatusOr<std::vector<StoredEvent>> PostgresLookahead::BucketEvents(const std::string& bucket,
                                                                         bool current_only) {
  if (current_only) {
    if (auto known = TakeAnswer(bucket_events_, bucket)) return *std::move(known);
  }
  return PostgresStateReader::BucketEvents(bucket, current_only);
}

absl::StatusOr<std::vector<std::string>> PostgresLookahead::LooseOf(const std::string& bucket) {
  if (const auto known = loose_.find(bucket); known != loose_.end()) return known->second;
  return PostgresStateReader::LooseOf(bucket);
}

absl::StatusOr<std::vector<std::string>> PostgresLookahead::WholeOf(const std::string& loose) {
  if (const auto known = whole_.find(loose); known != whole_.end()) return known->second;
  return PostgresStateReader::WholeOf(loose);
}

void PostgresLookahead::WroteArticle(const std::string& article_id, const std::string& uri) {
  articles_.erase(article_id);
  histories_.erase(uri);
}

void PostgresLookahead::WroteExtraction(const StoredExtraction& extraction,
                                        const std::vector<StoredEvent>& events) {
  histories_.erase(extraction.uri);
  for (const StoredEvent& event : events) events_.erase(event.fact.event().event_id());
  extractions_.erase({extraction.article_id, extraction.sequence});
  bucket_events_.clear();
}

void PostgresLookahead::WroteEvents() {
  events_.clear();
  extractions_.clear();
  bucket_events_.clear();
}

void PostgresLookahead::WroteLooseLinks() {
  loose_.clear();
  whole_.clear();
}

}  // namespace tearsheet
