// tearsheet-ingest: articles in, events out, durable.
#include <cstdio>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "common/flags.h"
#include "common/log.h"
#include "common/ontology.h"
#include "common/security/access_control.h"
#include "common/server.h"
#include "common/status_macros.h"
#include "common/tracing/tracing_flags.h"
#include "event_log/open_event_log.h"
#include "event_log/repair_log.h"
#include "ingest_service/extractor.h"
#include "ingest_service/flags.h"
#include "ingest_service/ingest_server.h"

namespace tearsheet {
namespace {

constexpr char kUsage[] =
    "The ingest service of Tearsheet: articles in, events out, every record durable before it is "
    "answered.\n\n"
    "  tearsheet-ingest --event_log=sqlite:/var/lib/tearsheet/log.db --listen=0.0.0.0:7401\n"
    "  tearsheet-ingest --event_log=nats://nats-0:4222,nats-1:4222,nats-2:4222/news --nats_replicas=3\n\n"
    "Flags may also stand in a file (--flagfile=PATH, one --name=value per line) or in the environment\n"
    "(--fromenv=listen reads FLAGS_listen; --tryfromenv takes those that are set).";

absl::StatusOr<Ontology> LoadOntology(const std::string& path) {
  return path.empty() ? Ontology::Default() : Ontology::FromFile(path);
}

std::string Version() {
  const absl::StatusOr<Ontology> ontology = Ontology::Default();
  if (!ontology.ok()) return std::string(ontology.status().message()) + "\n";
  const auto extractor = Extractor::Create(*ontology, {});
  if (!extractor.ok()) return std::string(extractor.status().message()) + "\n";
  return "tearsheet-ingest " TEARSHEET_VERSION "\nextractor " + (*extractor)->version() + "\nontology " +
         ontology->version() + "\n";
}

absl::Status Repair(const IngestConfig& config) {
  ASSIGN_OR_RETURN(const std::string from, SqlitePath(config.event_log));
  ASSIGN_OR_RETURN(const LogRepair repair, RepairLog(from, config.repair_log, config.repair_skip_damaged));
  std::printf("%s\n", Describe(repair).c_str());
  return absl::OkStatus();
}

absl::Status Serve(const IngestConfig& config) {
  ASSIGN_OR_RETURN(const Tracing tracing, TracingFromFlags("tearsheet-ingest"));
  ASSIGN_OR_RETURN(const Ontology ontology, LoadOntology(config.ontology));
  ASSIGN_OR_RETURN(const std::unique_ptr<Extractor> extractor, Extractor::Create(ontology, config.extractor));
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLog> log,
                   OpenEventLog(config.event_log, {.check = config.log_check}, config.nats));
  ASSIGN_OR_RETURN(const std::unique_ptr<IngestServer> server,
                   IngestServer::Start(config.server, *log, *extractor, ontology, Clock::Real()));
  Log(Severity::kInfo, "serving",
      {{"port", std::to_string(server->port())},
       {"event_log", config.event_log},
       {"last_sequence", std::to_string(log->LastSequence().value_or(0))},
       {"extractor", extractor->version()},
       {"ontology", ontology.version()}});
  WaitForTermination();
  Log(Severity::kInfo, "draining", {{"at_most", absl::FormatDuration(config.drain_time)}});
  server->Shutdown(config.drain_time);
  Log(Severity::kInfo, "stopped");
  return absl::OkStatus();
}

absl::Status CheckAccessFiles(const ServerSecurity& security) {
  RETURN_IF_ERROR(AccessControl::Check(security));
  std::printf("the files are accepted\n");
  return absl::OkStatus();
}

absl::Status Run() {
  ASSIGN_OR_RETURN(const IngestConfig config, IngestConfigFromFlags());
  if (config.server.server.security.check_only) return CheckAccessFiles(config.server.server.security);
  return config.repair_log.empty() ? Serve(config) : Repair(config);
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  // The packaged Abseil looks for lock cycles at run time; the thread sanitizer does that in tests.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  tearsheet::PrepareSignals();
  tearsheet::ParseFlags(argc, argv, tearsheet::kUsage,
                        {"ingest_service/", "event_log/", "common/security/", "common/tracing/"},
                        tearsheet::Version);
  const absl::Status status = tearsheet::Run();
  return status.ok() ? 0 : tearsheet::ExitWith(status);
}
