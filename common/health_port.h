// A port for probes: unencrypted, it answers grpc.health.v1 and, as every server of these programs,
// reflection.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"

namespace tearsheet {

// The gRPC probes of Kubernetes know neither TLS nor tokens, so a service that asks for them needs this
// beside its own port. Every other call gets UNIMPLEMENTED. Thread-safe.
class HealthPort {
 public:
  // Opens `address`, "host:port", with SERVING for "" (the process lives). An address that cannot be opened
  // is an error that says which.
  static absl::StatusOr<std::unique_ptr<HealthPort>> Open(const std::string& address);
  ~HealthPort();

  // What is answered for `name`.
  void Set(const std::string& name, bool serving);
  // NOT_SERVING for every name, from here on.
  void SetAllNotServing();

 private:
  HealthPort() = default;

  grpc::CallbackGenericService nothing_else_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tearsheet
