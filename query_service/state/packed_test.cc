#include "query_service/state/packed.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

// Text of which little repeats within itself.
std::string Form(int numbers) {
  std::string text;
  uint64_t number = 7;
  for (int i = 0; i < numbers; ++i) {
    number = number * 6364136223846793005ULL + 1442695040888963407ULL;
    absl::StrAppend(&text, absl::Hex(number >> 32), "/");
  }
  return text;
}

TEST(Packed, ComesBackAsItWas) {
  const std::string form = Form(500);
  for (const std::string& bytes : {std::string(), form, Form(3), absl::StrCat("before ", form, " behind")}) {
    for (const std::string& like : {std::string(), form, std::string("another")}) {
      const auto again = Unpack(Pack(bytes, like).value(), like);
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(*again, bytes);
    }
  }
}

TEST(Packed, WhatIsMuchLikeAnotherTakesLittle) {
  const std::string like = Form(500);
  std::string bytes = like;
  bytes.replace(100, 3, "XYZ").erase(2000, 40);
  EXPECT_LT(Pack(bytes, like).value().size(), bytes.size() / 20);
}

TEST(Packed, WhatWasNotPackedIsDataLoss) {
  EXPECT_TRUE(absl::IsDataLoss(Unpack("not packed", "like").status()));
  const std::string packed = Pack(Form(200), "").value();
  EXPECT_TRUE(absl::IsDataLoss(Unpack(packed.substr(0, packed.size() / 2), "").status()));
}

}  // namespace
}  // namespace tearsheet
