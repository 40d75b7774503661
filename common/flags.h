// Flags of a program: the command line, flag files and the environment, all by absl flags.
//
//   --flagfile=PATH        reads flags from a file, one per line
//   --fromenv=a,b          reads flag a from the environment variable FLAGS_a, and so on; each must be set
//   --tryfromenv=a,b       the same for those that are set
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace tearsheet {

// Sets the flags. Handles --help and --version, which end the process with exit code 0, and every mistake, an
// argument that is no flag among them, which ends it with one sentence and exit code 2. `usage` is shown by
// --help together with the flags that are defined in files whose path contains one of `flag_files`; `version`
// by --version.
void ParseFlags(int argc, char** argv, const std::string& usage, const std::vector<std::string>& flag_files,
                std::string (*version)());

// Prints what is wrong on standard error and returns the exit code for main: 2 when flags or files must be
// changed, else 1.
int ExitWith(const absl::Status& status);

}  // namespace tearsheet
