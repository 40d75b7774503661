#include "common/log.h"

#include <unistd.h>

#include <algorithm>

#include "common/clock.h"
#include "common/proto_time.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

const char* Name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "INFO";
}

// As JSON. A line is written for every call, so what needs no escaping, nearly everything, is copied.
void AppendQuoted(std::string_view value, std::string& text) {
  const bool plain = std::all_of(value.begin(), value.end(),
                                 [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
  if (!plain) {
    text += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return;
  }
  text += '"';
  text += value;
  text += '"';
}

void Append(std::string_view before, std::string_view value, std::string& text) {
  text += before;
  AppendQuoted(value, text);
}

}  // namespace

void Log(Severity severity, std::string_view message, const std::vector<LogField>& fields) {
  std::string text;
  text.reserve(256);
  Append("{\"time\":", FormatUtc(Clock::Real().TimeNow()), text);
  Append(",\"severity\":", Name(severity), text);
  Append(",\"message\":", message, text);
  for (const LogField& field : fields) {
    text += ',';
    AppendQuoted(field.key, text);
    Append(":", field.value, text);
  }
  text += "}\n";
  // One write keeps a line whole beside other threads and processes; a full or closed pipe is no reason to
  // stop.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace tearsheet
