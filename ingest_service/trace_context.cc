#include "ingest_service/trace_context.h"

#include "common/tracing/trace_context.h"

namespace tearsheet {

bool IsTraceparent(std::string_view value) { return ParseTraceparent(value).has_value(); }

std::string TraceparentOf(const grpc::ServerContextBase& call) {
  const auto found = call.client_metadata().find("traceparent");
  if (found == call.client_metadata().end()) return "";
  const std::string_view value(found->second.data(), found->second.size());
  return IsTraceparent(value) ? std::string(value) : "";
}

}  // namespace tearsheet
