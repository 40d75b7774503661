// Stands in for tracing_flags.cc in programs that are built without traces.
#include "absl/status/status.h"
#include "common/tracing/tracing_flags.h"

namespace tearsheet {

void TraceFileCloser::operator()(TraceFile*) const {}

absl::StatusOr<Tracing> TracingFromFlags(const std::string&) { return nullptr; }

absl::StatusOr<Tracing> TracingTo(const std::string& path, const std::string&, double) {
  if (path.empty()) return nullptr;
  return absl::InvalidArgumentError("this program was built without traces; leave the trace file out");
}

}  // namespace tearsheet
