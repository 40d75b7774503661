#include "ingest_service/events/confidence.h"

#include <cmath>

#include "gtest/gtest.h"

namespace tearsheet {
namespace {

TEST(LogisticTest, IsTheLogisticFunctionToAboutAThousandth) {
  for (int x = -5900; x <= 5900; x += 7)
    EXPECT_NEAR(Logistic(x), 1000 / (1 + std::exp(-x / 1000.0)), 2.1) << x;
}

TEST(LogisticTest, NeverFallsAndStaysBetweenNeverAndAlways) {
  for (int x = -9000; x < 9000; ++x) EXPECT_LE(Logistic(x), Logistic(x + 1)) << x;
  EXPECT_GT(Logistic(-1'000'000), 0);
  EXPECT_LT(Logistic(1'000'000), 1000);
}

TEST(ConfidenceModelTest, AddsTheWeightsThatItKnows) {
  const auto model =
      ConfidenceModel::Load({"m.txt", "# weights\nbias: 1000\npronoun: -500\ntype IPO: 250\n"});
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_DOUBLE_EQ(model->Of({"bias", "pronoun", "frame new"}), Logistic(500) / 1000.0);
  EXPECT_EQ(model->Weight("type IPO"), 250);
}

TEST(ConfidenceModelTest, RefusesWhatIsNoWeightWithItsLine) {
  for (const char* text : {"bias: 1\npronoun: much", "bias: 1\npronoun: 200000", "bias: 1\nbias: 2"}) {
    const auto model = ConfidenceModel::Load({"m.txt", text});
    ASSERT_FALSE(model.ok()) << text;
    EXPECT_EQ(model.status().message().substr(0, 7), "m.txt:2") << model.status();
  }
}

}  // namespace
}  // namespace tearsheet
