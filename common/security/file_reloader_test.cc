#include "common/security/file_reloader.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

class FileReloaderTest : public ::testing::Test {
 protected:
  // As an operator should: the reloader never sees half a file.
  void Write(const std::string& text) {
    std::ofstream(path_ + ".new") << text;
    std::filesystem::rename(path_ + ".new", path_);
  }

  absl::Status Add(FileReloader& reloader) {
    return reloader.Add(path_, [this](const std::string& bytes) -> absl::Status {
      if (bytes == "bad") return absl::InvalidArgumentError("it is bad");
      absl::MutexLock lock(&mutex_);
      taken_ = bytes;
      return absl::OkStatus();
    });
  }

  FileReloader::Observer Count() {
    return [this](bool accepted) {
      absl::MutexLock lock(&mutex_);
      ++(accepted ? accepted_ : refused_);
    };
  }

  // Waits for `count`, one of those below, to become `wanted`.
  void Await(const int& count, int wanted) {
    const auto reached = [&] { return count == wanted; };
    mutex_.LockWhen(absl::Condition(&reached));
    mutex_.Unlock();
  }

  std::string Taken() {
    absl::MutexLock lock(&mutex_);
    return taken_;
  }

  testing::TempFolder folder_;
  const std::string path_ = folder_.path() + "/file";
  absl::Mutex mutex_;
  std::string taken_;
  int accepted_ = 0;
  int refused_ = 0;
};

TEST_F(FileReloaderTest, ABadFileIsRefusedAtFirstAndKeepsTheOldOneInForceLater) {
  FileReloader reloader(absl::Milliseconds(1), Count());
  EXPECT_FALSE(Add(reloader).ok());
  Write("bad");
  EXPECT_EQ(Add(reloader).message(), "it is bad");
  Write("first");
  ASSERT_TRUE(Add(reloader).ok());
  reloader.Start();
  Write("second");
  Await(accepted_, 1);
  EXPECT_EQ(Taken(), "second");
  Write("bad");
  Await(refused_, 1);
  EXPECT_EQ(Taken(), "second");
  Write("third");
  Await(accepted_, 2);
  EXPECT_EQ(Taken(), "third");
}

}  // namespace
}  // namespace tearsheet
