// Puts the gate before what is no handler of ours: reflection.
#pragma once

#include <memory>

#include "common/security/call_gate.h"
#include "grpcpp/support/server_interceptor.h"

namespace tearsheet {

// An interceptor that asks `gate`, which it borrows, before each call of a service that gRPC brings along.
// Health is left alone: whoever may connect may ask for it. A call that is refused ends with code and
// message, without details: gRPC lets nobody but a handler send these. Our own handlers ask the gate
// themselves (common/rpc.h), and tests call every method to see that they do.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeReflectionGate(CallGate& gate);

}  // namespace tearsheet
