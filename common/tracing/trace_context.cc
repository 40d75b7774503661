#include "common/tracing/trace_context.h"

#include <cstddef>

namespace tearsheet {
namespace {

constexpr size_t kTraceAt = 3;
constexpr size_t kTraceDigits = 32;
constexpr size_t kSpanAt = 36;
constexpr size_t kSpanDigits = 16;

// Whether the lowest bit of a hexadecimal digit is set.
bool IsOdd(char digit) { return ((digit <= '9' ? digit - '0' : digit - 'a') & 1) != 0; }

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view value) {
  constexpr std::string_view kForm = "00-tttttttttttttttttttttttttttttttt-ssssssssssssssss-ff";
  if (value.size() != kForm.size()) return std::nullopt;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool is_hex = (value[i] >= '0' && value[i] <= '9') || (value[i] >= 'a' && value[i] <= 'f');
    const bool is_literal = kForm[i] == '0' || kForm[i] == '-';
    if (is_literal ? value[i] != kForm[i] : !is_hex) return std::nullopt;
  }
  TraceContext context{std::string(value.substr(kTraceAt, kTraceDigits)),
                       std::string(value.substr(kSpanAt, kSpanDigits)), IsOdd(value.back())};
  const auto zero = [](const std::string& id) { return id.find_first_not_of('0') == std::string::npos; };
  if (zero(context.trace_id) || zero(context.span_id)) return std::nullopt;
  return context;
}

std::string ToTraceparent(const TraceContext& context) {
  return "00-" + context.trace_id + "-" + context.span_id + (context.sampled ? "-01" : "-00");
}

}  // namespace tearsheet
