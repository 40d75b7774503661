#include "absl/strings/str_cat.h"
#include "query_service/state/postgres_state_store.h"
#include "tests/conformance/state_store_suite.h"
#include "tests/support/postgres_server.h"

namespace tearsheet::testing {
namespace {

class PostgresFixture : public StateStoreFixture {
 public:
  explicit PostgresFixture(PostgresServer& server) : server_(server) {
    static int count = 0;
    schema_ = absl::StrCat("suite_", ++count);
  }

  std::unique_ptr<StateStore> Open(const std::string& ontology_version, int64_t max_changes) override {
    PostgresOptions server;
    server.endpoint.url = server_.url();
    server.schema = schema_;
    StateStoreOptions options;
    options.ontology_version = ontology_version;
    options.consolidation_version = std::string("c");
    options.max_changes = max_changes;
    return PostgresStateStore::Open(server, options, Clock::Real()).value();
  }

 private:
  PostgresServer& server_;
  std::string schema_;
};

std::unique_ptr<StateStoreFixture> MakePostgres() {
  PostgresServer* const server = PostgresServer::Shared();
  return server == nullptr ? nullptr : std::make_unique<PostgresFixture>(*server);
}

INSTANTIATE_TEST_SUITE_P(Postgres, StateStoreSuite, ::testing::Values(StateStoreFactory(MakePostgres)));

}  // namespace
}  // namespace tearsheet::testing
