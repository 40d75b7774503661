#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "query_service/state/sqlite_state_store.h"
#include "tests/conformance/state_store_suite.h"

namespace tearsheet::testing {
namespace {

class SqliteFixture : public StateStoreFixture {
 public:
  SqliteFixture() {
    static int count = 0;
    path_ = absl::StrCat(::testing::TempDir(), "state-suite-", getpid(), "-", ++count, ".db");
    Remove();
  }
  ~SqliteFixture() override { Remove(); }

  std::unique_ptr<StateStore> Open(const std::string& ontology_version, int64_t max_changes) override {
    StateStoreOptions options;
    options.ontology_version = ontology_version;
    options.consolidation_version = std::string("c");
    options.max_changes = max_changes;
    return SqliteStateStore::Open(path_, options).value();
  }

 private:
  void Remove() {
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove(absl::StrCat(path_, suffix).c_str());
  }
  std::string path_;
};

std::unique_ptr<StateStoreFixture> MakeSqlite() { return std::make_unique<SqliteFixture>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, StateStoreSuite, ::testing::Values(StateStoreFactory(MakeSqlite)));

}  // namespace
}  // namespace tearsheet::testing
