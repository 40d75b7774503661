// What only a store that is a server, shared by processes, has to do; the rest is in tests/conformance.
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "gmock/gmock.h"
#include "query_service/state/postgres_schema.h"
#include "query_service/state/postgres_state_store.h"
#include "tests/support/postgres_server.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::PostgresServer;
using ::testing::HasSubstr;
using ::testing::Not;

class PostgresStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = PostgresServer::Shared();
    if (server_ == nullptr) GTEST_SKIP() << PostgresServer::kMissing;
    static int count = 0;
    options_.endpoint.url = server_->url();
    options_.schema = absl::StrCat("store_", ++count);
  }

  std::unique_ptr<PostgresStateStore> Open(const std::string& ontology = "1") {
    StateStoreOptions options;
    options.ontology_version = ontology;
    options.consolidation_version = std::string("c");
    return PostgresStateStore::Open(options_, options, Clock::Real()).value();
  }

  // A connection beside the stores, to whose tables its names refer.
  std::unique_ptr<PostgresConnection> Connect(const std::string& ontology = "1") {
    auto connection = PostgresConnection::Open(options_.endpoint, "test", Clock::Real()).value();
    EXPECT_OK(UseSchema(*connection, StateSchema(options_.schema, {ontology, "c"})));
    return connection;
  }

  // Ends the server's side of every connection of `purpose`.
  void Terminate(const std::string& purpose) {
    ASSERT_OK(
        Connect()->Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name=$1",
                         PostgresValues().Text(purpose)));
  }

  static void Commit(StateStore& store, int64_t sequence) {
    const auto transaction = store.Begin().value();
    StoredChange change;
    change.sequence = sequence;
    ASSERT_OK(transaction->AddChange(change));
    ASSERT_OK(transaction->Commit(sequence));
  }

  PostgresServer* server_ = nullptr;
  PostgresOptions options_;
};

TEST_F(PostgresStoreTest, OneLeadsAndAnotherTakesOverWhenItResignsOrEnds) {
  auto first = Open();
  const auto second = Open();
  EXPECT_TRUE(first->TryToLead().value());
  EXPECT_FALSE(second->TryToLead().value());
  EXPECT_EQ(ErrorReason(second->Begin().status()), "NOT_THE_LEADER");
  Commit(*first, 1);
  EXPECT_EQ(second->Snapshot().value()->Sequence().value(), 1);
  first->Resign();
  EXPECT_TRUE(second->TryToLead().value());
  EXPECT_FALSE(first->TryToLead().value());
  Commit(*second, 2);
  second->Resign();
  EXPECT_TRUE(first->TryToLead().value());
  first.reset();
  EXPECT_TRUE(second->TryToLead().value());
}

TEST_F(PostgresStoreTest, WhoLostItsConnectionCannotCommit) {
  const auto first = Open();
  const auto second = Open();
  const auto cut_off = first->Begin().value();
  ASSERT_OK(cut_off->AddSetAside(1, "why"));
  Terminate("tearsheet-query applies");
  Commit(*second, 7);
  EXPECT_EQ(cut_off->Commit(1).code(), absl::StatusCode::kUnavailable);
  const auto reader = first->Snapshot().value();
  EXPECT_EQ(reader->Sequence().value(), 7);
  EXPECT_EQ(reader->Counts().value().set_aside, 0);
}

TEST_F(PostgresStoreTest, CommitsOfOthersEndAWait) {
  const auto first = Open();
  const auto second = Open();
  ASSERT_OK(second->WaitForCommit(absl::ZeroDuration()));  // From now on it listens.
  Commit(*first, 1);
  ASSERT_OK(second->WaitForCommit(absl::InfiniteDuration()));
  EXPECT_EQ(second->Snapshot().value()->Sequence().value(), 1);
  second->Interrupt();
  ASSERT_OK(second->WaitForCommit(absl::InfiniteDuration()));
}

TEST_F(PostgresStoreTest, AReadEndsAtItsDeadlineAndWhenItsCallerGoes) {
  options_.connections = 1;
  const auto store = Open();
  const auto other = Connect();
  other->Queue("BEGIN");
  ASSERT_OK(other->Query("LOCK TABLE deals IN ACCESS EXCLUSIVE MODE"));
  {
    const auto reader =
        store->Snapshot({.deadline = Clock::Real().TimeNow() + absl::Milliseconds(100), .cancelled = {}})
            .value();
    EXPECT_EQ(reader->Deal("d", v1::DEAL_VIEW_FULL).status().code(), absl::StatusCode::kDeadlineExceeded);
  }
  {
    bool gone = false;
    const auto reader = store->Snapshot({.cancelled = [&gone] { return gone; }}).value();
    gone = true;
    EXPECT_EQ(reader->Deal("d", v1::DEAL_VIEW_FULL).status().code(), absl::StatusCode::kCancelled);
  }
  ASSERT_OK(other->Query("ROLLBACK"));
  EXPECT_FALSE(store->Snapshot().value()->Deal("d", v1::DEAL_VIEW_FULL).value().has_value());
}

TEST_F(PostgresStoreTest, MoreReadsThanConnectionsWaitAndAreThenRefused) {
  options_.connections = 1;
  const auto store = Open();
  auto reader = store->Snapshot().value();
  const absl::Status refused =
      store->Snapshot({.deadline = Clock::Real().TimeNow() + absl::Milliseconds(30), .cancelled = {}})
          .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_GT(RetryDelay(refused), absl::ZeroDuration());
  EXPECT_EQ(store->figures().in_use, 1);
  EXPECT_EQ(store->figures().waits, 1);
  reader.reset();
  EXPECT_OK(store->Snapshot());
}

TEST_F(PostgresStoreTest, ACrashedServerIsToldAndConnectedToAgain) {
  const auto server = PostgresServer::Make();
  options_.endpoint.url = server->url();
  const auto store = Open();
  Commit(*store, 5);
  ASSERT_OK(store->Snapshot());
  auto reader = store->Snapshot().value();
  server->Crash();
  EXPECT_EQ(reader->Deal("d", v1::DEAL_VIEW_FULL).status().code(), absl::StatusCode::kUnavailable);
  reader.reset();
  const absl::Status away = store->Snapshot().status();
  EXPECT_EQ(away.code(), absl::StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(away), absl::ZeroDuration());
  EXPECT_EQ(store->Begin().status().code(), absl::StatusCode::kUnavailable);
  server->Start();
  auto again = store->Snapshot();
  while (absl::IsUnavailable(again.status())) again = store->Snapshot();
  EXPECT_EQ((*again)->Sequence().value(), 5);
  Commit(*store, 6);
}

TEST_F(PostgresStoreTest, IdleConnectionsThatWereLostAreNotNoticed) {
  const auto store = Open();
  { const auto two = std::pair(store->Snapshot().value(), store->Snapshot().value()); }
  Terminate("tearsheet-query reads");
  EXPECT_OK(store->Snapshot());
}

TEST_F(PostgresStoreTest, AStateThatLostCommitsBeginsAnotherEpoch) {
  const auto store = Open();
  const std::string epoch = store->Epoch();
  Commit(*store, 5);
  ASSERT_OK(store->Snapshot());
  ASSERT_OK(Connect()->Query("UPDATE meta SET value=3 WHERE key='sequence'"));
  ASSERT_OK(store->Snapshot());
  ASSERT_TRUE(store->TryToLead().value());
  EXPECT_NE(store->Epoch(), epoch);
}

TEST_F(PostgresStoreTest, VersionsLiveBesideEachOtherUntilOneIsUnused) {
  const auto newer = Open("2");
  {
    const auto older = Open("1");
    Commit(*older, 5);
    EXPECT_TRUE(newer->TryToLead().value()) << "each has its own leader";
    EXPECT_EQ(newer->Snapshot().value()->Sequence().value(), 0);
  }
  EXPECT_EQ(Open("1")->Snapshot().value()->Sequence().value(), 5) << "going back finds the state";
  const auto connection = Connect("2");
  ASSERT_OK(RemoveUnusedStates(*connection, options_.schema, absl::Hours(1)));
  const std::string states = absl::StrCat("SELECT count(*) FROM ", options_.schema, ".states");
  EXPECT_EQ(connection->Query(states).value().Int(0, 0), 2) << "it was used shortly ago";
  const std::string age =
      absl::StrCat("UPDATE ", options_.schema, ".states SET used=now()-interval '2 hours'");
  ASSERT_OK(connection->Query(age));
  ASSERT_OK(RemoveUnusedStates(*connection, options_.schema, absl::Hours(1)));
  EXPECT_EQ(connection->Query(states).value().Int(0, 0), 1) << "what a process has open stays";
}

TEST_F(PostgresStoreTest, TablesOfANewerProgramAreRefused) {
  Open();
  const std::string raise = absl::StrCat("UPDATE ", options_.schema, ".states SET version=1000");
  ASSERT_OK(Connect()->Query(raise));
  StateStoreOptions options;
  options.ontology_version = std::string("1");
  options.consolidation_version = std::string("c");
  const absl::Status status = PostgresStateStore::Open(options_, options, Clock::Real()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("newer program"));
}

TEST_F(PostgresStoreTest, OddTextsAreStoredAndFoundAgain) {
  const auto store = Open();
  const auto transaction = store->Begin().value();
  const std::string long_name(5000, 'n');
  for (const std::string& id : {std::string("org/a\0b", 7), "org/" + long_name}) {
    v1::Entity entity;
    entity.set_name(id);
    entity.set_entity_id(id);
    ASSERT_OK(transaction->PutEntity(entity, "x"));
    EXPECT_TRUE(transaction->reader().EntityById(id).value().has_value());
  }
  EXPECT_EQ(transaction->reader().FindEntities("org/" + long_name).value().size(), 1u);
  // Words and texts beyond what PostgreSQL's index takes.
  v1::Article article;
  for (int i = 0; i < 200'000; ++i) absl::StrAppend(article.mutable_body(), "word", i, " ");
  const std::string longest(3000, 'w');
  ASSERT_OK(
      transaction->PutArticle({"1", "1", 1, 1, 1, "", "", article.SerializeAsString()}, article.body()));
  article.set_body(absl::StrCat("It says ", longest, "."));
  ASSERT_OK(
      transaction->PutArticle({"2", "2", 2, 2, 2, "", "", article.SerializeAsString()}, article.body()));
  for (const std::string& word : {std::string("word199999"), longest, longest.substr(0, 2000) + "*"}) {
    TextQuery query;
    query.terms = transaction->reader().ReadTerms(word).value();
    EXPECT_EQ(transaction->reader().SearchArticles(query).value().size(), 1u) << word.substr(0, 20);
  }
}

TEST(PostgresUrlTest, APasswordIsRefusedAndNotRepeated) {
  const absl::Status status = CheckPostgresUrl("postgresql://me:sesame@db/x");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.ToString(), Not(HasSubstr("sesame")));
  EXPECT_OK(CheckPostgresUrl("postgresql://me@db:5432/x?sslmode=verify-full&sslrootcert=ca.pem&passfile=p"));
}

}  // namespace
}  // namespace tearsheet
