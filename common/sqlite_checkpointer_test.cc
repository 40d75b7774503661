#include "common/sqlite_checkpointer.h"

#include <filesystem>
#include <string>
#include <thread>

#include "common/sqlite.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

TEST(SqliteCheckpointerTest, TheThreadCopiesWhatIsThereWithoutTheWriter) {
  const testing::TempFolder folder;
  const std::string path = folder.File("data.db");
  auto writer = SqliteConnection::Open(path, SqliteConnection::Mode::kCreate);
  ASSERT_OK(writer.status());
  ASSERT_OK(
      writer->Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t(x);"
                      "INSERT INTO t VALUES(zeroblob(1000000))"));
  ASSERT_LT(std::filesystem::file_size(path), 1'000'000);
  SqliteCheckpointer checkpointer(path, /*pages=*/100);
  checkpointer.AfterCommit(*writer, /*pages=*/250);
  while (std::filesystem::file_size(path) < 1'000'000) std::this_thread::yield();
}

}  // namespace
}  // namespace tearsheet
