// Who calls: what the connection and the metadata of a call show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/token_verifier.h"
#include "grpcpp/server_context.h"

namespace tearsheet {

struct Caller {
  // What rules may name: "spiffe://...", "dns:...", "cn:...", "token:...", "jwt:..."; {"anonymous"} for who
  // has shown nothing.
  std::vector<std::string> identities;
  // Until when the token is good; for ever without one.
  absl::Time expiry = absl::InfiniteFuture();

  bool anonymous() const;
  // The first identity: for logs and limits.
  const std::string& name() const { return identities.front(); }
};

// The caller of `call`. A certificate was checked by TLS as the connection was made; a token is checked by
// `tokens`. UNAUTHENTICATED for a token that is not accepted,
// and for any that came over the network in the clear.
absl::StatusOr<Caller> IdentifyCaller(const grpc::ServerContextBase& call, TokenVerifier& tokens,
                                      absl::Time now);

// The address that `call` comes from, without the port: "ipv4:10.0.0.7", "unix:".
std::string PeerAddress(const grpc::ServerContextBase& call);

}  // namespace tearsheet
