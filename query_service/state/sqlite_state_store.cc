#include "query_service/state/sqlite_state_store.h"

#include <sqlite3.h>

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/state/sqlite_schema.h"
#include "query_service/state/sqlite_state_reader.h"
#include "query_service/state/sqlite_state_transaction.h"

namespace tearsheet {
namespace {

// Readers beyond these are opened for one use.
constexpr size_t kMaxIdleReaders = 16;
// The writer keeps in its page cache what a large batch changes (cache_spill, in pages), and little besides
// (cache_size, in KiB when negative): nearly every commit that splits a page of an index makes SQLite go
// through the whole cache, which with 64 MB takes longer than many a small batch. The system's cache holds
// the rest, which readers map.
constexpr char kPragmas[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192; PRAGMA "
    "cache_spill=16384; PRAGMA mmap_size=1073741824;"
    "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=134217728;";
// Of the -wal file before it is folded in. A batch touches pages all over the file: the more batches share a
// pass, the fewer pages are written twice; but commits beside a larger pass take longer.
constexpr int kCheckpointPages = 4000;

constexpr char kMetaOntology[] = "ontology_version";
constexpr char kMetaConsolidation[] = "consolidation_version";
constexpr char kMetaEpoch[] = "epoch";

absl::StatusOr<std::string> Meta(SqliteSession& session, const char* key) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session.Use("SELECT value FROM meta WHERE key=?"));
  statement->BindText(1, key);
  ASSIGN_OR_RETURN(const bool found, statement->Step());
  std::string value = found ? std::string(statement->Bytes(0)) : "";
  statement->Reset();
  return value;
}

absl::Status SetMeta(SqliteSession& session, const char* key, const std::string& value) {
  ASSIGN_OR_RETURN(SqliteStatement * statement, session.Use("INSERT OR REPLACE INTO meta VALUES(?,?)"));
  return statement->BindText(1, key).BindText(2, value).Run();
}

// Change numbers start again with every rebuild; tokens of another run must not be mistaken for this one's.
std::string NewEpoch() {
  std::random_device random;
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad8), absl::Hex(random(), absl::kZeroPad8));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStateStore>> SqliteStateStore::Open(const std::string& path,
                                                                         const StateStoreOptions& options) {
  ASSIGN_OR_RETURN(SqliteConnection connection,
                   SqliteConnection::Open(path, SqliteConnection::Mode::kCreate));
  std::unique_ptr<SqliteStateStore> store(new SqliteStateStore(path, options));
  store->writer_ = std::make_unique<SqliteSession>(std::move(connection));
  RETURN_IF_ERROR(store->Prepare());
  store->checkpointer_ = std::make_unique<SqliteCheckpointer>(path, kCheckpointPages);
  const auto after_commit = [](void* self, sqlite3*, const char*, int pages) {
    auto* owner = static_cast<SqliteStateStore*>(self);
    owner->checkpointer_->AfterCommit(owner->writer_->connection(), pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(store->writer_->connection().handle(), after_commit, store.get());
  return store;
}

absl::Status SqliteStateStore::Prepare() {
  RETURN_IF_ERROR(writer_->connection().Execute(kPragmas));
  RETURN_IF_ERROR(MigrateSchema(writer_->connection()));
  ASSIGN_OR_RETURN(const std::string ontology, Meta(*writer_, kMetaOntology));
  ASSIGN_OR_RETURN(const std::string consolidation, Meta(*writer_, kMetaConsolidation));
  if (ontology != options_.ontology_version || consolidation != options_.consolidation_version) {
    RETURN_IF_ERROR(writer_->connection().Execute("BEGIN IMMEDIATE"));
    RETURN_IF_ERROR(ClearState(writer_->connection()));
    RETURN_IF_ERROR(SetMeta(*writer_, kMetaOntology, options_.ontology_version));
    RETURN_IF_ERROR(SetMeta(*writer_, kMetaConsolidation, options_.consolidation_version));
    RETURN_IF_ERROR(SetMeta(*writer_, kMetaEpoch, NewEpoch()));
    RETURN_IF_ERROR(writer_->connection().Execute("COMMIT"));
  }
  ASSIGN_OR_RETURN(epoch_, Meta(*writer_, kMetaEpoch));
  ASSIGN_OR_RETURN(const int64_t sequence, SqliteStateReader(*writer_, nullptr).Sequence());
  hot_deals_.EndCommit(sequence, {});
  return absl::OkStatus();
}

SqliteStateStore::~SqliteStateStore() {
  checkpointer_.reset();
  if (writer_ != nullptr) writer_->connection().Execute("PRAGMA wal_checkpoint(TRUNCATE)").IgnoreError();
}

absl::StatusOr<std::unique_ptr<StateReader>> SqliteStateStore::Snapshot(const ReadLimits& /*limits*/) {
  std::unique_ptr<SqliteSession> session;
  {
    absl::MutexLock lock(&mutex_);
    if (!idle_.empty()) {
      session = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (session == nullptr) {
    ASSIGN_OR_RETURN(SqliteConnection connection,
                     SqliteConnection::Open(path_, SqliteConnection::Mode::kReadOnly));
    session = std::make_unique<SqliteSession>(std::move(connection));
    RETURN_IF_ERROR(session->connection().Execute("PRAGMA query_only=1; PRAGMA mmap_size=1073741824;"));
  }
  ASSIGN_OR_RETURN(SqliteStatement * begin, session->Use("BEGIN"));
  RETURN_IF_ERROR(begin->Run());
  SqliteSession& used = *session;
  auto reader = std::make_unique<SqliteStateReader>(
      used, [this, owned = std::make_shared<std::unique_ptr<SqliteSession>>(std::move(session))] {
        GiveBack(std::move(*owned));
      });
  // A snapshot begins with its first read.
  RETURN_IF_ERROR(reader->Sequence().status());
  return reader;
}

void SqliteStateStore::GiveBack(std::unique_ptr<SqliteSession> session) {
  const auto end = session->Use("COMMIT");
  // A session that cannot end its snapshot is not used again.
  if (!end.ok() || !(*end)->Run().ok()) return;
  absl::MutexLock lock(&mutex_);
  if (idle_.size() < kMaxIdleReaders) idle_.push_back(std::move(session));
}

absl::StatusOr<std::unique_ptr<StateTransaction>> SqliteStateStore::Begin() {
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writing_; };
    mutex_.Await(absl::Condition(&free));
    writing_ = true;
  }
  if (absl::Status status = writer_->connection().Execute("BEGIN IMMEDIATE"); !status.ok()) {
    EndWriting();
    return status;
  }
  return std::make_unique<SqliteStateTransaction>(*writer_, hot_deals_, options_.max_changes,
                                                  options_.max_change_age, [this] { EndWriting(); });
}

void SqliteStateStore::EndWriting() {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
}

}  // namespace tearsheet
