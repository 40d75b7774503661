#include "query_service/answers/deal_change.h"

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using Json = nlohmann::json;

v1::Deal Told(const std::string& value, v1::Status status) {
  v1::Deal deal;
  deal.set_name("deals/d");
  deal.set_type("EQUITY_INVESTMENT");
  deal.set_status(status);
  if (!value.empty()) deal.mutable_amount()->mutable_consensus()->set_low(value);
  return deal;
}

TEST(DealChange, AnUpdateTellsEachFieldThatDiffersInJson) {
  StoredChange change;
  change.old_deal = Told("", v1::TALKS).SerializeAsString();
  change.new_deal = Told("5000000", v1::AGREED).SerializeAsString();
  const auto told = ToDealChange(change);
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->kind(), v1::DEAL_CHANGE_KIND_UPDATED);
  ASSERT_EQ(told->fields_size(), 2);
  EXPECT_EQ(told->fields(0).field(), "status");
  EXPECT_EQ(told->fields(0).old_value(), "\"TALKS\"");
  EXPECT_EQ(told->fields(0).new_value(), "\"AGREED\"");
  EXPECT_EQ(told->fields(1).field(), "amount");
  EXPECT_EQ(told->fields(1).old_value(), "");
  EXPECT_EQ(Json::parse(told->fields(1).new_value()), Json::parse(R"({"consensus":{"low":"5000000"}})"));
}

TEST(DealChange, TheFirstVersionOfADealHasNoFieldsThatDiffer) {
  StoredChange change;
  change.new_deal = Told("1", v1::AGREED).SerializeAsString();
  const auto told = ToDealChange(change);
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->kind(), v1::DEAL_CHANGE_KIND_CREATED);
  EXPECT_EQ(told->fields_size(), 0);
}

TEST(DealChange, BytesThatAreNoDealAreDataLoss) {
  StoredChange change;
  change.new_deal = "\xff\xff";
  EXPECT_THAT(ToDealChange(change), testing::StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace tearsheet
