#include "query_service/state/sqlite_schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// "TSQS": the file is a state of the query service.
constexpr int64_t kApplicationId = 0x54535153;

// Version n is made from n-1 by the (n-1)th entry. An entry that has been released is never edited.
constexpr const char* kMigrations[] = {
    // Times are nanoseconds since 1970. `current` marks what counts in the present state.
    R"sql(
    CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;

    CREATE TABLE articles(id INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, uri TEXT NOT NULL,
                          publish INTEGER NOT NULL, ingest INTEGER NOT NULL, sequence INTEGER NOT NULL,
                          bytes BLOB NOT NULL);
    CREATE INDEX articles_by_uri ON articles(uri);
    CREATE TABLE extractions(article_id TEXT NOT NULL, sequence INTEGER NOT NULL, ingest INTEGER NOT NULL,
                             extractor TEXT NOT NULL, PRIMARY KEY(article_id, sequence)) WITHOUT ROWID;
    CREATE TABLE retractions(uri TEXT NOT NULL, sequence INTEGER NOT NULL, retract INTEGER NOT NULL,
                             ingest INTEGER NOT NULL, PRIMARY KEY(uri, sequence)) WITHOUT ROWID;

    CREATE TABLE events(id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, article_id TEXT NOT NULL,
                        extraction INTEGER NOT NULL, type TEXT NOT NULL, bucket TEXT NOT NULL,
                        publish INTEGER NOT NULL, current INTEGER NOT NULL DEFAULT 0, deal_id TEXT NOT NULL DEFAULT '',
                        fact BLOB NOT NULL);
    CREATE INDEX events_by_id ON events(event_id);
    CREATE INDEX events_by_article ON events(article_id, extraction);
    CREATE INDEX events_by_bucket ON events(bucket, current);
    CREATE INDEX events_by_deal ON events(deal_id, publish, event_id) WHERE deal_id <> '';
    CREATE INDEX events_by_time ON events(publish, event_id, extraction);
    CREATE TABLE event_entities(entity_id TEXT NOT NULL, publish INTEGER NOT NULL, event_id TEXT NOT NULL,
                                event INTEGER NOT NULL, PRIMARY KEY(entity_id, publish, event_id, event)) WITHOUT ROWID;
    CREATE TABLE loose_links(loose TEXT NOT NULL, bucket TEXT NOT NULL, PRIMARY KEY(loose, bucket)) WITHOUT ROWID;
    CREATE INDEX loose_links_by_bucket ON loose_links(bucket, loose);

    CREATE TABLE deals(id INTEGER PRIMARY KEY, deal_id TEXT NOT NULL UNIQUE, bucket TEXT NOT NULL,
                       type TEXT NOT NULL, status INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                       articles INTEGER NOT NULL, conflict INTEGER NOT NULL, basic BLOB NOT NULL, full BLOB NOT NULL);
    CREATE INDEX deals_by_bucket ON deals(bucket);
    CREATE INDEX deals_by_last ON deals(last, deal_id);
    CREATE INDEX deals_by_articles ON deals(articles, deal_id);
    CREATE TABLE deal_companies(entity_id TEXT NOT NULL, last INTEGER NOT NULL, deal_id TEXT NOT NULL,
                                through_unit INTEGER NOT NULL, type TEXT NOT NULL, status INTEGER NOT NULL,
                                first INTEGER NOT NULL, articles INTEGER NOT NULL, conflict INTEGER NOT NULL,
                                PRIMARY KEY(entity_id, last, deal_id)) WITHOUT ROWID;
    CREATE TABLE deal_owners(deal_id TEXT NOT NULL, entity_id TEXT NOT NULL,
                             PRIMARY KEY(deal_id, entity_id)) WITHOUT ROWID;

    CREATE TABLE entities(entity_id TEXT PRIMARY KEY, extractor TEXT NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE entity_names(name TEXT NOT NULL, entity_id TEXT NOT NULL, PRIMARY KEY(name, entity_id)) WITHOUT ROWID;
    CREATE INDEX entity_names_by_entity ON entity_names(entity_id);
    CREATE TABLE entity_owners(owner TEXT NOT NULL, entity_id TEXT NOT NULL, PRIMARY KEY(owner, entity_id)) WITHOUT ROWID;
    CREATE INDEX entity_owners_by_entity ON entity_owners(entity_id);

    CREATE TABLE changes(number INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, ingest INTEGER NOT NULL,
                         merged_into TEXT NOT NULL, old_deal BLOB NOT NULL, new_deal BLOB NOT NULL);
    CREATE TABLE set_aside(sequence INTEGER PRIMARY KEY, reason TEXT NOT NULL);
    CREATE TABLE extractors(extractor TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID;
    )sql",
    // One per line: 1 for those of which only a unit is named, else 0, then the entity id.
    R"sql(
    ALTER TABLE changes ADD COLUMN companies TEXT NOT NULL DEFAULT '';
    )sql",
    // Words to article ids. Without positions, which are found in the text of the few articles that are
    // shown.
    R"sql(
    ALTER TABLE articles ADD COLUMN publisher TEXT NOT NULL DEFAULT '';
    ALTER TABLE articles ADD COLUMN title TEXT NOT NULL DEFAULT '';
    CREATE INDEX articles_by_publish ON articles(publish, article_id);
    CREATE INDEX articles_by_publisher ON articles(publisher, publish, article_id);
    CREATE VIRTUAL TABLE article_words USING fts5(title, body, content='', detail=none, columnsize=0,
                                                  tokenize="unicode61 remove_diacritics 2");
    )sql",
    // As in the table changes. The deals of an older consolidation, which have none, are made anew.
    R"sql(
    ALTER TABLE deals ADD COLUMN companies TEXT NOT NULL DEFAULT '';
    DROP TABLE deal_owners;
    )sql",
};

constexpr const char* kTables[] = {"meta",           "articles",       "extractions",  "retractions",
                                   "events",         "event_entities", "loose_links",  "deals",
                                   "deal_companies", "entities",       "entity_names", "entity_owners",
                                   "changes",        "set_aside",      "extractors"};

}  // namespace

absl::Status MigrateSchema(SqliteConnection& connection) {
  constexpr int64_t kNewest = std::size(kMigrations);
  ASSIGN_OR_RETURN(const int64_t application, connection.QueryInt("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t version, connection.QueryInt("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t tables, connection.QueryInt("SELECT COUNT(*) FROM sqlite_master"));
  if (application != kApplicationId && (application != 0 || tables > 0)) {
    return absl::FailedPreconditionError(
        "the file of --store is another program's database; choose another path");
  }
  if (version > kNewest) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store has schema ", version, ", this program knows ", kNewest,
                     "; use the newer program, or delete the store: it is rebuilt from the log"));
  }
  for (int64_t next = version; next < kNewest; ++next) {
    RETURN_IF_ERROR(connection.Execute(absl::StrCat("BEGIN IMMEDIATE;", kMigrations[next],
                                                    "PRAGMA application_id=", kApplicationId,
                                                    ";PRAGMA user_version=", next + 1, ";COMMIT;")));
  }
  return absl::OkStatus();
}

absl::Status ClearState(SqliteConnection& connection) {
  for (const char* table : kTables) RETURN_IF_ERROR(connection.Execute(absl::StrCat("DELETE FROM ", table)));
  // An index without content has no rows to delete.
  return connection.Execute("INSERT INTO article_words(article_words) VALUES('delete-all')");
}

}  // namespace tearsheet
