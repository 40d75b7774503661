#include "query_service/errors.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

absl::Status NotFound(const char* reason, const char* type, const char* what, std::string_view name) {
  return ErrorBuilder(absl::StatusCode::kNotFound, reason,
                      absl::StrCat("no ", what, " is called '", Absl(name), "'"))
      .Resource(type, name)
      .Build();
}

absl::Status Ambiguous(const char* reason, std::string_view name, const std::vector<v1::Entity>& entities) {
  std::string ids;
  for (const v1::Entity& entity : entities)
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", entity.entity_id());
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, reason,
                      absl::StrCat("'", Absl(name), "' is a name of several; ask by id: ", ids))
      .Metadata("entity_ids", ids)
      .Resource("tearsheet.v1.Entity", name)
      .Build();
}

}  // namespace

absl::Status DealNotFound(std::string_view name) {
  return NotFound("DEAL_NOT_FOUND", "tearsheet.v1.Deal", "deal", name);
}

absl::Status ArticleNotFound(std::string_view name) {
  return NotFound("ARTICLE_NOT_FOUND", "tearsheet.v1.Article", "article", name);
}

absl::Status CompanyNotFound(std::string_view name) {
  return NotFound("COMPANY_NOT_FOUND", "tearsheet.v1.Entity", "company of an article", name);
}

absl::Status ProductNotFound(std::string_view name) {
  return NotFound("PRODUCT_NOT_FOUND", "tearsheet.v1.Entity", "product of an article", name);
}

absl::Status CompanyAmbiguous(std::string_view name, const std::vector<v1::Entity>& entities) {
  return Ambiguous("COMPANY_AMBIGUOUS", name, entities);
}

absl::Status ProductAmbiguous(std::string_view name, const std::vector<v1::Entity>& entities) {
  return Ambiguous("PRODUCT_AMBIGUOUS", name, entities);
}

absl::Status SequenceNotReached(int64_t wanted, int64_t applied) {
  return ErrorBuilder(absl::StatusCode::kDeadlineExceeded, "SEQUENCE_NOT_REACHED",
                      absl::StrCat("sequence ", wanted,
                                   " was not applied within the deadline; the state is at ", applied))
      .Metadata("applied_sequence", absl::StrCat(applied))
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status TooManyWatchers(int limit) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHERS",
                      absl::StrCat("this replica serves ", limit,
                                   " watchers, which is its bound; try another one or later"))
      .RetryAfter(absl::Seconds(5))
      .Build();
}

absl::Status TooManyWaiters() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_WAITERS",
                      "too many calls wait for a min_sequence; try again a little later")
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status WatcherTooSlow() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "WATCHER_TOO_SLOW",
                      "changes come faster than they are read; watch again from the token of the last "
                      "answer, and read "
                      "faster or filter more")
      .RetryAfter(absl::ZeroDuration())
      .Build();
}

absl::Status TokenTooOld() {
  return ErrorBuilder(
             absl::StatusCode::kOutOfRange, "TOKEN_TOO_OLD",
             "the changes after this token are not kept any more, or the state was rebuilt since; list the "
             "deals and watch from the watch_token of that answer")
      .Build();
}

absl::Status ShuttingDown() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
                      "the service is shutting down; go on with another replica or after the restart")
      .RetryAfter(absl::Seconds(1))
      .Build();
}

}  // namespace tearsheet
