// The named errors of the ingest service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tearsheet {

// INVALID_ARGUMENT: the bytes of a request are no message of its type.
absl::Status MalformedRequest(std::string_view type);
// NOT_FOUND: the log has no article of this resource name.
absl::Status ArticleNotFound(const std::string& name);
// INVALID_ARGUMENT: an article's record, which holds its events too, has `bytes`, more than the log takes.
absl::Status RecordTooLarge(int64_t bytes, int64_t limit);
// RESOURCE_EXHAUSTED with RetryInfo.
absl::Status TooManyStreams();
absl::Status TooManyArticles();
absl::Status ReaderTooSlow();
// UNAVAILABLE with RetryInfo: the service is about to end.
absl::Status ShuttingDown();

}  // namespace tearsheet
