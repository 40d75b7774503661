#include "common/tracing/otlp_json.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

using nlohmann::ordered_json;

// Status.StatusCode of OTLP.
constexpr int kError = 2;

ordered_json Attribute(const std::string& key, const std::string& value) {
  return {{"key", key}, {"value", {{"stringValue", value}}}};
}

// 64-bit numbers are strings in the JSON form of Protobuf.
std::string UnixNanos(absl::Time time) { return absl::StrCat(absl::ToUnixNanos(time)); }

ordered_json ToJson(const SpanRecord& span) {
  ordered_json json = {{"traceId", span.context.trace_id}, {"spanId", span.context.span_id}};
  if (!span.parent_span_id.empty()) json["parentSpanId"] = span.parent_span_id;
  json["name"] = span.name;
  json["kind"] = static_cast<int>(span.kind);
  json["startTimeUnixNano"] = UnixNanos(span.start);
  json["endTimeUnixNano"] = UnixNanos(span.end);
  for (const auto& [key, value] : span.attributes) json["attributes"].push_back(Attribute(key, value));
  for (const TraceContext& link : span.links)
    json["links"].push_back({{"traceId", link.trace_id}, {"spanId", link.span_id}});
  if (span.code != absl::StatusCode::kOk)
    json["status"] = {{"code", kError}, {"message", absl::StatusCodeToString(span.code)}};
  return json;
}

}  // namespace

std::string ToOtlpJson(const std::string& service, const std::vector<SpanRecord>& spans) {
  ordered_json list = ordered_json::array();
  for (const SpanRecord& span : spans) list.push_back(ToJson(span));
  ordered_json scope = {{"scope", {{"name", "tearsheet"}}}, {"spans", std::move(list)}};
  ordered_json resource = {
      {"resource", {{"attributes", ordered_json::array({Attribute("service.name", service)})}}},
      {"scopeSpans", ordered_json::array({std::move(scope)})}};
  const ordered_json request = {{"resourceSpans", ordered_json::array({std::move(resource)})}};
  return request.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tearsheet
