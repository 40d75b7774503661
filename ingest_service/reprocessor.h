// Stored articles are read anew after the extractor has changed, and what replaces their events is appended.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ontology.h"
#include "event_log/appender.h"
#include "event_log/event_log.h"
#include "ingest_service/extractor.h"
#include "tearsheet/v1/ingest_service.pb.h"

namespace tearsheet {

// Thread-safe. Each step reads a bounded stretch of the log; nothing is remembered between steps, since the
// log itself tells which extractors have read an article.
class Reprocessor {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<v1::ReprocessArticlesResponse>)>;

  // Borrows everything; `appender` appends to `log`.
  Reprocessor(EventLog& log, Appender& appender, const Extractor& extractor, const Ontology& ontology,
              Clock& clock)
      : log_(log), appender_(appender), extractor_(extractor), ontology_(ontology), clock_(clock) {}

  // One step. Calls `done` once: on this thread, or on the appender's when the replacements are durable. A
  // step that `cancelled` ends appends nothing. Errors: INVALID_ARGUMENT, CANCELLED, those of EventLog; after
  // an error of appending some replacements may be in the log, and the same step again appends the others.
  void Step(const v1::ReprocessArticlesRequest& request, absl::FunctionRef<bool()> cancelled, Done done);

 private:
  struct Stretch {
    v1::ReprocessArticlesResponse response;
    std::vector<log::v1::LogRecord> replacements;
    // Ids of `replacements`: an article may stand in a stretch more than once.
    std::set<std::string> ids;
  };

  absl::StatusOr<Stretch> ReadStretch(const v1::ReprocessArticlesRequest& request,
                                      absl::FunctionRef<bool()> cancelled);
  // Adds the replacement of what `record` holds, if it needs one.
  absl::Status Consider(const log::v1::LogRecord& record, const v1::ReprocessArticlesRequest& request,
                        Stretch& stretch);
  absl::StatusOr<v1::Article> FindArticle(const std::string& id);

  EventLog& log_;
  Appender& appender_;
  const Extractor& extractor_;
  const Ontology& ontology_;
  Clock& clock_;
};

// Whether an extractor of version `running` may replace what one of version `stored` made: they differ, and
// the number that a version starts with, that of the program, does not go back.
bool MayReplace(const std::string& running, const std::string& stored);

}  // namespace tearsheet
