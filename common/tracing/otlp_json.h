// Spans in the JSON form of OTLP, the protocol of OpenTelemetry.
#pragma once

#include <string>
#include <vector>

#include "common/tracing/span.h"

namespace tearsheet {

// An ExportTraceServiceRequest of `spans` of the service `service`, in one line without its end.
std::string ToOtlpJson(const std::string& service, const std::vector<SpanRecord>& spans);

}  // namespace tearsheet
