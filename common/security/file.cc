#include "common/security/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxFileBytes = 1 << 20;

absl::Status Unreadable(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", path, "' cannot be read: ", why));
}

}  // namespace

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return Unreadable(path, std::strerror(errno));
  std::string bytes(kMaxFileBytes + 1, '\0');
  const size_t size = std::fread(bytes.data(), 1, bytes.size(), file.get());
  if (std::ferror(file.get()) != 0) return Unreadable(path, std::strerror(errno));
  if (size > kMaxFileBytes) return Unreadable(path, "it is larger than 1 MiB");
  bytes.resize(size);
  return bytes;
}

}  // namespace tearsheet
