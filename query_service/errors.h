// The named errors of the query service.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// NOT_FOUND.
absl::Status DealNotFound(std::string_view name);
absl::Status ArticleNotFound(std::string_view name);
absl::Status CompanyNotFound(std::string_view name);
absl::Status ProductNotFound(std::string_view name);
// FAILED_PRECONDITION: the name fits several; the message lists their ids.
absl::Status CompanyAmbiguous(std::string_view name, const std::vector<v1::Entity>& entities);
absl::Status ProductAmbiguous(std::string_view name, const std::vector<v1::Entity>& entities);
// DEADLINE_EXCEEDED: `min_sequence` was not applied in time.
absl::Status SequenceNotReached(int64_t wanted, int64_t applied);
// RESOURCE_EXHAUSTED with RetryInfo.
absl::Status TooManyWatchers(int limit);
absl::Status TooManyWaiters();
absl::Status WatcherTooSlow();
// OUT_OF_RANGE: read a snapshot and watch from its token.
absl::Status TokenTooOld();
// UNAVAILABLE with RetryInfo.
absl::Status ShuttingDown();

}  // namespace tearsheet
