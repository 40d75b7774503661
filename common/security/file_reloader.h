// Files of an operator that change while the process runs.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace tearsheet {

// Reads its files again and again, and hands on those whose bytes have changed. A file that is not accepted,
// or cannot be read, leaves in force what was read before, and is logged with the reason. Not thread-safe.
class FileReloader {
 public:
  // Takes in the bytes of a file, on the reloader's thread; an error says what is wrong with them.
  using Take = std::function<absl::Status(const std::string& bytes)>;
  // Hears of every reload and whether it was accepted, on the reloader's thread.
  using Observer = std::function<void(bool accepted)>;

  FileReloader(absl::Duration interval, Observer observer);
  // Ends the thread.
  ~FileReloader();

  // Reads `path` at once and from then on watches it. INVALID_ARGUMENT when it cannot be read or is not
  // accepted. Before Start.
  absl::Status Add(const std::string& path, Take take);

  // Starts the thread, if there is a file to watch. Once.
  void Start();

 private:
  struct File {
    std::string path;
    Take take;
    // Bytes or error of the last look.
    std::string seen;
  };

  void Run();
  void Look(File& file);

  const absl::Duration interval_;
  const Observer observer_;
  std::vector<File> files_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace tearsheet
