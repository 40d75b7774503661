#include "common/log.h"

#include <unistd.h>

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

}  // namespace

void Log(Severity severity, std::string_view message, const std::vector<LogField>& fields) {
  nlohmann::ordered_json line;
  line["time"] = FormatUtc(Clock::Real().TimeNow());
  line["severity"] = Name(severity);
  line["message"] = message;
  for (const LogField& field : fields) line[std::string(field.key)] = field.value;
  std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text += '\n';
  // One write keeps a line whole beside other threads and processes; a full or closed pipe is no reason to
  // stop.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace tearsheet
