// Structured logs: one JSON object per line on standard error, for machines and people.
//
// Never log article text, tokens or SQL: log ids, counts and durations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tearsheet {

enum class Severity { kInfo, kWarning, kError };

struct LogField {
  std::string_view key;
  std::string value;
};

// Writes {"time":…,"severity":…,"message":…,<fields>} as one line. Thread-safe: lines never mix.
void Log(Severity severity, std::string_view message, const std::vector<LogField>& fields = {});

}  // namespace tearsheet
