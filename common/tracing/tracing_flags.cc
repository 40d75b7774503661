#include "common/tracing/tracing_flags.h"

#include <utility>

#include "absl/flags/flag.h"
#include "common/status_macros.h"
#include "common/tracing/trace_file.h"

ABSL_FLAG(
    std::string, trace_file, "",
    "file that spans of sampled traces are appended to, a line of OTLP in JSON for some at a time; empty "
    "for none");
ABSL_FLAG(
    double, trace_ratio, 0,
    "with --trace_file: share (0 to 1) of the calls without a traceparent that begin a trace; those with "
    "one follow its flag");

namespace tearsheet {

void TraceFileCloser::operator()(TraceFile* file) const { delete file; }

absl::StatusOr<Tracing> TracingFromFlags(const std::string& service) {
  return TracingTo(absl::GetFlag(FLAGS_trace_file), service, absl::GetFlag(FLAGS_trace_ratio));
}

absl::StatusOr<Tracing> TracingTo(const std::string& path, const std::string& service, double ratio) {
  if (path.empty()) return nullptr;
  ASSIGN_OR_RETURN(std::unique_ptr<TraceFile> file,
                   TraceFile::Open({.path = path, .service = service, .ratio = ratio}));
  return Tracing(file.release());
}

}  // namespace tearsheet
