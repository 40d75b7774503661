// Stands in for tracing_flags.cc in programs that are built without traces.
#include "common/tracing/tracing_flags.h"

namespace tearsheet {

void TraceFileCloser::operator()(TraceFile*) const {}

absl::StatusOr<Tracing> TracingFromFlags(const std::string&) { return nullptr; }

}  // namespace tearsheet
