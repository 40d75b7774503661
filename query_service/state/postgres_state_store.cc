#include "query_service/state/postgres_state_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "query_service/state/postgres_error.h"
#include "query_service/state/postgres_schema.h"
#include "query_service/state/postgres_state_reader.h"
#include "query_service/state/postgres_state_transaction.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {
namespace {

// The time of a statement whose caller has set no deadline; what every connection begins with.
constexpr absl::Duration kStatementTime = absl::Seconds(30);
// How often the leader notes that the state is used.
constexpr absl::Duration kMarkEvery = absl::Minutes(5);
constexpr char kApplying[] = "applying";

// A reader with its snapshot and the session of the pool that it lives in.
class PooledReader : public PostgresStateReader {
 public:
  PooledReader(PostgresPool& pool, std::unique_ptr<PostgresSession> session, int64_t sequence)
      : PostgresStateReader(*session, sequence), pool_(pool), session_(std::move(session)) {}
  ~PooledReader() override {
    // The next reader of the session hears how it ended.
    session_->connection->SetLimits({});
    session_->connection->Queue("COMMIT");
    session_->connection->Send();
    pool_.Release(std::move(session_));
  }

 private:
  PostgresPool& pool_;
  std::unique_ptr<PostgresSession> session_;
};

}  // namespace

PostgresStateStore::PostgresStateStore(const PostgresOptions& server, const StateStoreOptions& options,
                                       Clock& clock)
    : server_(server),
      options_(options),
      schema_(StateSchema(server.schema, {options.ontology_version, options.consolidation_version})),
      clock_(clock) {}

absl::StatusOr<std::unique_ptr<PostgresStateStore>> PostgresStateStore::Open(const PostgresOptions& server,
                                                                             const StateStoreOptions& options,
                                                                             Clock& clock) {
  RETURN_IF_ERROR(CheckPostgresUrl(server.endpoint.url));
  RETURN_IF_ERROR(CheckSchemaPrefix(server.schema));
  std::unique_ptr<PostgresStateStore> store(new PostgresStateStore(server, options, clock));
  RETURN_IF_ERROR(store->Prepare());
  return store;
}

absl::Status PostgresStateStore::Prepare() {
  ASSIGN_OR_RETURN(std::unique_ptr<PostgresConnection> first,
                   PostgresConnection::Open(server_.endpoint, "tearsheet-query listens", clock_));
  RETURN_IF_ERROR(HoldState(*first, schema_));
  RETURN_IF_ERROR(
      MigrateSchema(*first, server_.schema, {options_.ontology_version, options_.consolidation_version}));
  RETURN_IF_ERROR(MarkUsed(*first, server_.schema, schema_));
  RETURN_IF_ERROR(CheckEpoch(*first));
  pool_ = std::make_unique<PostgresPool>([this] { return OpenSession("tearsheet-query reads"); },
                                         server_.connections, clock_);
  leader_ = std::make_unique<PostgresLeader>([this] { return OpenSession("tearsheet-query applies"); },
                                             LockNumber(schema_, kApplying), clock_);
  listener_ =
      std::make_unique<PostgresListener>([this] { return OpenListener(); }, std::move(first), schema_);
  return absl::OkStatus();
}

PostgresStateStore::~PostgresStateStore() {
  if (leader_ != nullptr) leader_->Resign();
}

absl::StatusOr<std::unique_ptr<PostgresSession>> PostgresStateStore::OpenSession(const char* purpose) {
  auto session = std::make_unique<PostgresSession>();
  ASSIGN_OR_RETURN(session->connection, PostgresConnection::Open(server_.endpoint, purpose, clock_));
  RETURN_IF_ERROR(UseSchema(*session->connection, schema_));
  ASSIGN_OR_RETURN(session->words, PostgresWords::Make());
  return session;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresStateStore::OpenListener() {
  ASSIGN_OR_RETURN(std::unique_ptr<PostgresConnection> connection,
                   PostgresConnection::Open(server_.endpoint, "tearsheet-query listens", clock_));
  RETURN_IF_ERROR(HoldState(*connection, schema_));
  RETURN_IF_ERROR(CheckEpoch(*connection));
  return connection;
}

absl::Status PostgresStateStore::CheckEpoch(PostgresConnection& connection) {
  if (went_back_.exchange(false)) {
    Log(Severity::kWarning, "PostgreSQL has lost commits; watches begin anew", {});
    // Of the replicas that notice, one after the other renews it; watches begin anew once more, no worse.
    RETURN_IF_ERROR(RenewEpoch(connection, server_.schema, schema_));
  }
  ASSIGN_OR_RETURN(std::string epoch, ReadEpoch(connection, server_.schema, schema_));
  if (epoch.empty())
    return absl::FailedPreconditionError(
        absl::StrCat("the state in PostgreSQL's schema ", schema_, " was removed; start this process anew"));
  absl::MutexLock lock(&mutex_);
  epoch_ = std::move(epoch);
  return absl::OkStatus();
}

std::string PostgresStateStore::Epoch() {
  absl::MutexLock lock(&mutex_);
  return epoch_;
}

absl::StatusOr<int64_t> PostgresStateStore::BeginSnapshot(PostgresSession& session,
                                                          const ReadLimits& limits) {
  const int64_t seen = seen_.load();
  PostgresConnection& connection = *session.connection;
  connection.SetLimits(limits);
  connection.Queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const absl::Duration left = limits.deadline - clock_.TimeNow();
  if (left < kStatementTime) {
    connection.Queue(
        "SELECT set_config('statement_timeout', $1, true)",
        PostgresValues().Text(absl::StrCat(std::max<int64_t>(1, absl::ToInt64Milliseconds(left)), "ms")));
  }
  ASSIGN_OR_RETURN(const PostgresResult row, connection.Query("SELECT value FROM meta WHERE key=$1",
                                                              PostgresValues().Text(kMetaSequence)));
  const int64_t sequence = row.rows() == 0 ? 0 : row.Int(0, 0);
  // What one snapshot has shown, every later one shows too.
  if (sequence < seen) {
    went_back_.store(true);
    seen_.store(sequence);
  } else {
    int64_t known = seen;
    while (sequence > known && !seen_.compare_exchange_weak(known, sequence)) {
    }
  }
  return sequence;
}

absl::StatusOr<std::unique_ptr<StateReader>> PostgresStateStore::Snapshot(const ReadLimits& limits) {
  while (true) {
    ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> session, pool_->Acquire(limits));
    const absl::StatusOr<int64_t> sequence = BeginSnapshot(*session, limits);
    if (sequence.ok()) return std::make_unique<PooledReader>(*pool_, std::move(session), *sequence);
    const bool stale = session->used_before && session->connection->broken();
    session.reset();
    pool_->Release(nullptr);
    if (!stale) return sequence.status();
    // It was lost while it was idle, as the others were then: a new one tells whether the server is there.
    pool_->DropIdle();
  }
}

absl::Status PostgresStateStore::BecomeLeader() {
  PostgresConnection& connection = *leader_->session().connection;
  // A change finds everything by key. Plans that were made while the tables were small must not scan them
  // when they are large.
  RETURN_IF_ERROR(connection.Query("SET enable_seqscan=off").status());
  RETURN_IF_ERROR(CheckEpoch(connection));
  RETURN_IF_ERROR(MarkUsed(connection, server_.schema, schema_));
  marked_ = clock_.TimeNow();
  return RemoveUnusedStates(connection, server_.schema, server_.keep_unused);
}

absl::StatusOr<bool> PostgresStateStore::TryToLead() {
  const bool led = leader_->leading();
  ASSIGN_OR_RETURN(const bool leads, leader_->TryToLead());
  if (!leads) return false;
  absl::Status status;
  if (!led) {
    status = BecomeLeader();
  } else if (went_back_.load()) {
    status = CheckEpoch(*leader_->session().connection);
  } else if (clock_.TimeNow() - marked_ > kMarkEvery) {
    status = MarkUsed(*leader_->session().connection, server_.schema, schema_);
    marked_ = clock_.TimeNow();
  }
  if (!status.ok()) leader_->Resign();
  RETURN_IF_ERROR(status);
  return true;
}

absl::StatusOr<std::unique_ptr<StateTransaction>> PostgresStateStore::Begin() {
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writing_; };
    mutex_.Await(absl::Condition(&free));
    writing_ = true;
  }
  const auto begin = [this]() -> absl::Status {
    ASSIGN_OR_RETURN(const bool leads, TryToLead());
    if (!leads) return NotTheLeader();
    return leader_->session().connection->Query("BEGIN").status();
  };
  if (absl::Status status = begin(); !status.ok()) {
    EndWriting();
    return status;
  }
  return std::make_unique<PostgresStateTransaction>(
      leader_->session(),
      PostgresStateTransaction::Options{options_.max_changes, options_.max_change_age, schema_},
      [this] { EndWriting(); });
}

void PostgresStateStore::EndWriting() {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
}

absl::Status PostgresStateStore::WaitForCommit(absl::Duration timeout) {
  if (went_back_.load()) {
    ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> session, pool_->Acquire({}));
    const absl::Status status = CheckEpoch(*session->connection);
    pool_->Release(std::move(session));
    RETURN_IF_ERROR(status);
  }
  return listener_->Wait(timeout);
}

StoreFigures PostgresStateStore::figures() const {
  const PostgresPoolFigures pool = pool_->figures();
  return {.connections = pool.open, .in_use = pool.in_use, .waits = pool.waits, .opened = pool.opened};
}

}  // namespace tearsheet
