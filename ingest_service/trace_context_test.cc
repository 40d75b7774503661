#include "ingest_service/trace_context.h"

#include "gtest/gtest.h"

namespace tearsheet {
namespace {

TEST(TraceContextTest, KnowsATraceparent) {
  EXPECT_TRUE(IsTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  for (const char* other : {"", "00", "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"})
    EXPECT_FALSE(IsTraceparent(other)) << other;
}

}  // namespace
}  // namespace tearsheet
