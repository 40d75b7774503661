// An ingest server in this process, on a free port, over a log that the test owns.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "event_log/event_log.h"
#include "grpcpp/create_channel.h"
#include "ingest_service/extractor.h"
#include "ingest_service/ingest_server.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"

namespace tearsheet::testing {

// The parts that are the same for every server of a test program, made once.
struct SharedParts {
  Ontology ontology = *Ontology::Default();
  std::unique_ptr<Extractor> extractor = *Extractor::Create(ontology, {});

  static const SharedParts& Get() {
    static const SharedParts* const parts = new SharedParts;  // never destroyed: outlives every server
    return *parts;
  }
};

// Shut down when destroyed.
class RunningIngestServer {
 public:
  // Borrows `log`.
  explicit RunningIngestServer(EventLog& log) : RunningIngestServer(log, IngestServerOptions()) {}
  RunningIngestServer(EventLog& log, const IngestServerOptions& options)
      : server_(*IngestServer::Start(options, log, *SharedParts::Get().extractor, SharedParts::Get().ontology,
                                     Clock::Real())) {}
  ~RunningIngestServer() { Shutdown(absl::ZeroDuration()); }

  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }
  std::shared_ptr<grpc::Channel> Channel() const {
    return grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
  }

  // Does nothing the second time.
  void Shutdown(absl::Duration drain_time) {
    if (!stopped_) server_->Shutdown(drain_time);
    stopped_ = true;
  }

 private:
  std::unique_ptr<IngestServer> server_;
  bool stopped_ = false;
};

}  // namespace tearsheet::testing
