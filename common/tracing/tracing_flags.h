// Where the spans of a program go, as its flags ask for.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace tearsheet {

class TraceFile;

struct TraceFileCloser {
  void operator()(TraceFile* file) const;
};

// Spans are recorded for as long as it lives; it ends after all that makes spans.
using Tracing = std::unique_ptr<TraceFile, TraceFileCloser>;

// What the flags ask for; null when they ask for nothing, or the program is built without traces. `service`
// is the name that traces show. INVALID_ARGUMENT names the flag.
absl::StatusOr<Tracing> TracingFromFlags(const std::string& service);

// The same for programs with flags of their own: to the file `path`, or nowhere when that is empty.
absl::StatusOr<Tracing> TracingTo(const std::string& path, const std::string& service, double ratio = 0);

}  // namespace tearsheet
