// tearsheet-query: the event log in, answers out.
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
#include "query_service/flags.h"
#include "query_service/query_server.h"
#include "query_service/state/export.h"
#include "query_service/state/open_state_store.h"

namespace tearsheet {
namespace {

constexpr char kUsage[] =
    "The query service of Tearsheet: follows the event log, makes deals of it, and answers.\n\n"
    "  tearsheet-query --event_log=grpc://127.0.0.1:7401 --store=sqlite:/var/lib/tearsheet/state.db\n\n"
    "Flags may also stand in a file (--flagfile=PATH, one --name=value per line) or in the environment\n"
    "(--fromenv=listen reads FLAGS_listen; --tryfromenv takes those that are set).";

std::string Version() {
  const absl::StatusOr<Ontology> ontology = Ontology::Default();
  return "tearsheet-query " TEARSHEET_VERSION "\nontology " +
         (ontology.ok() ? ontology->version() : std::string(ontology.status().message())) + "\n";
}

absl::Status Export(StateStore& store, const std::string& path) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, store.Snapshot());
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "w");
  if (file == nullptr)
    return absl::UnavailableError("cannot write --export_state '" + path + "'; choose another path");
  absl::Status status = ExportState(*reader, [&](const std::string& line) {
    return std::fwrite(line.data(), 1, line.size(), file) == line.size()
               ? absl::OkStatus()
               : absl::ResourceExhaustedError("cannot write all of --export_state '" + path + "'; make room");
  });
  const bool flushed = file == stdout ? std::fflush(file) == 0 : std::fclose(file) == 0;
  if (status.ok() && !flushed)
    status = absl::ResourceExhaustedError("cannot write all of --export_state '" + path + "'");
  return status;
}

absl::Status Serve(const QueryConfig& config, StateStore& store, const Ontology& ontology) {
  ASSIGN_OR_RETURN(const Tracing tracing, TracingFromFlags("tearsheet-query"));
  ASSIGN_OR_RETURN(const std::unique_ptr<EventLogReader> log,
                   OpenEventLogReader(config.event_log, config.log_security, config.nats));
  ASSIGN_OR_RETURN(const std::unique_ptr<QueryServer> server,
                   QueryServer::Start(config.server, store, *log, ontology, Clock::Real()));
  Log(Severity::kInfo, "serving",
      {{"port", std::to_string(server->port())},
       {"event_log", config.event_log},
       {"sequence", std::to_string(server->follow_state().applied)},
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
  ASSIGN_OR_RETURN(QueryConfig config, QueryConfigFromFlags());
  if (config.server.server.security.check_only) return CheckAccessFiles(config.server.server.security);
  ASSIGN_OR_RETURN(const Ontology ontology,
                   config.ontology.empty() ? Ontology::Default() : Ontology::FromFile(config.ontology));
  config.store_options.ontology_version = ontology.version();
  ASSIGN_OR_RETURN(const std::unique_ptr<StateStore> store,
                   OpenStateStore(config.store, config.store_options, config.postgres, Clock::Real()));
  return config.export_state.empty() ? Serve(config, *store, ontology) : Export(*store, config.export_state);
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  // The packaged Abseil looks for lock cycles at run time; the thread sanitizer does that in tests.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  tearsheet::PrepareSignals();
  tearsheet::ParseFlags(argc, argv, tearsheet::kUsage,
                        {"query_service/", "event_log/", "common/security/", "common/tracing/"},
                        tearsheet::Version);
  const absl::Status status = tearsheet::Run();
  return status.ok() ? 0 : tearsheet::ExitWith(status);
}
