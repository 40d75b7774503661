#include "cli/input/input_files.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

namespace fs = std::filesystem;

// Deeper trees are loops of mounts or mistakes.
constexpr size_t kMaxDepth = 64;

bool HasKnownEnding(const fs::path& path) {
  constexpr std::array kEndings = {".txt", ".text", ".html", ".htm", ".jsonl", ".ndjson"};
  const std::string ending = absl::AsciiStrToLower(path.extension().string());
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

absl::Status ReadError(const fs::path& path, const std::error_code& error) {
  return absl::NotFoundError(absl::StrCat(path.string(), ": ", error.message()));
}

}  // namespace

InputFiles::InputFiles(std::vector<std::string> arguments)
    : arguments_(arguments.rbegin(), arguments.rend()) {}

std::optional<absl::StatusOr<std::string>> InputFiles::Next() {
  while (!levels_.empty() || !arguments_.empty()) {
    if (!levels_.empty() && levels_.back().empty()) {
      levels_.pop_back();
      continue;
    }
    Level& level = levels_.empty() ? arguments_ : levels_.back();
    const fs::path path = std::move(level.back());
    level.pop_back();
    if (auto found = Visit(path)) return found;
  }
  return std::nullopt;
}

std::optional<absl::StatusOr<std::string>> InputFiles::Visit(const fs::path& path) {
  const bool argument = levels_.empty();
  if (argument && path == kStandardInput) return path.string();
  std::error_code error;
  const auto status = argument ? fs::status(path, error) : fs::symlink_status(path, error);
  if (argument && !fs::exists(status))
    return ReadError(path, error ? error : std::make_error_code(std::errc::no_such_file_or_directory));
  if (fs::is_directory(status)) {
    if (absl::Status entered = Enter(path); !entered.ok()) return entered;
    return std::nullopt;
  }
  if (argument) return path.string();
  // A link to a file counts as the file; one to a directory could lead round in circles.
  if (!fs::is_regular_file(path, error) || !HasKnownEnding(path)) {
    ++skipped_;
    return std::nullopt;
  }
  return path.string();
}

absl::Status InputFiles::Enter(const fs::path& directory) {
  if (levels_.size() >= kMaxDepth)
    return absl::FailedPreconditionError(absl::StrCat(directory.string(), ": more than ", kMaxDepth,
                                                      " directories deep; name it as an argument"));
  std::error_code error;
  fs::directory_iterator entry(directory, error);
  Level names;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().front() != '.') names.push_back(entry->path());
  }
  if (error) return ReadError(directory, error);
  std::sort(names.begin(), names.end(),
            [](const fs::path& a, const fs::path& b) { return b.native() < a.native(); });
  levels_.push_back(std::move(names));
  return absl::OkStatus();
}

int64_t TotalInputBytes(const std::vector<std::string>& arguments) {
  InputFiles files(arguments);
  int64_t total = 0;
  while (const auto path = files.Next()) {
    if (!path->ok() || **path == kStandardInput) return 0;
    std::error_code error;
    const auto size = fs::file_size(**path, error);
    if (error) return 0;
    total += static_cast<int64_t>(size);
  }
  return total;
}

}  // namespace tearsheet
