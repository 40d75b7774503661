#include "ingest_service/reprocessor.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "event_log/record_format.h"

namespace tearsheet {
namespace {

// Records of one step: a fraction of a second of one core.
constexpr int kDefaultRecords = 100;
constexpr int kMostRecords = 1000;
constexpr int64_t kReadBytes = 4 << 20;

int ProgramNumber(const std::string& version) { return std::atoi(version.c_str()); }

bool SameEvents(const v1::Extraction& a, const v1::Extraction& b) {
  return std::equal(a.events().begin(), a.events().end(), b.events().begin(), b.events().end(),
                    [](const v1::Event& left, const v1::Event& right) {
                      return left.SerializeAsString() == right.SerializeAsString();
                    });
}

}  // namespace

bool MayReplace(const std::string& running, const std::string& stored) {
  return running != stored && ProgramNumber(running) >= ProgramNumber(stored);
}

void Reprocessor::Step(const v1::ReprocessArticlesRequest& request, absl::FunctionRef<bool()> cancelled,
                       Done done) {
  absl::StatusOr<Stretch> stretch = ReadStretch(request, cancelled);
  if (!stretch.ok()) return done(stretch.status());
  if (request.dry_run() || stretch->replacements.empty()) return done(std::move(stretch->response));

  // What the appends share. Their callbacks run on the appender's thread, one after another.
  struct Pending {
    v1::ReprocessArticlesResponse response;
    absl::Status status;
    size_t left;
    Done done;
  };
  auto pending = std::make_shared<Pending>(
      Pending{std::move(stretch->response), absl::OkStatus(), stretch->replacements.size(), std::move(done)});
  for (log::v1::LogRecord& record : stretch->replacements) {
    appender_.Append(std::move(record), [pending](const absl::StatusOr<Appended>& appended) {
      if (!appended.ok()) {
        pending->status.Update(appended.status());
      } else {
        if (!appended->duplicate) pending->response.set_replaced(pending->response.replaced() + 1);
        pending->response.set_sequence(std::max(pending->response.sequence(), appended->sequence));
      }
      if (--pending->left > 0) return;
      if (!pending->status.ok()) return pending->done(pending->status);
      pending->done(std::move(pending->response));
    });
  }
}

absl::StatusOr<Reprocessor::Stretch> Reprocessor::ReadStretch(const v1::ReprocessArticlesRequest& request,
                                                              absl::FunctionRef<bool()> cancelled) {
  if (request.max_records() < 0 || request.max_records() > kMostRecords)
    return InvalidField("max_records", absl::StrCat("must be from 0 to ", kMostRecords));
  const int most = request.max_records() == 0 ? kDefaultRecords : request.max_records();
  const int64_t from = request.from_sequence() == 0 ? 1 : request.from_sequence();
  ASSIGN_OR_RETURN(const int64_t last, log_.LastSequence());
  if (from < 1 || from > last + 1)
    return InvalidField("from_sequence",
                        absl::StrCat("must be from 1 to ", last + 1, ", where the log ends"));
  ASSIGN_OR_RETURN(const std::vector<SequencedRecord> records, log_.Read(from, most, kReadBytes));

  Stretch stretch;
  int64_t next = from;
  for (const SequencedRecord& record : records) {
    if (cancelled()) return absl::CancelledError("the caller has gone or its deadline has passed");
    RETURN_IF_ERROR(Consider(record.record, request, stretch));
    next = record.sequence + 1;
  }
  stretch.response.set_extractor(extractor_.version());
  stretch.response.set_last_sequence(last);
  stretch.response.set_next_sequence(next <= last ? next : 0);
  return stretch;
}

absl::Status Reprocessor::Consider(const log::v1::LogRecord& record,
                                   const v1::ReprocessArticlesRequest& request, Stretch& stretch) {
  const bool first = record.has_article();
  if (!first && !record.has_reextraction()) return absl::OkStatus();
  if (first) stretch.response.set_articles(stretch.response.articles() + 1);
  const v1::Extraction& stored = first ? record.article().extraction() : record.reextraction().extraction();
  if (!absl::StartsWith(stored.extractor(), request.extractor()) ||
      !MayReplace(extractor_.version(), stored.extractor()))
    return absl::OkStatus();
  const std::string id = stored.article_id();
  const std::string replacement_id = absl::StrCat("reextraction/", id, "/", extractor_.version());
  ASSIGN_OR_RETURN(const std::optional<int64_t> known, log_.Find(replacement_id));
  if (known || !stretch.ids.insert(replacement_id).second) return absl::OkStatus();

  v1::Article article;
  if (first) {
    article = record.article().article();
  } else {
    ASSIGN_OR_RETURN(article, FindArticle(id));
  }
  log::v1::LogRecord replacement;
  replacement.set_record_id(replacement_id);
  *replacement.mutable_ingest_time() = TimeToProto(clock_.TimeNow());
  log::v1::ReextractionRecord& content = *replacement.mutable_reextraction();
  content.set_article(article.name());
  *content.mutable_extraction() = extractor_.Extract(article, /*include_mentions=*/false);
  content.set_ontology_version(ontology_.version());

  v1::ReprocessArticlesResponse& response = stretch.response;
  response.set_outdated(response.outdated() + 1);
  if (!SameEvents(stored, content.extraction())) response.set_changed(response.changed() + 1);
  response.set_events_before(response.events_before() + stored.events_size());
  response.set_events_after(response.events_after() + content.extraction().events_size());
  if (!request.dry_run()) stretch.replacements.push_back(std::move(replacement));
  return absl::OkStatus();
}

absl::StatusOr<v1::Article> Reprocessor::FindArticle(const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> sequence, log_.Find(id));
  if (!sequence)
    return absl::DataLossError(
        absl::StrCat("the log holds new events of article '", id, "' and not the article"));
  ASSIGN_OR_RETURN(std::vector<SequencedRecord> records, log_.Read(*sequence, 1, 1));
  if (records.empty() || !records[0].record.has_article())
    return DamagedRecord(*sequence, "the index of record ids leads to it from an article");
  return std::move(*records[0].record.mutable_article()->mutable_article());
}

}  // namespace tearsheet
