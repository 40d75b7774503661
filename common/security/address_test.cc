#include "common/security/address.h"

#include "gtest/gtest.h"

namespace tearsheet {
namespace {

TEST(IsLoopbackTest, TakesWhatOnlyThisMachineReaches) {
  for (const char* address : {"127.0.0.1:7401", "127.1.2.3:0", "[::1]:7401", "localhost:1", "unix:a.sock"})
    EXPECT_TRUE(IsLoopback(address)) << address;
}

TEST(IsLoopbackTest, TakesNothingElse) {
  for (const char* address : {"0.0.0.0:7401", "[::]:7401", "10.0.0.1:1", "127.example.com:1", "host:1", ":1",
                              "", "localhost.example.com:1", "[::ffff:1.2.3.4]:1"})
    EXPECT_FALSE(IsLoopback(address)) << address;
}

TEST(ParseTargetTest, TellsTlsFromPlaintext) {
  EXPECT_TRUE(ParseTarget("grpcs://a:1").tls);
  EXPECT_EQ(ParseTarget("grpcs://a:1").address, "a:1");
  EXPECT_FALSE(ParseTarget("grpc://a:1").tls);
  EXPECT_EQ(ParseTarget("grpc://a:1").address, "a:1");
  EXPECT_EQ(ParseTarget("a:1").address, "a:1");
}

}  // namespace
}  // namespace tearsheet
