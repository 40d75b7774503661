// Which files the arguments FILE, DIR and - stand for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tearsheet {

// The name that stands for standard input.
inline constexpr char kStandardInput[] = "-";

// Walks files one after the other: an argument that is a file (or "-") is given as it is; a directory gives
// the .txt, .text, .html, .htm, .jsonl and .ndjson files below it, in sorted order, without hidden ones and
// without following links to directories. Holds the names of the directories on the way to the present file,
// never those of all files. Not thread-safe.
class InputFiles {
 public:
  explicit InputFiles(std::vector<std::string> arguments);

  // The next path; NOT_FOUND or the like for an argument or directory that cannot be read (the walk goes on);
  // nothing at the end. An argument that is no directory is not opened here.
  std::optional<absl::StatusOr<std::string>> Next();

  // Files in a directory that were passed over because of their name.
  int64_t skipped() const { return skipped_; }

 private:
  // Sorted names of a directory that are still to be visited, the next one last.
  using Level = std::vector<std::filesystem::path>;

  std::optional<absl::StatusOr<std::string>> Visit(const std::filesystem::path& path);
  absl::Status Enter(const std::filesystem::path& directory);

  Level arguments_;
  std::vector<Level> levels_;
  int64_t skipped_ = 0;
};

// Bytes of all files that `arguments` stand for; 0 when that cannot be told (standard input, unreadable
// files).
int64_t TotalInputBytes(const std::vector<std::string>& arguments);

}  // namespace tearsheet
