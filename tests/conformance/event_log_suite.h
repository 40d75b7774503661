// What every event log must do. A backend adds a factory and instantiates the suite; there are no opt-outs.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "event_log/event_log.h"
#include "gtest/gtest.h"

namespace tearsheet::testing {

// A log under test: where records are appended, and where they are read. For a log that appends itself, both
// are one.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual EventLog& log() = 0;
  virtual EventLogReader& reader() = 0;
};

struct LogFactory {
  std::string name;
  // Null where what the log needs is not installed: the tests are skipped.
  std::function<std::unique_ptr<LogUnderTest>()> make;
};

class EventLogSuite : public ::testing::TestWithParam<LogFactory> {
 protected:
  void SetUp() override {
    if (under_test_ == nullptr) GTEST_SKIP() << "what this log needs is not installed";
  }
  EventLog& log() { return under_test_->log(); }
  EventLogReader& reader() { return under_test_->reader(); }

 private:
  std::unique_ptr<LogUnderTest> under_test_ = GetParam().make();
};

}  // namespace tearsheet::testing
