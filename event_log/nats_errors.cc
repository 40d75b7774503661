#include "event_log/nats_errors.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"

namespace tearsheet {

absl::Status NatsUnavailable(std::string_view what) {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "LOG_UNREACHABLE",
                      absl::StrCat("the event log on NATS is not available: ", Absl(what)))
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status NatsUnavailable(std::string_view what, natsStatus status) {
  std::string text = absl::StrCat(Absl(what), ": ", natsStatus_GetText(status));
  natsStatus last = NATS_OK;
  const char* detail = nats_GetLastError(&last);
  if (last == status && detail != nullptr && *detail != '\0') absl::StrAppend(&text, " (", detail, ")");
  return NatsUnavailable(text);
}

absl::Status NatsFull(std::string_view why) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "LOG_FULL",
                      absl::StrCat("the event log on NATS is full: ", Absl(why),
                                   "; give its servers or its account more storage"))
      .RetryAfter(absl::Seconds(5))
      .Build();
}

}  // namespace tearsheet
