#include "query_service/state/postgres_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace tearsheet {

PostgresListener::PostgresListener(Open open, std::unique_ptr<PostgresConnection> connection,
                                   std::string channel)
    : open_(std::move(open)),
      channel_(std::move(channel)),
      connection_(std::move(connection)),
      wake_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

PostgresListener::~PostgresListener() { close(wake_fd_); }

void PostgresListener::Interrupt() {
  const uint64_t one = 1;
  // Fails only when it is readable already.
  if (write(wake_fd_, &one, sizeof one) < 0) return;
}

absl::Status PostgresListener::Listen() {
  if (connection_ == nullptr || connection_->broken()) {
    listening_ = false;
    ASSIGN_OR_RETURN(connection_, open_());
  }
  RETURN_IF_ERROR(connection_->ExecuteScript(absl::StrCat("LISTEN ", connection_->Quote(channel_))));
  listening_ = true;
  return absl::OkStatus();
}

absl::Status PostgresListener::Wait(absl::Duration timeout) {
  if (listening_ && !connection_->broken()) {
    const absl::Status status = connection_->WaitForNotification(timeout, wake_fd_);
    uint64_t count = 0;
    if (read(wake_fd_, &count, sizeof count) < 0) count = 0;
    return status;
  }
  const absl::Status status = Listen();
  if (status.ok()) return status;
  pollfd wake = {.fd = wake_fd_, .events = POLLIN, .revents = 0};
  poll(&wake, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout)));
  return status;
}

}  // namespace tearsheet
