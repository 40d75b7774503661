// A state of its own, for tests that build states from records: a SQLite file, or with TEARSHEET_TEST_STORE=
// postgresql in the environment a schema of the test's PostgreSQL.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/ontology.h"
#include "gtest/gtest.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/applier.h"
#include "query_service/state/export.h"
#include "query_service/state/open_state_store.h"
#include "tests/support/postgres_server.h"

namespace tearsheet::testing {

inline const Ontology& TestOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

inline bool OnPostgres() {
  const char* store = std::getenv("TEARSHEET_TEST_STORE");
  return store != nullptr && std::string(store) == "postgresql";
}

// A file goes with the object, a schema with the test's PostgreSQL.
class TestState {
 public:
  TestState() {
    static int count = 0;
    const std::string name = std::to_string(getpid()) + "_" + std::to_string(++count);
    path_ = ::testing::TempDir() + "state-" + name + ".db";
    postgres_.schema = "state_" + name;
    Remove();
    Reopen();
  }
  ~TestState() {
    store_.reset();
    Remove();
  }

  StateStore& store() { return *store_; }
  StateStoreOptions& options() { return options_; }

  // Closes and opens the store, as a restart does.
  void Reopen() {
    store_.reset();
    options_.ontology_version = TestOntology().version();
    options_.consolidation_version = std::string(kConsolidationVersion);
    store_ = OpenStateStore(Name(), options_, postgres_, Clock::Real()).value();
    applier_ = std::make_unique<Applier>(TestOntology(), *store_);
  }

  void Apply(const std::vector<SequencedRecord>& records, size_t batch = 1000) {
    for (size_t at = 0; at < records.size(); at += batch) {
      const size_t end = std::min(records.size(), at + batch);
      const auto applied = applier_->Apply({records.begin() + at, records.begin() + end});
      ASSERT_TRUE(applied.ok()) << applied.status();
      ASSERT_EQ(applied->set_aside, 0);
    }
  }

  std::string Export() {
    std::string text;
    const auto reader = store_->Snapshot().value();
    const absl::Status status = ExportState(*reader, [&](const std::string& line) {
      text += line;
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return text;
  }

 private:
  std::string Name() {
    if (!OnPostgres()) return "sqlite:" + path_;
    PostgresServer* const server = PostgresServer::Shared();
    if (server != nullptr) return server->url();
    std::printf("%s\n", PostgresServer::kMissing);
    // What CMake takes for a skipped test.
    std::exit(77);
  }
  void Remove() {
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path_ + suffix).c_str());
  }

  std::string path_;
  PostgresOptions postgres_;
  StateStoreOptions options_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Applier> applier_;
};

}  // namespace tearsheet::testing
