// What every StateStore must do. A backend adds a factory and INSTANTIATE_TEST_SUITE_P.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "query_service/state/state_store.h"

namespace tearsheet::testing {

// One store on one place; Open may be called again after the store is gone, with the same or other versions.
class StateStoreFixture {
 public:
  virtual ~StateStoreFixture() = default;
  virtual std::unique_ptr<StateStore> Open(const std::string& ontology_version, int64_t max_changes) = 0;
};

// Null where the store's server is not installed: the tests are then skipped.
using StateStoreFactory = std::function<std::unique_ptr<StateStoreFixture>()>;

class StateStoreSuite : public ::testing::TestWithParam<StateStoreFactory> {
 protected:
  void SetUp() override {
    if (fixture_ == nullptr) GTEST_SKIP() << "the server of this store is not installed: scripts/setup test";
  }

  std::unique_ptr<StateStoreFixture> fixture_ = GetParam()();
};

}  // namespace tearsheet::testing
