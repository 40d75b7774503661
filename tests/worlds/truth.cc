#include "tests/worlds/truth.h"

#include "absl/strings/str_cat.h"

namespace tearsheet::testing {
namespace {

// As in the world outside, a few companies are in many deals; only worlds of many companies have them.
constexpr int kFamous = 100;
constexpr int kFamousPercent = 20;

bool Famous(Random& random, int companies) {
  return companies > kFamous * 10 && random.Percent(kFamousPercent);
}

}  // namespace

Truth MakeTruth(Random& random, int companies) {
  const int a = Famous(random, companies) ? random.Below(kFamous) : random.Below(companies);
  const int b = (a + 1 + random.Below(companies - 1)) % companies;
  Truth truth;
  truth.amount = (1 + random.Below(20)) * int64_t{500'000'000};
  truth.day = random.Below(300);
  switch (random.Below(8)) {
    case 0:
      truth.type = "INVESTMENT";
      truth.parties = {{"INVESTOR", a}, {"INVESTEE", b}};
      truth.slot = "round";
      truth.word = absl::StrCat("SERIES_", random.Percent(50) ? "A" : "B");
      break;
    case 1:
      truth.type = "ACQUISITION";
      truth.parties = {{"ACQUIRER", a}, {"TARGET", b}};
      break;
    case 2:
      truth.type = "CONTRACT";
      truth.parties = {{"SUPPLIER", a}, {"CUSTOMER", b}};
      break;
    case 3:
      truth.type = "PARTNERSHIP";
      truth.parties = {{"PARTNER", a}, {"PARTNER", b}};
      break;
    case 4:
      truth.type = "ADOPTION";
      truth.parties = {{"USER", a}, {"VENDOR", b}};
      truth.product = random.Below(4);
      break;
    case 5:
      truth.type = "FINANCIAL_RESULT";
      truth.parties = {{"COMPANY", a}};
      truth.slot = "metric";
      truth.word = random.Percent(50) ? "REVENUE" : "NET_INCOME";
      break;
    case 6:
      truth.type = "FACILITY";
      truth.parties = {{"OPERATOR", a}};
      truth.slot = "change";
      truth.word = random.Percent(50) ? "OPEN" : "CLOSE";
      break;
    default:
      truth.type = "STAKE";
      truth.parties = {{"HOLDER", a}, {"COMPANY", b}};
      break;
  }
  return truth;
}

}  // namespace tearsheet::testing
