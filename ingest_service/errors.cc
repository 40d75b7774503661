#include "ingest_service/errors.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"

namespace tearsheet {

absl::Status MalformedRequest(std::string_view type) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                      absl::StrCat("the request is no well-formed ", Absl(type)))
      .Metadata("type", type)
      .Build();
}

absl::Status ArticleNotFound(const std::string& name) {
  return ErrorBuilder(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND",
                      absl::StrCat("the log has no article '", name, "'"))
      .Resource("tearsheet.v1.Article", name)
      .Build();
}

absl::Status RecordTooLarge(int64_t bytes, int64_t limit) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "RECORD_TOO_LARGE",
                      absl::StrCat("the article and its events make a record of ", bytes,
                                   " bytes, and the event log takes records of ", limit,
                                   "; shorten the article, or raise max_payload of the NATS servers"))
      .Field("article.body", absl::StrCat("its record has ", bytes, " bytes; the limit is ", limit))
      .Metadata("limit_bytes", absl::StrCat(limit))
      .Build();
}

absl::Status TooManyStreams() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                      "the service has as many streams as it may; use fewer, or try again later")
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status TooManyArticles() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_ARTICLES",
                      "the service works on as many articles as it may; send this one again a little later")
      .RetryAfter(absl::Milliseconds(100))
      .Build();
}

absl::Status ReaderTooSlow() {
  return ErrorBuilder(
             absl::StatusCode::kResourceExhausted, "READER_TOO_SLOW",
             "the caller has read nothing from the stream for too long; read faster and open another one")
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status ShuttingDown() {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
                      "the service is shutting down; what was answered is durable, send the rest again")
      .RetryAfter(absl::Seconds(1))
      .Build();
}

}  // namespace tearsheet
