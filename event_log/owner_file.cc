#include "event_log/owner_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/error.h"

namespace tearsheet {
namespace {

// The sequence and its checksum, least significant byte first. One write within one sector: never half old,
// half new.
using Content = std::array<unsigned char, 16>;

void PutInt(unsigned char* to, uint64_t value) {
  for (int i = 0; i < 8; ++i) to[i] = static_cast<unsigned char>(value >> (8 * i));
}

Content Encode(int64_t sequence) {
  Content content;
  PutInt(content.data(), static_cast<uint64_t>(sequence));
  PutInt(content.data() + 8, XXH3_64bits(content.data(), 8));
  return content;
}

std::optional<int64_t> Decode(const Content& content) {
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value |= static_cast<uint64_t>(content[i]) << (8 * i);
  const auto sequence = static_cast<int64_t>(value);
  if (sequence < 0 || Encode(sequence) != content) return std::nullopt;
  return sequence;
}

}  // namespace

absl::StatusOr<std::unique_ptr<OwnerFile>> OwnerFile::Acquire(const std::string& log_path) {
  const std::string path = log_path + "-owner";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) {
    return absl::UnavailableError(absl::StrCat("cannot open '", path, "': ", std::strerror(errno),
                                               "; the log's folder must exist and be writable"));
  }
  std::unique_ptr<OwnerFile> owner(new OwnerFile(path, file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "LOG_OWNED",
                        absl::StrCat("another process owns the event log '", log_path,
                                     "'; stop it, or choose another --event_log"))
        .Build();
  }
  owner->Load();
  return owner;
}

OwnerFile::~OwnerFile() { close(file_); }

void OwnerFile::Load() {
  Content content;
  if (pread(file_, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()))
    acknowledged_ = Decode(content);
}

void OwnerFile::SetAcknowledged(int64_t sequence) {
  const Content content = Encode(sequence);
  if (pwrite(file_, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()))
    acknowledged_ = sequence;
}

}  // namespace tearsheet
