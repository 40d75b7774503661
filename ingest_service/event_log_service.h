// The gRPC edge of tearsheet.log.v1.EventLogService.
#pragma once

#include "ingest_service/log_stream.h"
#include "tearsheet/log/v1/event_log_service.grpc.pb.h"

namespace tearsheet {

// Thread-safe; outlives the server.
class EventLogService : public log::v1::EventLogService::CallbackService {
 public:
  // Borrows what `parts` refers to.
  explicit EventLogService(const LogStreamParts& parts) : parts_(parts) {}

  grpc::ServerWriteReactor<log::v1::ReadRecordsResponse>* ReadRecords(
      grpc::CallbackServerContext* call, const log::v1::ReadRecordsRequest* request) override {
    return LogStream::Start(parts_, *call, *request);
  }

 private:
  const LogStreamParts parts_;
};

}  // namespace tearsheet
