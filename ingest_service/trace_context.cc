#include "ingest_service/trace_context.h"

#include <cstddef>

namespace tearsheet {

bool IsTraceparent(std::string_view value) {
  constexpr std::string_view kForm = "00-tttttttttttttttttttttttttttttttt-ssssssssssssssss-ff";
  if (value.size() != kForm.size()) return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool is_hex = (value[i] >= '0' && value[i] <= '9') || (value[i] >= 'a' && value[i] <= 'f');
    const bool is_literal = kForm[i] == '0' || kForm[i] == '-';
    if (is_literal ? value[i] != kForm[i] : !is_hex) return false;
  }
  const auto some = [&](size_t begin, size_t size) {
    return value.substr(begin, size).find_first_not_of('0') != std::string_view::npos;
  };
  return some(3, 32) && some(36, 16);
}

std::string TraceparentOf(const grpc::ServerContextBase& call) {
  const auto found = call.client_metadata().find("traceparent");
  if (found == call.client_metadata().end()) return "";
  const std::string_view value(found->second.data(), found->second.size());
  return IsTraceparent(value) ? std::string(value) : "";
}

}  // namespace tearsheet
