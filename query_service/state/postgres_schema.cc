#include "query_service/state/postgres_schema.h"

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status_macros.h"
#include "query_service/state/postgres_error.h"
#include "xxhash.h"

namespace tearsheet {
namespace {

// Part of the schema's name: a program whose tables older programs must not write to has another one.
constexpr int kLayout = 1;
constexpr size_t kMaxPrefix = 40;
constexpr char kInUse[] = "in use";
constexpr char kMigrating[] = "migrating";

// Version n is made from n-1 by the (n-1)th entry. An entry that has been released is never edited, and
// leaves what programs that do not know it still write; other changes raise kLayout.
constexpr const char* kVersions[] = {
    // Times are nanoseconds since 1970. `current` marks what counts in the present state. Names sort by their
    // bytes, as on SQLite.
    R"sql(
    CREATE TABLE meta(key text COLLATE "C" PRIMARY KEY, value bigint NOT NULL);

    CREATE TABLE articles(article_id text COLLATE "C" PRIMARY KEY, uri text COLLATE "C" NOT NULL,
                          publish bigint NOT NULL, ingest bigint NOT NULL, sequence bigint NOT NULL,
                          publisher text COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL,
                          bytes bytea NOT NULL, words tsvector);
    CREATE INDEX articles_by_uri ON articles USING hash(uri);
    CREATE INDEX articles_by_sequence ON articles(sequence);
    CREATE INDEX articles_by_publish ON articles(publish, article_id);
    CREATE INDEX articles_by_publisher ON articles((left(publisher, 64)), publish, article_id);
    CREATE INDEX articles_by_word ON articles USING gin(words);
    CREATE INDEX articles_without_words ON articles(sequence) WHERE words IS NULL;
    CREATE TABLE extractions(article_id text COLLATE "C" NOT NULL, sequence bigint NOT NULL, ingest bigint NOT NULL,
                             extractor text COLLATE "C" NOT NULL, PRIMARY KEY(article_id, sequence));
    CREATE TABLE retractions(uri text COLLATE "C" NOT NULL, sequence bigint NOT NULL, retract bigint NOT NULL,
                             ingest bigint NOT NULL, PRIMARY KEY(sequence));
    CREATE INDEX retractions_by_uri ON retractions USING hash(uri);

    CREATE TABLE events(event_id text COLLATE "C" NOT NULL, extraction bigint NOT NULL,
                        article_id text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL,
                        bucket text COLLATE "C" NOT NULL, publish bigint NOT NULL, current boolean NOT NULL,
                        deal_id text COLLATE "C" NOT NULL, fact bytea NOT NULL, PRIMARY KEY(event_id, extraction));
    CREATE INDEX events_by_article ON events(article_id, extraction);
    CREATE INDEX events_by_bucket ON events(bucket);
    CREATE INDEX events_by_deal ON events(deal_id, publish, event_id, extraction) WHERE deal_id <> '';
    CREATE INDEX events_by_time ON events(publish, event_id, extraction);
    CREATE TABLE event_entities(entity_id text COLLATE "C" NOT NULL, publish bigint NOT NULL,
                                event_id text COLLATE "C" NOT NULL, extraction bigint NOT NULL,
                                PRIMARY KEY(entity_id, publish, event_id, extraction));
    CREATE TABLE loose_links(loose text COLLATE "C" NOT NULL, bucket text COLLATE "C" NOT NULL,
                             PRIMARY KEY(loose, bucket));
    CREATE INDEX loose_links_by_bucket ON loose_links(bucket);

    CREATE TABLE deals(deal_id text COLLATE "C" PRIMARY KEY, bucket text COLLATE "C" NOT NULL,
                       type text COLLATE "C" NOT NULL, status bigint NOT NULL, first bigint NOT NULL,
                       last bigint NOT NULL, articles bigint NOT NULL, conflict boolean NOT NULL,
                       basic bytea NOT NULL, full_view bytea NOT NULL);
    CREATE INDEX deals_by_bucket ON deals(bucket);
    CREATE INDEX deals_by_last ON deals(last, deal_id);
    CREATE INDEX deals_by_articles ON deals(articles, deal_id);
    CREATE TABLE deal_companies(deal_id text COLLATE "C" NOT NULL, entity_id text COLLATE "C" NOT NULL,
                                through_unit boolean NOT NULL, type text COLLATE "C" NOT NULL,
                                status bigint NOT NULL, first bigint NOT NULL, last bigint NOT NULL,
                                articles bigint NOT NULL, conflict boolean NOT NULL,
                                PRIMARY KEY(deal_id, entity_id));
    CREATE INDEX deal_companies_by_last ON deal_companies(entity_id, last, deal_id);

    CREATE TABLE entities(entity_id text COLLATE "C" PRIMARY KEY, extractor text COLLATE "C" NOT NULL,
                          bytes bytea NOT NULL);
    CREATE TABLE entity_names(name text COLLATE "C" NOT NULL, entity_id text COLLATE "C" NOT NULL,
                              PRIMARY KEY(name, entity_id));
    CREATE INDEX entity_names_by_entity ON entity_names(entity_id);
    CREATE TABLE entity_owners(owner text COLLATE "C" NOT NULL, entity_id text COLLATE "C" NOT NULL,
                               PRIMARY KEY(owner, entity_id));
    CREATE INDEX entity_owners_by_entity ON entity_owners(entity_id);

    CREATE TABLE changes(number bigint PRIMARY KEY, sequence bigint NOT NULL, ingest bigint NOT NULL,
                         merged_into text COLLATE "C" NOT NULL, old_deal bytea NOT NULL, new_deal bytea NOT NULL,
                         companies text COLLATE "C" NOT NULL);
    CREATE TABLE set_aside(sequence bigint PRIMARY KEY, reason text COLLATE "C" NOT NULL);
    CREATE TABLE extractors(extractor text COLLATE "C" PRIMARY KEY, articles bigint NOT NULL);
    )sql",
};

// Change numbers start again with every rebuild; tokens of another run must not be mistaken for this one's.
std::string RandomEpoch() {
  std::random_device random;
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad8), absl::Hex(random(), absl::kZeroPad8));
}

// `sql` with $states for the list of states of `prefix`.
std::string WithStates(const PostgresConnection& connection, const std::string& prefix,
                       const std::string& sql) {
  return absl::StrReplaceAll(sql, {{"$states", absl::StrCat(connection.Quote(prefix), ".states")}});
}

absl::Status MakeList(PostgresConnection& connection, const std::string& prefix) {
  ASSIGN_OR_RETURN(const PostgresResult found,
                   connection.Query("SELECT 1 FROM pg_tables WHERE schemaname=$1 AND tablename='states'",
                                    PostgresValues().Text(prefix)));
  if (found.rows() > 0) return absl::OkStatus();
  return connection.ExecuteScript(
      absl::StrCat("CREATE SCHEMA IF NOT EXISTS ", connection.Quote(prefix), ";",
                   WithStates(connection, prefix,
                              "CREATE TABLE IF NOT EXISTS $states(schema text COLLATE \"C\" PRIMARY KEY, "
                              "version bigint NOT NULL, epoch text NOT NULL, ontology text NOT NULL, "
                              "consolidation text NOT NULL, made timestamptz NOT NULL DEFAULT now(), "
                              "used timestamptz NOT NULL DEFAULT now())")));
}

absl::Status MigrateLocked(PostgresConnection& connection, const std::string& prefix,
                           const PostgresStateVersions& versions) {
  constexpr int64_t kNewest = std::size(kVersions);
  const std::string schema = StateSchema(prefix, versions);
  RETURN_IF_ERROR(MakeList(connection, prefix));
  ASSIGN_OR_RETURN(
      const PostgresResult known,
      connection.Query(WithStates(connection, prefix, "SELECT version FROM $states WHERE schema=$1"),
                       PostgresValues().Text(schema)));
  const int64_t version = known.rows() == 0 ? 0 : known.Int(0, 0);
  if (version > kNewest) {
    return absl::FailedPreconditionError(absl::StrCat("the state in PostgreSQL's schema ", schema,
                                                      " has version ", version, ", this program knows ",
                                                      kNewest, "; use the newer program"));
  }
  for (int64_t next = version; next < kNewest; ++next) {
    connection.Queue("BEGIN");
    if (next == 0) {
      const std::string make = absl::StrCat("CREATE SCHEMA ", connection.Quote(schema));
      connection.Queue(make);
      connection.Queue(WithStates(connection, prefix,
                                  "INSERT INTO $states(schema, version, epoch, ontology, consolidation) "
                                  "VALUES($1, 0, $2, $3, $4)"),
                       PostgresValues()
                           .Text(schema)
                           .Text(RandomEpoch())
                           .Text(versions.ontology)
                           .Text(versions.consolidation));
    }
    RETURN_IF_ERROR(connection.Finish());
    RETURN_IF_ERROR(UseSchema(connection, schema));
    RETURN_IF_ERROR(connection.ExecuteScript(kVersions[next]));
    connection.Queue(WithStates(connection, prefix, "UPDATE $states SET version=$2 WHERE schema=$1"),
                     PostgresValues().Text(schema).Int(next + 1));
    connection.Queue("COMMIT");
    RETURN_IF_ERROR(connection.Finish());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSchemaPrefix(const std::string& prefix) {
  const bool fits = !prefix.empty() && prefix.size() <= kMaxPrefix &&
                    prefix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos &&
                    (prefix.front() < '0' || prefix.front() > '9') && !prefix.starts_with("pg_");
  if (fits) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--store_schema='", prefix, "' is not allowed; it must be at most ", kMaxPrefix,
                   " lower-case letters, digits and '_', not begin with a digit or 'pg_'"));
}

std::string StateSchema(const std::string& prefix, const PostgresStateVersions& versions) {
  const std::string made_by = absl::StrCat(kLayout, "\n", versions.ontology, "\n", versions.consolidation);
  return absl::StrCat(prefix, "_", absl::Hex(XXH3_64bits(made_by.data(), made_by.size()), absl::kZeroPad16));
}

int64_t LockNumber(const std::string& schema, const char* purpose) {
  const std::string name = absl::StrCat("tearsheet ", schema, " ", purpose);
  return static_cast<int64_t>(XXH3_64bits(name.data(), name.size()));
}

absl::Status MigrateSchema(PostgresConnection& connection, const std::string& prefix,
                           const PostgresStateVersions& versions) {
  const int64_t lock = LockNumber(prefix, kMigrating);
  RETURN_IF_ERROR(connection.Query("SELECT pg_advisory_lock($1)", PostgresValues().Int(lock)).status());
  const absl::Status status = MigrateLocked(connection, prefix, versions);
  // A connection that failed inside a transaction is not used again; its end frees the lock.
  if (!status.ok()) return status;
  return connection.Query("SELECT pg_advisory_unlock($1)", PostgresValues().Int(lock)).status();
}

absl::Status UseSchema(PostgresConnection& connection, const std::string& schema) {
  return connection
      .Query("SELECT set_config('search_path', $1, false)", PostgresValues().Text(connection.Quote(schema)))
      .status();
}

absl::StatusOr<std::string> ReadEpoch(PostgresConnection& connection, const std::string& prefix,
                                      const std::string& schema) {
  ASSIGN_OR_RETURN(
      const PostgresResult row,
      connection.Query(WithStates(connection, prefix, "SELECT epoch FROM $states WHERE schema=$1"),
                       PostgresValues().Text(schema)));
  return row.rows() == 0 ? "" : row.String(0, 0);
}

absl::Status RenewEpoch(PostgresConnection& connection, const std::string& prefix,
                        const std::string& schema) {
  return connection
      .Query(WithStates(connection, prefix, "UPDATE $states SET epoch=$2 WHERE schema=$1"),
             PostgresValues().Text(schema).Text(RandomEpoch()))
      .status();
}

absl::Status HoldState(PostgresConnection& connection, const std::string& schema) {
  return connection
      .Query("SELECT pg_advisory_lock_shared($1)", PostgresValues().Int(LockNumber(schema, kInUse)))
      .status();
}

absl::Status MarkUsed(PostgresConnection& connection, const std::string& prefix, const std::string& schema) {
  return connection
      .Query(WithStates(connection, prefix, "UPDATE $states SET used=now() WHERE schema=$1"),
             PostgresValues().Text(schema))
      .status();
}

absl::Status RemoveUnusedStates(PostgresConnection& connection, const std::string& prefix,
                                absl::Duration unused) {
  ASSIGN_OR_RETURN(const PostgresResult found,
                   connection.Query(WithStates(connection, prefix,
                                               "SELECT schema FROM $states "
                                               "WHERE used < now() - $1 * interval '1 second'"),
                                    PostgresValues().Int(absl::ToInt64Seconds(unused))));
  for (int row = 0; row < found.rows(); ++row) {
    const std::string schema = found.String(row, 0);
    const PostgresValues lock = PostgresValues().Int(LockNumber(schema, kInUse));
    ASSIGN_OR_RETURN(const PostgresResult free, connection.Query("SELECT pg_try_advisory_lock($1)", lock));
    if (!free.Bool(0, 0)) continue;
    connection.Queue("BEGIN");
    const std::string drop = absl::StrCat("DROP SCHEMA IF EXISTS ", connection.Quote(schema), " CASCADE");
    connection.Queue(drop);
    connection.Queue(WithStates(connection, prefix, "DELETE FROM $states WHERE schema=$1"),
                     PostgresValues().Text(schema));
    connection.Queue("COMMIT");
    connection.Queue("SELECT pg_advisory_unlock($1)", lock);
    RETURN_IF_ERROR(connection.Finish());
  }
  return absl::OkStatus();
}

}  // namespace tearsheet
