// A state in a file of its own, for tests that build states from records.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/ontology.h"
#include "gtest/gtest.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/applier.h"
#include "query_service/state/export.h"
#include "query_service/state/sqlite_state_store.h"

namespace tearsheet::testing {

inline const Ontology& TestOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

// The file goes with the object.
class TestState {
 public:
  TestState() {
    static int count = 0;
    path_ =
        ::testing::TempDir() + "state-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".db";
    Remove();
    Reopen();
  }
  ~TestState() {
    store_.reset();
    Remove();
  }

  StateStore& store() { return *store_; }
  SqliteStateStoreOptions& options() { return options_; }

  // Closes and opens the file, as a restart does.
  void Reopen() {
    store_.reset();
    options_.ontology_version = TestOntology().version();
    options_.consolidation_version = std::string(kConsolidationVersion);
    store_ = SqliteStateStore::Open(path_, options_).value();
  }

  void Apply(const std::vector<SequencedRecord>& records, size_t batch = 1000) {
    for (size_t at = 0; at < records.size(); at += batch) {
      const size_t end = std::min(records.size(), at + batch);
      const auto applied =
          ApplyRecords(TestOntology(), *store_, {records.begin() + at, records.begin() + end});
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
  void Remove() {
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path_ + suffix).c_str());
  }

  std::string path_;
  SqliteStateStoreOptions options_;
  std::unique_ptr<SqliteStateStore> store_;
};

}  // namespace tearsheet::testing
