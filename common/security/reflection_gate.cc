#include "common/security/reflection_gate.h"

#include <grpc/grpc.h>

#include <optional>
#include <string_view>
#include <utility>

namespace tearsheet {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

// What rules name for every version of reflection: a caller who asks for one that is not here learns just
// that.
constexpr char kReflection[] = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class Gated : public Interceptor {
 public:
  Gated(CallGate& gate, ServerRpcInfo& call) : gate_(gate), call_(call) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      absl::StatusOr<Admission> admission = gate_.Admit(*call_.server_context(), kReflection);
      if (admission.ok()) {
        admission_ = *std::move(admission);
      } else {
        const absl::Status& status = admission.status();
        grpc_call_cancel_with_status(call_.server_context()->c_call(),
                                     static_cast<grpc_status_code>(status.code()),
                                     std::string(status.message()).c_str(), nullptr);
      }
    }
    methods->Proceed();
  }

 private:
  CallGate& gate_;
  ServerRpcInfo& call_;
  std::optional<Admission> admission_;
};

class Factory : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(CallGate& gate) : gate_(gate) {}

  Interceptor* CreateServerInterceptor(ServerRpcInfo* call) override {
    const std::string_view method = call->method();
    return method.starts_with("/grpc.reflection.") ? new Gated(gate_, *call) : nullptr;
  }

 private:
  CallGate& gate_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeReflectionGate(CallGate& gate) {
  return std::make_unique<Factory>(gate);
}

}  // namespace tearsheet
