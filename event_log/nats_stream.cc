#include "event_log/nats_stream.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/error.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_record.h"

namespace tearsheet {
namespace {

absl::Status WrongStream(const std::string& stream, const std::string& differences) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, "LOG_MISCONFIGURED",
                      absl::StrCat("the stream '", stream, "' cannot be an event log: ", differences,
                                   "; change it, or name another stream in --event_log"))
      .Metadata("stream", stream)
      .Build();
}

absl::Status NoStream(const std::string& stream) {
  return ErrorBuilder(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                      absl::StrCat("NATS has no stream '", stream, "'; the ingest service makes it"))
      .Resource("nats stream", stream)
      .Build();
}

absl::StatusOr<NatsStreamEnd> CheckedEnd(const jsStreamInfo& info, const std::string& stream) {
  const std::string differences = StreamDifferences(*info.Config);
  if (!differences.empty()) return WrongStream(stream, differences);
  RETURN_IF_ERROR(CheckStreamState(stream, info.State));
  return NatsStreamEnd{.last_sequence = static_cast<int64_t>(info.State.LastSeq), .created = info.Created};
}

absl::StatusOr<NatsHandle<jsStreamInfo>> ReadInfo(NatsSession& session, const std::string& stream) {
  jsStreamInfo* raw = nullptr;
  jsErrCode code = static_cast<jsErrCode>(0);
  const natsStatus status = js_GetStreamInfo(&raw, session.jetstream.get(), stream.c_str(), nullptr, &code);
  NatsHandle<jsStreamInfo> info(raw);
  if (code == JSStreamNotFoundErr) return NoStream(stream);
  if (status != NATS_OK)
    return NatsUnavailable(absl::StrCat("the stream '", stream, "' does not answer"), status);
  return info;
}

bool SameText(const char* text, const std::string& wanted) { return text != nullptr && text == wanted; }

}  // namespace

std::string StreamDifferences(const jsStreamConfig& config) {
  const std::string name = config.Name;
  std::vector<std::string> differences;
  const auto require = [&differences](bool holds, std::string otherwise) {
    if (!holds) differences.push_back(std::move(otherwise));
  };
  require(config.SubjectsLen == 1 && SameText(config.Subjects[0], RecordSubjects(name)),
          absl::StrCat("its one subject must be ", RecordSubjects(name)));
  require(config.Retention == js_LimitsPolicy, "its retention must be limits");
  require(config.MaxAge == 0, "it must have no max_age: records are kept for ever");
  require(config.MaxMsgsPerSubject <= 0, "it must have no max_msgs_per_subject");
  require(config.Discard == js_DiscardNew || (config.MaxMsgs <= 0 && config.MaxBytes <= 0),
          "with max_msgs or max_bytes its discard policy must be new, so that old records stay");
  require(config.DenyDelete, "it must have deny_delete");
  require(config.DenyPurge, "it must have deny_purge");
  require(!config.AllowRollup, "it must not allow rollups, which remove records");
  require(config.AllowDirect, "it must have allow_direct, by which records are read");
  require(!config.NoAck, "it must acknowledge (no_ack false)");
  require(!config.Sealed, "it must not be sealed");
  require(config.Mirror == nullptr && config.SourcesLen == 0, "it must not copy from other streams");
  require(config.RePublish != nullptr && SameText(config.RePublish->Source, RecordSubjects(name)) &&
              SameText(config.RePublish->Destination, StoredSubjects(name)),
          absl::StrCat("it must republish ", RecordSubjects(name), " to ", StoredSubjects(name)));
  return absl::StrJoin(differences, "; ");
}

absl::Status CheckStreamState(const std::string& stream, const jsStreamState& state) {
  std::string what;
  if (state.FirstSeq > 1) what = absl::StrCat("it begins at message ", state.FirstSeq, " instead of 1");
  if (state.NumDeleted > 0) what = absl::StrCat(state.NumDeleted, " messages were deleted from it");
  if (state.Lost != nullptr && state.Lost->MsgsLen > 0)
    what = absl::StrCat("the server has lost ", state.Lost->MsgsLen, " messages of it");
  if (what.empty()) return absl::OkStatus();
  return ErrorBuilder(absl::StatusCode::kDataLoss, "LOG_DAMAGED",
                      absl::StrCat("the stream '", stream, "' is not whole: ", what,
                                   "; restore it from a backup and rebuild the states"))
      .Metadata("stream", stream)
      .Build();
}

absl::StatusOr<NatsStreamEnd> ReadStreamEnd(NatsClient& client, const std::string& stream) {
  ASSIGN_OR_RETURN(const std::shared_ptr<NatsSession> session, client.Connected());
  ASSIGN_OR_RETURN(const NatsHandle<jsStreamInfo> info, ReadInfo(*session, stream));
  return CheckedEnd(*info, stream);
}

absl::StatusOr<NatsStreamEnd> EnsureStream(NatsClient& client, const std::string& stream,
                                           const NatsOptions& options) {
  ASSIGN_OR_RETURN(const std::shared_ptr<NatsSession> session, client.Connected());
  const std::string records = RecordSubjects(stream);
  const std::string stored = StoredSubjects(stream);
  const char* subjects[] = {records.c_str()};
  jsRePublish republish;
  jsRePublish_Init(&republish);
  republish.Source = records.c_str();
  republish.Destination = stored.c_str();
  republish.HeadersOnly = true;
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = stream.c_str();
  config.Description = "Event log of Tearsheet";
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.Retention = js_LimitsPolicy;
  config.Discard = js_DiscardNew;
  config.Storage = options.memory_storage ? js_MemoryStorage : js_FileStorage;
  config.Replicas = options.replicas;
  config.DenyDelete = true;
  config.DenyPurge = true;
  config.AllowDirect = true;
  config.RePublish = &republish;
  jsStreamInfo* raw = nullptr;
  jsErrCode code = static_cast<jsErrCode>(0);
  const natsStatus status = js_AddStream(&raw, session->jetstream.get(), &config, nullptr, &code);
  NatsHandle<jsStreamInfo> info(raw);
  if (code == JSStreamReplicasNotSupportedErr)
    return WrongStream(stream, absl::StrCat("a single server cannot keep ", options.replicas, " replicas"));
  if (code == JSStreamNameExistErr) {
    // One that differs in something may do all the same.
    ASSIGN_OR_RETURN(info, ReadInfo(*session, stream));
  } else if (status != NATS_OK) {
    return NatsUnavailable(absl::StrCat("the stream '", stream, "' cannot be made"), status);
  }
  if (info->Config->Replicas < options.replicas) {
    Log(Severity::kWarning, "the stream has fewer replicas than --nats_replicas asks for",
        {{"stream", stream}, {"replicas", absl::StrCat(info->Config->Replicas)}});
  }
  return CheckedEnd(*info, stream);
}

}  // namespace tearsheet
