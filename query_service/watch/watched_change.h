// A change, read once for all watchers.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "query_service/state/state_store.h"
#include "query_service/watch/watch_filter.h"

namespace tearsheet {

// Immutable to its users, so thread-safe.
class WatchedChange {
 public:
  // Of the trace `traceparent`, which may be empty. DATA_LOSS when the deal cannot be read.
  static absl::StatusOr<std::shared_ptr<const WatchedChange>> Make(StoredChange change,
                                                                   std::string traceparent);

  int64_t number() const { return change_.number; }
  int64_t sequence() const { return change_.sequence; }
  const ChangeSubject& subject() const { return subject_; }
  const std::string& traceparent() const { return traceparent_; }

  // The serialised tearsheet.v1.DealChange. Most changes concern nobody who watches, and telling what differs
  // takes longer than all else, so the first who asks makes it.
  const absl::StatusOr<std::string>& message() const;

  // Memory that this takes, about, with its message.
  size_t bytes() const;

 private:
  WatchedChange(StoredChange change, ChangeSubject subject, std::string traceparent);

  const StoredChange change_;
  const ChangeSubject subject_;
  const std::string traceparent_;
  mutable std::once_flag once_;
  mutable absl::StatusOr<std::string> message_;
};

}  // namespace tearsheet
