// Where a piece of work stands in a trace (W3C Trace Context).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tearsheet {

struct TraceContext {
  // 32 and 16 hexadecimal digits in lower case.
  std::string trace_id;
  std::string span_id;
  // Whoever began the trace wants it recorded.
  bool sampled = false;
};

// Reads a "traceparent" of version 00: 00-TRACE-SPAN-FLAGS in lower-case hexadecimal digits, with neither
// trace nor span all zero. Nothing when `value` is none.
std::optional<TraceContext> ParseTraceparent(std::string_view value);

// The inverse.
std::string ToTraceparent(const TraceContext& context);

}  // namespace tearsheet
