// What the commands share: console, addresses, output format, exit codes.
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/client/client.h"
#include "common/clock.h"
#include "common/security/credentials.h"
#include "google/protobuf/message.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet {

// Scripts rely on these numbers (docs/cli.md).
enum ExitCode { kExitOk = 0, kExitFailed = 1, kExitUsage = 2, kExitPartlyRefused = 3, kExitNotFound = 4 };

// Where a command reads and writes.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // Columns of the terminal.
  int width = 80;
  bool colour = false;
  // Standard error is a terminal: progress may draw over itself.
  bool err_is_terminal = false;
};

// What every command can use. One per run of the program.
struct Session {
  Console& console;
  Clock& clock;
  std::string ingest_address = "127.0.0.1:7401";
  std::string query_address = "127.0.0.1:7402";
  ChannelSecurity security = {};
  absl::Duration timeout = absl::Seconds(30);
  // Made by OpenSecurity.
  std::shared_ptr<grpc::ChannelCredentials> ingest_credentials = {};
  std::shared_ptr<grpc::ChannelCredentials> query_credentials = {};
  // JSONL instead of tables.
  bool jsonl = false;

  // Credentials for both services from the addresses and `security`; takes "grpcs://" off the addresses.
  // Once, before a client is made.
  absl::Status OpenSecurity();

  Client<v1::IngestService> IngestClient() const {
    return {{"tearsheet-ingest", "--ingest", ingest_address, ingest_credentials}, timeout, clock};
  }
  Client<v1::QueryService> QueryClient() const {
    return {{"tearsheet-query", "--query", query_address, query_credentials}, timeout, clock};
  }

  // Writes `message` as one line in the Protobuf JSON form, names of fields kept.
  absl::Status PrintJson(const google::protobuf::Message& message) const;
};

// What the chosen command does; an error is explained on standard error.
using Action = std::function<absl::StatusOr<ExitCode>()>;

// The program while its command line is read: each command adds itself to `app` and sets `action` when it is
// chosen.
struct Program {
  CLI::App& app;
  Session& session;
  Action action;
};

// Runs `tearsheet ARGUMENTS...` and returns its exit code. Thread-safe as long as consoles are not shared.
int RunTearsheet(const std::vector<std::string>& arguments, Console& console, Clock& clock);

// The commands.
void AddExtractCommand(Program& program);
void AddIngestCommand(Program& program);
void AddDealsCommand(Program& program);
void AddDealCommand(Program& program);
void AddCompanyCommand(Program& program);
void AddProductCommand(Program& program);
void AddCompaniesCommand(Program& program);
void AddTimelineCommand(Program& program);
void AddConflictsCommand(Program& program);
void AddGraphCommand(Program& program);
void AddCyclesCommand(Program& program);
void AddSearchCommand(Program& program);
void AddArticlesCommand(Program& program);
void AddEventsCommand(Program& program);
void AddArticleCommand(Program& program);
void AddWatchCommand(Program& program);
void AddStatusCommand(Program& program);
void AddReprocessCommand(Program& program);
void AddRetractCommand(Program& program);
void AddOntologyCommand(Program& program);

}  // namespace tearsheet
