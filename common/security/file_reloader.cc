#include "common/security/file_reloader.h"

#include <utility>

#include "absl/status/statusor.h"
#include "common/log.h"
#include "common/security/file.h"
#include "common/status_macros.h"

namespace tearsheet {

FileReloader::FileReloader(absl::Duration interval, Observer observer)
    : interval_(interval), observer_(std::move(observer)) {}

FileReloader::~FileReloader() {
  stopping_.Notify();
  if (thread_.joinable()) thread_.join();
}

absl::Status FileReloader::Add(const std::string& path, Take take) {
  ASSIGN_OR_RETURN(std::string bytes, ReadWholeFile(path));
  RETURN_IF_ERROR(take(bytes));
  files_.push_back({path, std::move(take), std::move(bytes)});
  return absl::OkStatus();
}

void FileReloader::Start() {
  if (!files_.empty()) thread_ = std::thread([this] { Run(); });
}

void FileReloader::Run() {
  while (!stopping_.WaitForNotificationWithTimeout(interval_)) {
    for (File& file : files_) Look(file);
  }
}

void FileReloader::Look(File& file) {
  const absl::StatusOr<std::string> bytes = ReadWholeFile(file.path);
  std::string seen = bytes.ok() ? *bytes : std::string(bytes.status().message());
  if (seen == file.seen) return;
  file.seen = std::move(seen);
  const absl::Status status = bytes.ok() ? file.take(*bytes) : bytes.status();
  observer_(status.ok());
  if (status.ok()) {
    Log(Severity::kInfo, "a changed file is in force", {{"file", file.path}});
  } else {
    Log(Severity::kError, "a changed file is not accepted: what was read before stays in force",
        {{"file", file.path}, {"why", std::string(status.message())}});
  }
}

}  // namespace tearsheet
