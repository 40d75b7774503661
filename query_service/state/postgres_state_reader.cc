#include "query_service/state/postgres_state_reader.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "query_service/state/packed.h"
#include "query_service/state/postgres_error.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {
namespace {

template <typename Message>
absl::StatusOr<Message> ParseStored(std::string_view bytes, const char* what) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return PostgresDamaged(what);
  return message;
}

std::string SelectEvents(std::string_view rest) {
  return absl::StrCat("SELECT e.fact, e.extraction, e.current, e.deal_id ", Absl(rest));
}

// The next parameter: "$3" after two values.
std::string Next(const PostgresValues& values) { return absl::StrCat("$", values.size() + 1); }

}  // namespace

absl::StatusOr<PostgresResult> PostgresStateReader::Query(std::string_view sql,
                                                          const PostgresValues& values) {
  RETURN_IF_ERROR(BeforeQuery());
  return session_.connection->Query(sql, values);
}

absl::StatusOr<StoredEvent> PostgresStateReader::ReadEvent(const PostgresResult& rows, int row) {
  StoredEvent event;
  ASSIGN_OR_RETURN(event.fact, ParseStored<state::v1::EventFact>(rows.Bytes(row, 0), "an event"));
  event.extraction = rows.Int(row, 1);
  event.current = rows.Bool(row, 2);
  event.deal_id = rows.String(row, 3);
  return event;
}

absl::StatusOr<int64_t> PostgresStateReader::Sequence() {
  if (sequence_) return *sequence_;
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query("SELECT value FROM meta WHERE key=$1", PostgresValues().Text(kMetaSequence)));
  return rows.rows() == 0 ? 0 : rows.Int(0, 0);
}

absl::StatusOr<StateCounts> PostgresStateReader::Counts() {
  ASSIGN_OR_RETURN(const PostgresResult rows, Query("SELECT key, value FROM meta"));
  StateCounts counts;
  for (int row = 0; row < rows.rows(); ++row) ReadCount(rows.Bytes(row, 0), rows.Int(row, 1), counts);
  return counts;
}

absl::StatusOr<std::map<std::string, int64_t>> PostgresStateReader::Extractors() {
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query("SELECT extractor, articles FROM extractors WHERE articles>0"));
  std::map<std::string, int64_t> extractors;
  for (int row = 0; row < rows.rows(); ++row) extractors[rows.String(row, 0)] = rows.Int(row, 1);
  return extractors;
}

absl::StatusOr<std::vector<std::pair<int64_t, std::string>>> PostgresStateReader::SetAside(int limit) {
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query("SELECT sequence, reason FROM set_aside ORDER BY sequence LIMIT $1",
                         PostgresValues().Int(limit)));
  std::vector<std::pair<int64_t, std::string>> records;
  records.reserve(rows.rows());
  for (int row = 0; row < rows.rows(); ++row) records.emplace_back(rows.Int(row, 0), rows.String(row, 1));
  return records;
}

absl::StatusOr<std::optional<std::string>> PostgresStateReader::Deal(const std::string& deal_id,
                                                                     v1::DealView view) {
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query(view == v1::DEAL_VIEW_BASIC ? "SELECT basic FROM deals WHERE deal_id=$1"
                                                     : "SELECT full_view FROM deals WHERE deal_id=$1",
                         PostgresValues().Text(deal_id)));
  if (rows.rows() == 0) return std::nullopt;
  return rows.String(0, 0);
}

absl::StatusOr<DealPage> PostgresStateReader::ListDeals(const DealQuery& query) {
  const std::string key = query.by_articles ? "articles" : "last";
  const std::string body = query.view == v1::DEAL_VIEW_FULL ? "full_view" : "basic";
  PostgresValues values;
  std::string sql;
  if (!query.entity_id.empty()) {
    // Only the rows that are returned are read from the wide table.
    sql = absl::StrCat("SELECT c.", key, ", c.deal_id, d.", body,
                       " FROM deal_companies c JOIN deals d ON d.deal_id=c.deal_id WHERE c.entity_id=$1",
                       query.include_units ? "" : " AND NOT c.through_unit");
    values.Key(query.entity_id);
  } else {
    sql = absl::StrCat("SELECT c.", key, ", c.deal_id, c.", body, " FROM deals c WHERE true");
  }
  if (!query.types.empty()) {
    absl::StrAppend(&sql, " AND c.type = ANY(", Next(values), ")");
    values.Texts(query.types);
  }
  if (!query.statuses.empty()) {
    absl::StrAppend(&sql, " AND c.status = ANY(", Next(values), ")");
    values.Ints({query.statuses.begin(), query.statuses.end()});
  }
  if (query.start_nanos) {
    absl::StrAppend(&sql, " AND c.last>=", Next(values));
    values.Int(*query.start_nanos);
  }
  if (query.end_nanos) {
    absl::StrAppend(&sql, " AND c.first<", Next(values));
    values.Int(*query.end_nanos);
  }
  if (query.conflicts_only) absl::StrAppend(&sql, " AND c.conflict");
  if (query.after) {
    absl::StrAppend(&sql, " AND (c.", key, ", c.deal_id) < (", Next(values), ", $", values.size() + 2, ")");
    values.Int(query.after->key).Text(query.after->id);
  }
  // One more than wanted tells whether there is another page.
  absl::StrAppend(&sql, " ORDER BY c.", key, " DESC, c.deal_id DESC LIMIT ", Next(values));
  values.Int(int64_t{query.limit} + 1);
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  DealPage page;
  const int shown = std::min(rows.rows(), query.limit);
  for (int row = 0; row < shown; ++row) page.deals.push_back(rows.String(row, 2));
  if (rows.rows() > shown && shown > 0)
    page.next = ListPlace{rows.Int(shown - 1, 0), rows.String(shown - 1, 1)};
  return page;
}

absl::StatusOr<std::map<std::string, FullDeal>> PostgresStateReader::FullDeals(
    const std::set<std::string>& deal_ids) {
  std::map<std::string, FullDeal> deals;
  if (deal_ids.empty()) return deals;
  const PostgresValues ids = PostgresValues().Texts({deal_ids.begin(), deal_ids.end()});
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query("SELECT deal_id, full_view FROM deals WHERE deal_id = ANY($1::text[])", ids));
  for (int row = 0; row < rows.rows(); ++row) deals[rows.String(row, 0)].bytes = rows.String(row, 1);
  ASSIGN_OR_RETURN(const PostgresResult companies,
                   Query("SELECT deal_id, entity_id, through_unit FROM deal_companies "
                         "WHERE deal_id = ANY($1::text[]) ORDER BY entity_id",
                         ids));
  for (int row = 0; row < companies.rows(); ++row) {
    deals[companies.String(row, 0)].companies.push_back({companies.String(row, 1), companies.Bool(row, 2)});
  }
  return deals;
}

absl::StatusOr<std::string> PostgresStateReader::BucketOfDeal(const std::string& deal_id) {
  ASSIGN_OR_RETURN(const std::vector<std::string> buckets,
                   Strings("SELECT bucket FROM deals WHERE deal_id=$1", PostgresValues().Text(deal_id)));
  return buckets.empty() ? "" : buckets.front();
}

absl::StatusOr<std::vector<StoredEvent>> PostgresStateReader::Events(std::string_view sql,
                                                                     const PostgresValues& values) {
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  std::vector<StoredEvent> events(static_cast<size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    ASSIGN_OR_RETURN(events[static_cast<size_t>(row)], ReadEvent(rows, row));
  }
  return events;
}

absl::StatusOr<std::vector<std::string>> PostgresStateReader::Strings(std::string_view sql,
                                                                      const PostgresValues& values) {
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  std::vector<std::string> strings;
  strings.reserve(rows.rows());
  for (int row = 0; row < rows.rows(); ++row) strings.push_back(rows.String(row, 0));
  return strings;
}

absl::StatusOr<std::vector<v1::Entity>> PostgresStateReader::Entities(std::string_view sql,
                                                                      const PostgresValues& values) {
  ASSIGN_OR_RETURN(const PostgresResult rows, Query(sql, values));
  std::vector<v1::Entity> entities;
  for (int row = 0; row < rows.rows(); ++row) {
    ASSIGN_OR_RETURN(entities.emplace_back(), ParseStored<v1::Entity>(rows.Bytes(row, 0), "an entity"));
  }
  return entities;
}

absl::StatusOr<std::optional<StoredEvent>> PostgresStateReader::Event(const std::string& event_id) {
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events,
                   Events(SelectEvents("FROM events e WHERE e.event_id=$1 "
                                       "ORDER BY e.current DESC, e.extraction DESC LIMIT 1"),
                          PostgresValues().Text(event_id)));
  if (events.empty()) return std::nullopt;
  return std::move(events.front());
}

absl::StatusOr<std::string> PostgresStateReader::DealOfEvent(const std::string& event_id) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      Strings("SELECT deal_id FROM events WHERE event_id=$1 AND current", PostgresValues().Text(event_id)));
  return ids.empty() ? "" : ids.front();
}

absl::StatusOr<EventPage> PostgresStateReader::ListEvents(const EventQuery& query) {
  const bool by_entity = !query.entity_id.empty();
  std::string sql = SelectEvents(
      by_entity ? "FROM event_entities n JOIN events e ON e.event_id=n.event_id AND e.extraction=n.extraction"
                : "FROM events e");
  absl::StrAppend(&sql, query.all_versions ? " WHERE true" : " WHERE e.current");
  const std::string order =
      by_entity ? "n.publish, n.event_id, n.extraction" : "e.publish, e.event_id, e.extraction";
  PostgresValues values;
  if (by_entity) {
    absl::StrAppend(&sql, " AND n.entity_id=", Next(values));
    values.Key(query.entity_id);
  }
  if (!query.deal_id.empty()) {
    absl::StrAppend(&sql, " AND e.deal_id=", Next(values), " AND e.deal_id<>''");
    values.Text(query.deal_id);
  }
  if (!query.article_id.empty()) {
    absl::StrAppend(&sql, " AND e.article_id=", Next(values));
    values.Text(query.article_id);
  }
  if (!query.types.empty()) {
    absl::StrAppend(&sql, " AND e.type = ANY(", Next(values), ")");
    values.Texts(query.types);
  }
  if (query.after) {
    const size_t first = values.size() + 1;
    absl::StrAppend(&sql, " AND (", order, ") > ($", first, ", $", first + 1, ", $", first + 2, ")");
    values.Int(query.after->key).Text(query.after->id).Int(query.after->version);
  }
  absl::StrAppend(&sql, " ORDER BY ", order, " LIMIT ", Next(values));
  values.Int(int64_t{query.limit} + 1);
  EventPage page;
  ASSIGN_OR_RETURN(page.events, Events(sql, values));
  if (static_cast<int>(page.events.size()) > query.limit) {
    page.events.pop_back();
    const StoredEvent& last = page.events.back();
    page.next = ListPlace{last.fact.publish_unix_nanos(), last.fact.event().event_id(), last.extraction};
  }
  return page;
}

absl::StatusOr<std::vector<StoredEvent>> PostgresStateReader::BucketEvents(const std::string& bucket,
                                                                           bool current_only) {
  return Events(SelectEvents(current_only ? "FROM events e WHERE e.bucket=$1 AND e.current"
                                          : "FROM events e WHERE e.bucket=$1"),
                PostgresValues().Key(bucket));
}

absl::StatusOr<std::vector<StoredEvent>> PostgresStateReader::ExtractionEvents(
    const VisibleExtraction& extraction) {
  return Events(SelectEvents("FROM events e WHERE e.article_id=$1 AND e.extraction=$2"),
                PostgresValues().Text(extraction.article_id).Int(extraction.sequence));
}

absl::StatusOr<std::vector<StoredEvent>> PostgresStateReader::UriEvents(const std::string& uri) {
  return Events(SelectEvents("FROM articles a JOIN events e ON e.article_id=a.article_id WHERE a.uri=$1"),
                PostgresValues().Text(uri));
}

absl::StatusOr<std::vector<std::string>> PostgresStateReader::LooseOf(const std::string& bucket) {
  return Strings("SELECT loose FROM loose_links WHERE bucket=$1", PostgresValues().Key(bucket));
}

absl::StatusOr<std::vector<std::string>> PostgresStateReader::WholeOf(const std::string& loose) {
  return Strings("SELECT bucket FROM loose_links WHERE loose=$1", PostgresValues().Key(loose));
}

absl::StatusOr<std::vector<std::string>> PostgresStateReader::BucketsOf(const std::string& entity_id,
                                                                        int limit) {
  if (entity_id.empty())
    return Strings("SELECT DISTINCT bucket FROM events WHERE bucket<>'' LIMIT $1",
                   PostgresValues().Int(limit));
  return Strings(
      "SELECT DISTINCT e.bucket FROM event_entities n "
      "JOIN events e ON e.event_id=n.event_id AND e.extraction=n.extraction "
      "WHERE n.entity_id=$1 AND e.bucket<>'' LIMIT $2",
      PostgresValues().Key(entity_id).Int(limit));
}

absl::StatusOr<UriHistory> PostgresStateReader::History(const std::string& uri) {
  RETURN_IF_ERROR(BeforeQuery());
  UriHistory history;
  PostgresConnection& connection = *session_.connection;
  const PostgresValues values = PostgresValues().Text(uri);
  connection.Queue("SELECT article_id, publish, ingest FROM articles WHERE uri=$1", values,
                   [&](const PostgresResult& rows) {
                     for (int row = 0; row < rows.rows(); ++row)
                       history.revisions.push_back({rows.String(row, 0), rows.Int(row, 1), rows.Int(row, 2)});
                     return absl::OkStatus();
                   });
  connection.Queue(
      "SELECT x.article_id, x.sequence, x.ingest FROM articles a "
      "JOIN extractions x ON x.article_id=a.article_id WHERE a.uri=$1",
      values, [&](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row)
          history.extractions.push_back({rows.String(row, 0), rows.Int(row, 1), rows.Int(row, 2)});
        return absl::OkStatus();
      });
  connection.Queue("SELECT retract, ingest FROM retractions WHERE uri=$1", values,
                   [&](const PostgresResult& rows) {
                     for (int row = 0; row < rows.rows(); ++row)
                       history.retractions.push_back({rows.Int(row, 0), rows.Int(row, 1)});
                     return absl::OkStatus();
                   });
  RETURN_IF_ERROR(connection.Finish());
  return history;
}

absl::StatusOr<std::string> PostgresStateReader::ExtractorOf(const std::string& article_id,
                                                             int64_t extraction) {
  ASSIGN_OR_RETURN(const std::vector<std::string> extractors,
                   Strings("SELECT extractor FROM extractions WHERE article_id=$1 AND sequence=$2",
                           PostgresValues().Text(article_id).Int(extraction)));
  return extractors.empty() ? "" : extractors.front();
}

absl::StatusOr<std::optional<v1::Entity>> PostgresStateReader::EntityById(const std::string& entity_id) {
  ASSIGN_OR_RETURN(std::vector<v1::Entity> entities, Entities("SELECT bytes FROM entities WHERE entity_id=$1",
                                                              PostgresValues().Key(entity_id)));
  if (entities.empty()) return std::nullopt;
  return std::move(entities.front());
}

absl::StatusOr<std::vector<v1::Entity>> PostgresStateReader::FindEntities(const std::string& name) {
  return Entities(
      "SELECT e.bytes FROM entity_names n JOIN entities e ON e.entity_id=n.entity_id "
      "WHERE n.name=$1 ORDER BY e.entity_id LIMIT $2",
      PostgresValues().Key(EntityNameKey(name)).Int(kMaxEntitiesFound));
}

absl::StatusOr<std::vector<v1::Entity>> PostgresStateReader::OrganisationsByPrefix(const std::string& prefix,
                                                                                   const std::string& after,
                                                                                   int limit) {
  // Ids of organisations begin with "org/"; "org0" is the first text behind all of them.
  const std::string first = std::max(after, std::string("org/"));
  const std::string key = EntityNameKey(prefix);
  if (key.empty())
    return Entities(
        "SELECT bytes FROM entities WHERE entity_id>$1 AND entity_id<'org0' ORDER BY entity_id LIMIT $2",
        PostgresValues().Key(first).Int(limit));
  return Entities(
      "SELECT bytes FROM entities WHERE entity_id>$1 AND entity_id<'org0' AND entity_id IN "
      "(SELECT entity_id FROM entity_names WHERE name>=$3 AND name<$4) ORDER BY entity_id LIMIT $2",
      PostgresValues().Key(first).Int(limit).Key(key).Key(absl::StrCat(key, "\U0010FFFF")));
}

absl::StatusOr<std::vector<v1::Entity>> PostgresStateReader::EntitiesBelow(const std::string& entity_id,
                                                                           int limit) {
  return Entities(
      "SELECT e.bytes FROM entity_owners o JOIN entities e ON e.entity_id=o.entity_id "
      "WHERE o.owner=$1 ORDER BY e.entity_id LIMIT $2",
      PostgresValues().Key(entity_id).Int(limit));
}

absl::StatusOr<std::pair<int64_t, int64_t>> PostgresStateReader::ChangeRange() {
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   Query("SELECT (SELECT value FROM meta WHERE key=$1), (SELECT min(number) FROM changes)",
                         PostgresValues().Text(kMetaLastChange)));
  const int64_t last = rows.IsNull(0, 0) ? 0 : rows.Int(0, 0);
  return std::pair(last, rows.IsNull(0, 1) ? last + 1 : rows.Int(0, 1));
}

absl::StatusOr<std::vector<StoredChange>> PostgresStateReader::ChangesAfter(int64_t number, int limit) {
  ASSIGN_OR_RETURN(
      const PostgresResult rows,
      Query("SELECT number, sequence, ingest, merged_into, old_deal, new_deal, companies FROM changes "
            "WHERE number>$1 ORDER BY number LIMIT $2",
            PostgresValues().Int(number).Int(limit)));
  std::vector<StoredChange> changes;
  for (int row = 0; row < rows.rows(); ++row) {
    StoredChange& change = changes.emplace_back();
    change.number = rows.Int(row, 0);
    change.sequence = rows.Int(row, 1);
    change.ingest_nanos = rows.Int(row, 2);
    change.merged_into = rows.String(row, 3);
    ASSIGN_OR_RETURN(change.new_deal, Unpack(rows.Bytes(row, 5)));
    ASSIGN_OR_RETURN(change.old_deal, Unpack(rows.Bytes(row, 4), change.new_deal));
    change.companies = ReadCompanies(rows.Bytes(row, 6));
  }
  return changes;
}

}  // namespace tearsheet
