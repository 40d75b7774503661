// Tables of sums and other values beyond the plain ones of values_test.cc, and sums that are written and read
// back.
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "ingest_service/mentions/mention_test_util.h"

namespace tearsheet {
namespace {

struct Case {
  std::string text;
  std::vector<std::string> values;
};

void Check(v1::MentionKind kind, const std::vector<Case>& cases) {
  for (const Case& test : cases) EXPECT_EQ(ValuesIn(test.text, kind), test.values) << test.text;
}

TEST(CoinTest, CountsCoinsAndSlang) {
  Check(v1::AMOUNT, {{"It beat forecasts by a nickel a share", {"USD 0.05"}},
                     {"It cost ten dimes", {"USD 1"}},
                     {"It cost 10 grand", {"USD 10000"}},
                     {"a grand jury sat", {}},
                     {"a nickel mine closed", {}},
                     {"It cost a fiver", {"GBP 5"}},
                     {"It cost 50p or 99c", {"GBP 0.5", "USD 0.99"}},
                     {"It cost twenty quid", {"GBP 20"}},
                     {"twenty five dollars and ten cents", {"USD 25.1"}},
                     {"It cost 20 rupees 43.", {"INR 20.43"}}});
}

TEST(CurrencyTest, ReadsSignsCodesAndWordsOfManyCountries) {
  Check(v1::AMOUNT, {{"sales of MSEK 450", {"SEK 450000000"}},
                     {"sales of KEUR 450", {"EUR 450000"}},
                     {"sales of EURm 25", {"EUR 25000000"}},
                     {"sales of R500m and R2.4 billion", {"ZAR 500000000", "ZAR 2400000000"}},
                     {"the R1 model", {}},
                     {"SFr620m and SKr5bn", {"CHF 620000000", "SEK 5000000000"}},
                     {"kr 500m and 40 mln zł", {"SEK 500000000", "PLN 40000000"}},
                     {"NT$3bn, S$40m and R$2bn", {"TWD 3000000000", "SGD 40000000", "BRL 2000000000"}},
                     {"5 million Saudi riyals", {"SAR 5000000"}},
                     {"3 billion Chilean pesos", {"CLP 3000000000"}},
                     {"euros 5 million were paid", {"EUR 5000000"}},
                     {"It lost against the dollar 5 percent", {}}});
}

TEST(CurrencyTest, ReadsTheNewswireOfTheEighties) {
  Check(v1::AMOUNT, {{"revenue of 1.5 mln dlrs", {"USD 1500000"}},
                     {"2.5 billion U.S. dlrs", {"USD 2500000000"}},
                     {"30 cts", {"USD 0.3"}},
                     {"12 mln stg", {"GBP 12000000"}},
                     {"300 mln French francs", {"FRF 300000000"}}});
  Check(v1::PERCENT, {{"a yield of 10-3/8 pct", {"10.375"}}, {"up 1/2 percentage point", {"0.5"}}});
}

TEST(RangeOfSumsTest, TellsARangeFromAChange) {
  Check(v1::AMOUNT, {{"between 10 and 20 dollars", {"USD 10..20"}},
                     {"from 10 dollars to 20 dollars", {"USD 10..20"}},
                     {"between 5 cents and 10 cents", {"USD 0.05..0.1"}},
                     {"$1.2-1.5bn", {"USD 1200000000..1500000000"}},
                     {"raised its bid from $8bn to $10bn", {"USD 10000000000"}},
                     {"shares rose $2 to $45", {"USD 2", "USD 45"}},
                     {"EUR 5.2bn ($5.7bn; £4.4bn)", {"EUR 5200000000"}}});
}

TEST(ShareTest, ReadsFractionsAsPercent) {
  Check(v1::PERCENT, {{"a seventh of its shares", {"14.29"}},
                      {"three quarters of the votes", {"75"}},
                      {"one in five employees", {"20"}},
                      {"one in March", {}},
                      {"minus 3 percent", {"-3"}}});
}

TEST(CountTest, ReadsUnitsFarAndNear) {
  Check(v1::QUANTITY, {{"18,000 Vantor V300 chips", {"18000 chip"}},
                       {"a 1.4-gigawatt site", {"1.4 GW"}},
                       {"540,000 trucks, vans and buses", {"540000 truck"}},
                       {"3,000 of the group's workers", {"3000 worker"}},
                       {"four drug candidates", {}},
                       {"a 256-chip pod", {"256 chip"}},
                       {"10 new store managers", {"10 manager"}},
                       {"a fourfold rise", {"4 x"}},
                       {"a 250 MWp solar park", {"250 MWp"}},
                       {"30 bcf of gas", {"30 bcf"}}});
  Check(v1::TERM, {{"for 10 years and 6 months", {"126"}}, {"in the three months to June", {}}});
}

// The same sums in every common way of writing them give the same value.
TEST(RoundTripTest, ASumWrittenOutIsReadBack) {
  const std::vector<std::pair<std::string, std::string>> kScales = {{" million", "000000"},
                                                                    {"m", "000000"},
                                                                    {" billion", "000000000"},
                                                                    {"bn", "000000000"},
                                                                    {" lakh", "00000"},
                                                                    {" crore", "0000000"},
                                                                    {"", ""}};
  const std::vector<std::pair<std::string, std::string>> kSigns = {
      {"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}, {"A$", "AUD"}, {"USD ", "USD"}, {"SFr", "CHF"}};
  for (int number = 1; number < 2000; number = number * 3 + 1) {
    for (const auto& [scale, zeros] : kScales) {
      for (const auto& [sign, code] : kSigns) {
        const std::string text = absl::StrCat("worth ", sign, number, scale, " then");
        EXPECT_EQ(ValuesIn(text, v1::AMOUNT),
                  std::vector<std::string>{absl::StrCat(code, " ", number, zeros)})
            << text;
      }
      // Small letters glued to a number count things too: "5m euros" is money.
      const std::string text = absl::StrCat("worth ", number, scale, " euros then");
      EXPECT_EQ(ValuesIn(text, v1::AMOUNT), std::vector<std::string>{absl::StrCat("EUR ", number, zeros)})
          << text;
    }
  }
}

}  // namespace
}  // namespace tearsheet
