// The trace that a call belongs to, as its caller says (W3C Trace Context).
#pragma once

#include <string>
#include <string_view>

#include "grpcpp/server_context.h"

namespace tearsheet {

// Whether `value` is a "traceparent" of version 00: 00-TRACE-SPAN-FLAGS in lower-case hexadecimal digits,
// with neither trace nor span all zero.
bool IsTraceparent(std::string_view value);

// The "traceparent" of a call's metadata; empty when there is none or it is none. A trace is no reason to
// refuse a call.
std::string TraceparentOf(const grpc::ServerContextBase& call);

}  // namespace tearsheet
