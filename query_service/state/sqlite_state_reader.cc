#include "query_service/state/sqlite_state_reader.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "query_service/state/packed.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {
namespace {

constexpr char kEventColumns[] = "e.fact, e.extraction, e.current, e.deal_id";

template <typename Message>
absl::StatusOr<Message> Parse(std::string_view bytes, const char* what) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return absl::DataLossError(absl::StrCat(
        "the store holds ", what, " that cannot be read; delete the store: it is rebuilt from the log"));
  return message;
}

// "?,?,?" for `count` values.
std::string Marks(size_t count) { return absl::StrJoin(std::vector<std::string>(count, "?"), ","); }

}  // namespace

absl::StatusOr<int64_t> SqliteStateReader::Sequence() {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT value FROM meta WHERE key=?"));
  statement->BindText(1, kMetaSequence);
  ASSIGN_OR_RETURN(const bool found, statement->Step());
  const int64_t sequence = found ? statement->Int(0) : 0;
  statement->Reset();
  return sequence;
}

absl::StatusOr<StateCounts> SqliteStateReader::Counts() {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT key, value FROM meta"));
  StateCounts counts;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return counts;
    ReadCount(statement->Bytes(0), statement->Int(1), counts);
  }
}

absl::StatusOr<std::map<std::string, int64_t>> SqliteStateReader::Extractors() {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use("SELECT extractor, articles FROM extractors WHERE articles>0"));
  std::map<std::string, int64_t> extractors;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return extractors;
    extractors[std::string(statement->Bytes(0))] = statement->Int(1);
  }
}

absl::StatusOr<std::vector<std::pair<int64_t, std::string>>> SqliteStateReader::SetAside(int limit) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use("SELECT sequence, reason FROM set_aside ORDER BY sequence LIMIT ?"));
  statement->Bind(1, limit);
  std::vector<std::pair<int64_t, std::string>> records;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return records;
    records.emplace_back(statement->Int(0), std::string(statement->Bytes(1)));
  }
}

absl::StatusOr<std::optional<std::string>> SqliteStateReader::Deal(const std::string& deal_id,
                                                                   v1::DealView view) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use(view == v1::DEAL_VIEW_BASIC ? "SELECT basic FROM deals WHERE deal_id=?"
                                                            : "SELECT full FROM deals WHERE deal_id=?"));
  statement->BindText(1, deal_id);
  ASSIGN_OR_RETURN(const bool found, statement->Step());
  std::optional<std::string> bytes;
  if (found) bytes.emplace(statement->Bytes(0));
  statement->Reset();
  return bytes;
}

absl::StatusOr<DealPage> SqliteStateReader::ListDeals(const DealQuery& query) {
  const std::string key = query.by_articles ? "articles" : "last";
  const std::string body = query.view == v1::DEAL_VIEW_FULL ? "full" : "basic";
  const bool by_company = !query.entity_id.empty();
  std::string sql;
  if (by_company) {
    // Only the rows that are returned are read from the wide table.
    sql = absl::StrCat("SELECT c.", key, ", c.deal_id, d.", body,
                       " FROM deal_companies c JOIN deals d ON d.deal_id=c.deal_id WHERE c.entity_id=?",
                       query.include_units ? "" : " AND c.through_unit=0");
  } else {
    sql = absl::StrCat("SELECT c.", key, ", c.deal_id, c.", body, " FROM deals c WHERE 1");
  }
  if (!query.types.empty()) absl::StrAppend(&sql, " AND c.type IN (", Marks(query.types.size()), ")");
  if (!query.statuses.empty()) absl::StrAppend(&sql, " AND c.status IN (", Marks(query.statuses.size()), ")");
  if (query.start_nanos) absl::StrAppend(&sql, " AND c.last>=?");
  if (query.end_nanos) absl::StrAppend(&sql, " AND c.first<?");
  if (query.conflicts_only) absl::StrAppend(&sql, " AND c.conflict=1");
  if (query.after) absl::StrAppend(&sql, " AND (c.", key, ",c.deal_id)<(?,?)");
  absl::StrAppend(&sql, " ORDER BY c.", key, " DESC, c.deal_id DESC LIMIT ?");
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use(sql));
  int parameter = 0;
  if (by_company) statement->BindText(++parameter, query.entity_id);
  for (const std::string& type : query.types) statement->BindText(++parameter, type);
  for (const v1::Status status : query.statuses) statement->Bind(++parameter, status);
  if (query.start_nanos) statement->Bind(++parameter, *query.start_nanos);
  if (query.end_nanos) statement->Bind(++parameter, *query.end_nanos);
  if (query.after) {
    statement->Bind(++parameter, query.after->key);
    statement->BindText(++parameter, query.after->id);
  }
  // One more than wanted tells whether there is another page.
  statement->Bind(++parameter, int64_t{query.limit} + 1);
  DealPage page;
  ListPlace last;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return page;
    if (static_cast<int>(page.deals.size()) == query.limit) {
      page.next = last;
      statement->Reset();
      return page;
    }
    last = {statement->Int(0), std::string(statement->Bytes(1))};
    page.deals.emplace_back(statement->Bytes(2));
  }
}

absl::StatusOr<std::map<std::string, FullDeal>> SqliteStateReader::FullDeals(
    const std::set<std::string>& deal_ids) {
  std::map<std::string, FullDeal> deals;
  for (const std::string& id : deal_ids) {
    ASSIGN_OR_RETURN(SqliteStatement * statement,
                     session_.Use("SELECT full, companies FROM deals WHERE deal_id=?"));
    statement->BindText(1, id);
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (found)
      deals.emplace(id, FullDeal{std::string(statement->Bytes(0)), ReadCompanies(statement->Bytes(1))});
    statement->Reset();
  }
  return deals;
}

absl::StatusOr<std::string> SqliteStateReader::BucketOfDeal(const std::string& deal_id) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT bucket FROM deals WHERE deal_id=?"));
  statement->BindText(1, deal_id);
  ASSIGN_OR_RETURN(const std::vector<std::string> buckets, Strings(*statement));
  return buckets.empty() ? "" : buckets.front();
}

absl::StatusOr<std::vector<StoredEvent>> SqliteStateReader::Events(SqliteStatement& statement) {
  std::vector<StoredEvent> events;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement.Step());
    if (!found) return events;
    StoredEvent& event = events.emplace_back();
    ASSIGN_OR_RETURN(event.fact, Parse<state::v1::EventFact>(statement.Bytes(0), "an event"));
    event.extraction = statement.Int(1);
    event.current = statement.Int(2) != 0;
    event.deal_id = std::string(statement.Bytes(3));
  }
}

absl::StatusOr<std::vector<std::string>> SqliteStateReader::Strings(SqliteStatement& statement) {
  std::vector<std::string> strings;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement.Step());
    if (!found) return strings;
    strings.emplace_back(statement.Bytes(0));
  }
}

absl::StatusOr<std::optional<StoredEvent>> SqliteStateReader::Event(const std::string& event_id) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use(absl::StrCat("SELECT ", kEventColumns,
                                             " FROM events e WHERE e.event_id=? "
                                             "ORDER BY e.current DESC, e.extraction DESC LIMIT 1")));
  statement->BindText(1, event_id);
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, Events(*statement));
  if (events.empty()) return std::nullopt;
  return std::move(events.front());
}

absl::StatusOr<std::string> SqliteStateReader::DealOfEvent(const std::string& event_id) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use("SELECT deal_id FROM events WHERE event_id=? AND current=1"));
  statement->BindText(1, event_id);
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, Strings(*statement));
  return ids.empty() ? "" : ids.front();
}

absl::StatusOr<EventPage> SqliteStateReader::ListEvents(const EventQuery& query) {
  const bool by_entity = !query.entity_id.empty();
  std::string sql = absl::StrCat("SELECT ", kEventColumns, " FROM ",
                                 by_entity ? "event_entities n JOIN events e ON e.id=n.event" : "events e",
                                 query.all_versions ? " WHERE 1" : " WHERE e.current=1");
  const std::string order =
      by_entity ? "n.publish, n.event_id, e.extraction" : "e.publish, e.event_id, e.extraction";
  if (by_entity) absl::StrAppend(&sql, " AND n.entity_id=?");
  if (!query.deal_id.empty()) absl::StrAppend(&sql, " AND e.deal_id=? AND e.deal_id<>''");
  if (!query.article_id.empty()) absl::StrAppend(&sql, " AND e.article_id=?");
  if (!query.types.empty()) absl::StrAppend(&sql, " AND e.type IN (", Marks(query.types.size()), ")");
  if (query.after) absl::StrAppend(&sql, " AND (", order, ")>(?,?,?)");
  absl::StrAppend(&sql, " ORDER BY ", order, " LIMIT ?");
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use(sql));
  int parameter = 0;
  if (by_entity) statement->BindText(++parameter, query.entity_id);
  if (!query.deal_id.empty()) statement->BindText(++parameter, query.deal_id);
  if (!query.article_id.empty()) statement->BindText(++parameter, query.article_id);
  for (const std::string& type : query.types) statement->BindText(++parameter, type);
  if (query.after) {
    statement->Bind(++parameter, query.after->key);
    statement->BindText(++parameter, query.after->id);
    statement->Bind(++parameter, query.after->version);
  }
  statement->Bind(++parameter, int64_t{query.limit} + 1);
  EventPage page;
  ASSIGN_OR_RETURN(page.events, Events(*statement));
  if (static_cast<int>(page.events.size()) > query.limit) {
    page.events.pop_back();
    const StoredEvent& last = page.events.back();
    page.next = ListPlace{last.fact.publish_unix_nanos(), last.fact.event().event_id(), last.extraction};
  }
  return page;
}

absl::StatusOr<std::vector<StoredEvent>> SqliteStateReader::BucketEvents(const std::string& bucket,
                                                                         bool current_only) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use(absl::StrCat("SELECT ", kEventColumns, " FROM events e WHERE e.bucket=?",
                                             current_only ? " AND e.current=1" : "")));
  statement->BindText(1, bucket);
  return Events(*statement);
}

absl::StatusOr<std::vector<StoredEvent>> SqliteStateReader::ExtractionEvents(
    const VisibleExtraction& extraction) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use(absl::StrCat("SELECT ", kEventColumns,
                                             " FROM events e WHERE e.article_id=? AND e.extraction=?")));
  statement->BindText(1, extraction.article_id).Bind(2, extraction.sequence);
  return Events(*statement);
}

absl::StatusOr<std::vector<StoredEvent>> SqliteStateReader::UriEvents(const std::string& uri) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use(absl::StrCat(
                       "SELECT ", kEventColumns,
                       " FROM articles a JOIN events e ON e.article_id=a.article_id WHERE a.uri=?")));
  statement->BindText(1, uri);
  return Events(*statement);
}

absl::StatusOr<std::vector<std::string>> SqliteStateReader::LooseOf(const std::string& bucket) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT loose FROM loose_links WHERE bucket=?"));
  statement->BindText(1, bucket);
  return Strings(*statement);
}

absl::StatusOr<std::vector<std::string>> SqliteStateReader::WholeOf(const std::string& loose) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT bucket FROM loose_links WHERE loose=?"));
  statement->BindText(1, loose);
  return Strings(*statement);
}

absl::StatusOr<std::vector<std::string>> SqliteStateReader::BucketsOf(const std::string& entity_id,
                                                                      int limit) {
  if (entity_id.empty()) {
    ASSIGN_OR_RETURN(SqliteStatement * statement,
                     session_.Use("SELECT DISTINCT bucket FROM events WHERE bucket<>'' LIMIT ?"));
    statement->Bind(1, limit);
    return Strings(*statement);
  }
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use("SELECT DISTINCT e.bucket FROM event_entities n JOIN events e ON e.id=n.event "
                   "WHERE n.entity_id=? AND e.bucket<>'' LIMIT ?"));
  statement->BindText(1, entity_id).Bind(2, limit);
  return Strings(*statement);
}

absl::StatusOr<std::optional<StoredArticle>> SqliteStateReader::Article(const std::string& article_id) {
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use(
          "SELECT uri, publish, ingest, sequence, publisher, title, bytes FROM articles WHERE article_id=?"));
  statement->BindText(1, article_id);
  ASSIGN_OR_RETURN(const bool found, statement->Step());
  if (!found) return std::nullopt;
  StoredArticle article{article_id,
                        std::string(statement->Bytes(0)),
                        statement->Int(1),
                        statement->Int(2),
                        statement->Int(3),
                        std::string(statement->Bytes(4)),
                        std::string(statement->Bytes(5)),
                        ""};
  ASSIGN_OR_RETURN(article.bytes, Unpack(statement->Bytes(6)));
  statement->Reset();
  return article;
}

absl::StatusOr<UriHistory> SqliteStateReader::History(const std::string& uri) {
  UriHistory history;
  ASSIGN_OR_RETURN(SqliteStatement * articles,
                   session_.Use("SELECT article_id, publish, ingest FROM articles WHERE uri=?"));
  articles->BindText(1, uri);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, articles->Step());
    if (!found) break;
    history.revisions.push_back({std::string(articles->Bytes(0)), articles->Int(1), articles->Int(2)});
  }
  for (const Revision& revision : history.revisions) {
    ASSIGN_OR_RETURN(SqliteStatement * extractions,
                     session_.Use("SELECT sequence, ingest FROM extractions WHERE article_id=?"));
    extractions->BindText(1, revision.article_id);
    while (true) {
      ASSIGN_OR_RETURN(const bool found, extractions->Step());
      if (!found) break;
      history.extractions.push_back({revision.article_id, extractions->Int(0), extractions->Int(1)});
    }
  }
  ASSIGN_OR_RETURN(SqliteStatement * retractions,
                   session_.Use("SELECT retract, ingest FROM retractions WHERE uri=?"));
  retractions->BindText(1, uri);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, retractions->Step());
    if (!found) return history;
    history.retractions.push_back({retractions->Int(0), retractions->Int(1)});
  }
}

absl::StatusOr<std::string> SqliteStateReader::ExtractorOf(const std::string& article_id,
                                                           int64_t extraction) {
  ASSIGN_OR_RETURN(SqliteStatement * statement,
                   session_.Use("SELECT extractor FROM extractions WHERE article_id=? AND sequence=?"));
  statement->BindText(1, article_id).Bind(2, extraction);
  ASSIGN_OR_RETURN(const std::vector<std::string> extractors, Strings(*statement));
  return extractors.empty() ? "" : extractors.front();
}

absl::StatusOr<std::vector<v1::Entity>> SqliteStateReader::Entities(SqliteStatement& statement) {
  std::vector<v1::Entity> entities;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement.Step());
    if (!found) return entities;
    ASSIGN_OR_RETURN(entities.emplace_back(), Parse<v1::Entity>(statement.Bytes(0), "an entity"));
  }
}

absl::StatusOr<std::optional<v1::Entity>> SqliteStateReader::EntityById(const std::string& entity_id) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session_.Use("SELECT bytes FROM entities WHERE entity_id=?"));
  statement->BindText(1, entity_id);
  ASSIGN_OR_RETURN(std::vector<v1::Entity> entities, Entities(*statement));
  if (entities.empty()) return std::nullopt;
  return std::move(entities.front());
}

absl::StatusOr<std::vector<v1::Entity>> SqliteStateReader::FindEntities(const std::string& name) {
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use("SELECT e.bytes FROM entity_names n JOIN entities e ON e.entity_id=n.entity_id "
                   "WHERE n.name=? ORDER BY e.entity_id LIMIT ?"));
  const std::string key = EntityNameKey(name);
  statement->BindText(1, key).Bind(2, kMaxEntitiesFound);
  return Entities(*statement);
}

absl::StatusOr<std::vector<v1::Entity>> SqliteStateReader::OrganisationsByPrefix(const std::string& prefix,
                                                                                 const std::string& after,
                                                                                 int limit) {
  // Ids of organisations begin with "org/"; "org0" is the first text behind all of them.
  const std::string first = std::max(after, std::string("org/"));
  const std::string key = EntityNameKey(prefix);
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use(absl::StrCat(
          "SELECT bytes FROM entities WHERE entity_id>? AND entity_id<'org0'",
          key.empty() ? ""
                      : " AND entity_id IN (SELECT entity_id FROM entity_names WHERE name>=? AND name<?)",
          " ORDER BY entity_id LIMIT ?")));
  const std::string end = absl::StrCat(key, "\U0010FFFF");
  int parameter = 0;
  statement->BindText(++parameter, first);
  if (!key.empty()) {
    statement->BindText(++parameter, key);
    statement->BindText(++parameter, end);
  }
  statement->Bind(++parameter, limit);
  return Entities(*statement);
}

absl::StatusOr<std::vector<v1::Entity>> SqliteStateReader::EntitiesBelow(const std::string& entity_id,
                                                                         int limit) {
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use("SELECT e.bytes FROM entity_owners o JOIN entities e ON e.entity_id=o.entity_id "
                   "WHERE o.owner=? ORDER BY e.entity_id LIMIT ?"));
  statement->BindText(1, entity_id).Bind(2, limit);
  return Entities(*statement);
}

absl::StatusOr<std::pair<int64_t, int64_t>> SqliteStateReader::ChangeRange() {
  ASSIGN_OR_RETURN(SqliteStatement * last_ever, session_.Use("SELECT value FROM meta WHERE key=?"));
  last_ever->BindText(1, kMetaLastChange);
  ASSIGN_OR_RETURN(const bool any, last_ever->Step());
  const int64_t last = any ? last_ever->Int(0) : 0;
  last_ever->Reset();
  ASSIGN_OR_RETURN(SqliteStatement * oldest, session_.Use("SELECT MIN(number) FROM changes"));
  ASSIGN_OR_RETURN(const bool kept, oldest->Step());
  const int64_t first = kept && !oldest->IsNull(0) ? oldest->Int(0) : last + 1;
  oldest->Reset();
  return std::pair(last, first);
}

absl::StatusOr<std::vector<StoredChange>> SqliteStateReader::ChangesAfter(int64_t number, int limit) {
  ASSIGN_OR_RETURN(
      SqliteStatement * statement,
      session_.Use("SELECT number, sequence, ingest, merged_into, old_deal, new_deal, companies FROM changes "
                   "WHERE number>? ORDER BY number LIMIT ?"));
  statement->Bind(1, number).Bind(2, limit);
  std::vector<StoredChange> changes;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, statement->Step());
    if (!found) return changes;
    StoredChange& change = changes.emplace_back();
    change.number = statement->Int(0);
    change.sequence = statement->Int(1);
    change.ingest_nanos = statement->Int(2);
    change.merged_into = std::string(statement->Bytes(3));
    ASSIGN_OR_RETURN(change.new_deal, Unpack(statement->Bytes(5)));
    ASSIGN_OR_RETURN(change.old_deal, Unpack(statement->Bytes(4), change.new_deal));
    change.companies = ReadCompanies(statement->Bytes(6));
  }
}

}  // namespace tearsheet
