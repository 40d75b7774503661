#include "common/security/caller.h"

#include <grpc/grpc_security_constants.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/error.h"
#include "common/security/address.h"
#include "common/security/policy.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

std::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// True for "scheme://...": a URI without "//" could look like a kind of our own, such as "token:desk".
bool IsUri(std::string_view name) {
  const size_t end = name.find("://");
  return end != std::string_view::npos && end > 0 && name.substr(0, end).find(':') == std::string_view::npos;
}

void AddCertificate(const grpc::AuthContext& connection, std::vector<std::string>& identities) {
  const auto add = [&](const char* property, std::string_view kind) {
    for (const grpc::string_ref& value : connection.FindPropertyValues(property)) {
      if (!value.empty()) identities.push_back(std::string(kind).append(View(value)));
    }
  };
  for (const grpc::string_ref& uri : connection.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    if (IsUri(View(uri))) identities.emplace_back(View(uri));
  }
  add(GRPC_PEER_DNS_PROPERTY_NAME, "dns:");
  add(GRPC_X509_CN_PROPERTY_NAME, "cn:");
}

bool IsTls(const grpc::AuthContext& connection) {
  const auto type = connection.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return !type.empty() && (View(type.front()) == GRPC_TLS_TRANSPORT_SECURITY_TYPE ||
                           View(type.front()) == GRPC_SSL_TRANSPORT_SECURITY_TYPE);
}

bool IsFromThisMachine(const grpc::ServerContextBase& call) {
  const std::string peer = call.peer();
  if (peer.starts_with("unix:")) return true;
  const size_t colon = peer.find(':');
  // "ipv6:%5B::1%5D:1234", with brackets written as in a URI.
  if (peer.starts_with("ipv6:%5B::1%5D:")) return true;
  return IsLoopback(std::string_view(peer).substr(colon + 1));
}

absl::Status TokenInTheClear() {
  return ErrorBuilder(
             absl::StatusCode::kUnauthenticated, "TOKEN_IN_THE_CLEAR",
             "a token came over the network without TLS and is not accepted: who listened has it now; "
             "replace it and call over TLS")
      .Build();
}

absl::StatusOr<TokenBearer> ReadToken(const grpc::ServerContextBase& call, std::string_view header, bool tls,
                                      TokenVerifier& tokens, absl::Time now) {
  absl::string_view token(header.data(), header.size());
  if (!tls && !IsFromThisMachine(call)) return TokenInTheClear();
  if (token.size() < 7 || !absl::EqualsIgnoreCase(token.substr(0, 7), "bearer "))
    return InvalidToken("the metadata 'authorization' is not of the form 'Bearer TOKEN'");
  token.remove_prefix(7);
  return tokens.Verify({token.data(), token.size()}, now);
}

}  // namespace

bool Caller::anonymous() const { return identities.front() == kAnonymous; }

absl::StatusOr<Caller> IdentifyCaller(const grpc::ServerContextBase& call, TokenVerifier& tokens,
                                      absl::Time now) {
  Caller caller;
  const auto connection = call.auth_context();
  if (connection->IsPeerAuthenticated()) AddCertificate(*connection, caller.identities);
  const auto [begin, end] = call.client_metadata().equal_range("authorization");
  if (begin != end) {
    if (std::next(begin) != end) return InvalidToken("the metadata 'authorization' stands twice");
    ASSIGN_OR_RETURN(TokenBearer bearer,
                     ReadToken(call, View(begin->second), IsTls(*connection), tokens, now));
    caller.identities.push_back(std::move(bearer.identity));
    caller.expiry = bearer.expiry;
  }
  if (caller.identities.empty()) caller.identities.emplace_back(kAnonymous);
  return caller;
}

std::string PeerAddress(const grpc::ServerContextBase& call) {
  std::string peer = call.peer();
  if (!peer.starts_with("unix:")) peer.resize(std::min(peer.size(), peer.rfind(':')));
  return peer;
}

}  // namespace tearsheet
