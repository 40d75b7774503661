// One article's way from the caller to the log and back; knows no gRPC.
#pragma once

#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ontology.h"
#include "event_log/appender.h"
#include "event_log/event_log.h"
#include "ingest_service/article_check.h"
#include "ingest_service/extractor.h"
#include "tearsheet/v1/ingest_service.pb.h"

namespace tearsheet {

// Thread-safe.
class Ingestor {
 public:
  template <typename Response>
  using Done = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

  // Borrows everything; `appender` appends to `log`.
  Ingestor(EventLog& log, Appender& appender, const Extractor& extractor, const Ontology& ontology,
           Clock& clock, const ArticleLimits& limits)
      : log_(log),
        appender_(appender),
        extractor_(extractor),
        ontology_(ontology),
        clock_(clock),
        limits_(limits) {}

  // An article before it is appended.
  struct Prepared {
    // What to append; nothing when the answer is known without it.
    std::optional<log::v1::LogRecord> record;
    // The answer, without its sequence while there is a record to append.
    absl::StatusOr<v1::IngestArticleResponse> answer;
    // Of the call.
    std::string traceparent = {};
  };

  // Checks and extracts on the calling thread. An article that the log has already gets its first answer,
  // read back from its record. `traceparent`, which may be empty, is that of the call.
  Prepared Prepare(v1::Article article, const std::string& traceparent);

  // Appends what has a record and calls `done` once, on the appender's thread, when it is durable. Records
  // are appended in the order of the calls. Never blocks.
  void Append(Prepared prepared, Done<v1::IngestArticleResponse> done);

  // Both in one; `done` may be called on this thread.
  void Ingest(v1::Article article, const std::string& traceparent, Done<v1::IngestArticleResponse> done);

  // Checks and extracts; stores nothing.
  absl::StatusOr<v1::Extraction> Extract(v1::Article article, bool include_mentions);

  // Withdraws an article; `done` as for Ingest.
  void Retract(const v1::RetractArticleRequest& request, Done<v1::RetractArticleResponse> done);

 private:
  // The answer that the stored record of `article_id` stands for; nothing when the log has none.
  absl::StatusOr<std::optional<v1::IngestArticleResponse>> FirstAnswer(const std::string& article_id);
  absl::StatusOr<v1::IngestArticleResponse> AnswerFromLog(int64_t sequence, const std::string& article_id);
  absl::StatusOr<log::v1::LogRecord> ReadRecord(int64_t sequence, const std::string& record_id);
  absl::StatusOr<log::v1::LogRecord> MakeRetraction(const v1::RetractArticleRequest& request);

  EventLog& log_;
  Appender& appender_;
  const Extractor& extractor_;
  const Ontology& ontology_;
  Clock& clock_;
  const ArticleLimits limits_;
};

}  // namespace tearsheet
