#include "ingest_service/ingestor.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "common/tracing/span.h"
#include "event_log/record_format.h"
#include "ingest_service/errors.h"

namespace tearsheet {
namespace {

constexpr char kNamePrefix[] = "articles/";
constexpr size_t kIdLength = 32;
constexpr size_t kMaxReasonBytes = 1024;

std::string ArticleName(const std::string& id) { return kNamePrefix + id; }

// The id in a resource name, or INVALID_ARGUMENT.
absl::StatusOr<std::string> ParseName(const std::string& name) {
  const size_t prefix = sizeof(kNamePrefix) - 1;
  bool valid = name.size() == prefix + kIdLength && name.starts_with(kNamePrefix);
  for (size_t i = prefix; valid && i < name.size(); ++i)
    valid = absl::ascii_isdigit(name[i]) || (name[i] >= 'a' && name[i] <= 'f');
  if (!valid) return InvalidField("name", "must be articles/ and 32 hexadecimal digits in lower case");
  return name.substr(prefix);
}

v1::IngestArticleResponse Answer(const log::v1::LogRecord& record, const Appended& appended) {
  const v1::Extraction& extraction = record.article().extraction();
  v1::IngestArticleResponse response;
  response.set_name(record.article().article().name());
  response.set_sequence(appended.sequence);
  response.set_duplicate(appended.duplicate);
  response.set_event_count(extraction.events_size());
  *response.mutable_warnings() = extraction.warnings();
  *response.mutable_ingest_time() = record.ingest_time();
  return response;
}

}  // namespace

Ingestor::Prepared Ingestor::Prepare(v1::Article article, const std::string& traceparent) {
  const absl::Time now = clock_.TimeNow();
  if (const absl::Status status = CheckArticle(article, limits_, now); !status.ok())
    return {std::nullopt, status};
  const std::string id = ArticleId(article);
  // Most repeats are noticed here and cost no extraction; those that race are noticed by the log.
  auto first = FirstAnswer(id);
  if (!first.ok()) return {std::nullopt, first.status()};
  if (*first) return {std::nullopt, **std::move(first)};

  Span extracting = Span::Child("extract", SpanKind::kInternal, traceparent);
  article.set_name(ArticleName(id));
  log::v1::LogRecord record;
  record.set_record_id(id);
  *record.mutable_ingest_time() = TimeToProto(now);
  record.mutable_article()->set_ontology_version(ontology_.version());
  *record.mutable_article()->mutable_extraction() = extractor_.Extract(article, /*include_mentions=*/false);
  *record.mutable_article()->mutable_article() = std::move(article);
  if (const auto bytes = static_cast<int64_t>(record.ByteSizeLong()); bytes > log_.max_record_bytes())
    return {std::nullopt, RecordTooLarge(bytes, log_.max_record_bytes())};
  v1::IngestArticleResponse answer = Answer(record, {});
  extracting.Set("tearsheet.events", absl::StrCat(answer.event_count()));
  return {std::move(record), std::move(answer), traceparent};
}

void Ingestor::Append(Prepared prepared, Done<v1::IngestArticleResponse> done) {
  std::string id = prepared.record->record_id();
  Span appending = Span::Child("append", SpanKind::kProducer, prepared.traceparent);
  prepared.record->set_traceparent(appending.traceparent());
  appender_.Append(
      *std::move(prepared.record),
      [this, id = std::move(id), answer = *std::move(prepared.answer), appending = std::move(appending),
       done = std::move(done)](const absl::StatusOr<Appended>& appended) mutable {
        if (appended.ok()) appending.Set("tearsheet.sequence", absl::StrCat(appended->sequence));
        appending.End(appended.status().code());
        if (!appended.ok()) return done(appended.status());
        if (appended->duplicate) return done(AnswerFromLog(appended->sequence, id));
        answer.set_sequence(appended->sequence);
        done(std::move(answer));
      });
}

void Ingestor::Ingest(v1::Article article, const std::string& traceparent,
                      Done<v1::IngestArticleResponse> done) {
  Prepared prepared = Prepare(std::move(article), traceparent);
  if (!prepared.record) return done(std::move(prepared.answer));
  Append(std::move(prepared), std::move(done));
}

absl::StatusOr<v1::Extraction> Ingestor::Extract(v1::Article article, bool include_mentions) {
  RETURN_IF_ERROR(CheckArticle(article, limits_, clock_.TimeNow()));
  article.set_name(ArticleName(ArticleId(article)));
  return extractor_.Extract(article, include_mentions);
}

void Ingestor::Retract(const v1::RetractArticleRequest& request, Done<v1::RetractArticleResponse> done) {
  absl::StatusOr<log::v1::LogRecord> record = MakeRetraction(request);
  if (!record.ok()) return done(record.status());
  appender_.Append(*std::move(record),
                   [done = std::move(done)](const absl::StatusOr<Appended>& appended) mutable {
                     if (!appended.ok()) return done(appended.status());
                     v1::RetractArticleResponse response;
                     response.set_sequence(appended->sequence);
                     response.set_duplicate(appended->duplicate);
                     done(std::move(response));
                   });
}

absl::StatusOr<log::v1::LogRecord> Ingestor::MakeRetraction(const v1::RetractArticleRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, ParseName(request.name()));
  if (request.reason().size() > kMaxReasonBytes) {
    return InvalidField(
        "reason", absl::StrCat("has ", request.reason().size(), " bytes; the limit is ", kMaxReasonBytes));
  }
  const absl::Time now = clock_.TimeNow();
  absl::Time time = now;
  if (request.has_retract_time()) {
    const absl::StatusOr<absl::Time> asked = TimeFromProto(request.retract_time());
    if (!asked.ok()) return InvalidField("retract_time", std::string(asked.status().message()));
    time = *asked;
  }
  if (time > now + limits_.max_ahead)
    return InvalidField(
        "retract_time",
        absl::StrCat("may be at most ", absl::FormatDuration(limits_.max_ahead), " in the future"));
  ASSIGN_OR_RETURN(const std::optional<int64_t> sequence, log_.Find(id));
  if (!sequence) return ArticleNotFound(request.name());
  ASSIGN_OR_RETURN(const log::v1::LogRecord stored, ReadRecord(*sequence, id));
  const v1::Article& article = stored.article().article();
  ASSIGN_OR_RETURN(const absl::Time published, TimeFromProto(article.publish_time()));
  if (time < published) {
    return InvalidField(
        "retract_time",
        absl::StrCat("is ", FormatUtc(time), ", before the article was published at ", FormatUtc(published)));
  }
  log::v1::LogRecord record;
  record.set_record_id("retraction/" + id);
  *record.mutable_ingest_time() = TimeToProto(now);
  log::v1::RetractionRecord& retraction = *record.mutable_retraction();
  retraction.set_uri(article.uri());
  retraction.set_article(request.name());
  retraction.set_reason(request.reason());
  *retraction.mutable_retract_time() = TimeToProto(time);
  return record;
}

absl::StatusOr<std::optional<v1::IngestArticleResponse>> Ingestor::FirstAnswer(
    const std::string& article_id) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> sequence, log_.Find(article_id));
  if (!sequence) return std::nullopt;
  ASSIGN_OR_RETURN(v1::IngestArticleResponse answer, AnswerFromLog(*sequence, article_id));
  return std::make_optional(std::move(answer));
}

absl::StatusOr<v1::IngestArticleResponse> Ingestor::AnswerFromLog(int64_t sequence,
                                                                  const std::string& article_id) {
  ASSIGN_OR_RETURN(const log::v1::LogRecord record, ReadRecord(sequence, article_id));
  return Answer(record, {.sequence = sequence, .duplicate = true});
}

absl::StatusOr<log::v1::LogRecord> Ingestor::ReadRecord(int64_t sequence, const std::string& record_id) {
  ASSIGN_OR_RETURN(std::vector<SequencedRecord> records, log_.Read(sequence, 1, 1));
  if (records.empty() || records[0].record.record_id() != record_id)
    return DamagedRecord(sequence, "the index of record ids leads to it from another id");
  return std::move(records[0].record);
}

}  // namespace tearsheet
