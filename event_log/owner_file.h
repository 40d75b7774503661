// The file "PATH-owner" beside a SQLite log. Its lock makes one process the owner of the log; its content is
// the last acknowledged sequence, by which the log notices at the next start that its end has been lost (a
// deleted or damaged -wal file looks to SQLite like one that was never written).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace tearsheet {

// Owns the log until it is destroyed or the process ends in any way. Not thread-safe.
class OwnerFile {
 public:
  // Errors: FAILED_PRECONDITION (another process owns the log), UNAVAILABLE (the file cannot be made).
  static absl::StatusOr<std::unique_ptr<OwnerFile>> Acquire(const std::string& log_path);
  ~OwnerFile();

  OwnerFile(const OwnerFile&) = delete;
  OwnerFile& operator=(const OwnerFile&) = delete;

  // The last sequence that was stored; nothing for a new file, and for one whose bytes are damaged.
  std::optional<int64_t> acknowledged() const { return acknowledged_; }

  // Remembers that every record up to `sequence` is durable. Survives the process, but is not synced: after a
  // power cut it may name an earlier sequence, never a later one. A failure to write is not an error for the
  // same reason.
  void SetAcknowledged(int64_t sequence);

  const std::string& path() const { return path_; }

 private:
  OwnerFile(std::string path, int file) : path_(std::move(path)), file_(file) {}
  void Load();

  std::string path_;
  int file_;
  std::optional<int64_t> acknowledged_;
};

}  // namespace tearsheet
