#include "common/flags.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"

namespace tearsheet {
namespace {

constexpr int kUsageError = 2;

// Abseil ends the process by itself with exit code 1, for a mistake as for --help. While it parses, this
// decides.
int exit_code = kUsageError;
bool parsing = false;

void ExitWhileParsing() {
  if (!parsing) return;
  std::fflush(nullptr);
  _exit(exit_code);
}

}  // namespace

void ParseFlags(int argc, char** argv, const std::string& usage, const std::vector<std::string>& flag_files,
                std::string (*version)()) {
  absl::SetProgramUsageMessage(usage);
  absl::FlagsUsageConfig config;
  const auto ours = [flag_files](absl::string_view file) {
    return std::any_of(flag_files.begin(), flag_files.end(),
                       [file](const std::string& part) { return absl::StrContains(file, part); });
  };
  config.contains_help_flags = ours;
  config.contains_helpshort_flags = ours;
  config.version_string = version;
  absl::SetFlagsUsageConfig(config);
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--help", 6) == 0 || std::strcmp(argv[i], "--version") == 0) exit_code = 0;
  }
  parsing = true;
  std::atexit(ExitWhileParsing);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  parsing = false;
  if (rest.size() > 1) {
    std::fprintf(stderr, "ERROR: '%s' is no flag; flags are written --name=value, and --help lists them\n",
                 rest[1]);
    std::exit(kUsageError);
  }
}

int ExitWith(const absl::Status& status) {
  std::fprintf(stderr, "ERROR: %s\n", std::string(status.message()).c_str());
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
      return kUsageError;
    default:
      return 1;
  }
}

}  // namespace tearsheet
