#include "common/security/credentials.h"

#include <grpc/grpc_security.h>

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/security/file.h"
#include "common/status_macros.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace tearsheet {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

// A new file takes effect within this time.
constexpr unsigned int kReloadSeconds = 1;

std::shared_ptr<FileWatcherCertificateProvider> Watch(const TlsFiles& files) {
  return std::make_shared<FileWatcherCertificateProvider>(files.key, files.cert, files.ca, kReloadSeconds);
}

// Adds the token of a file to each call.
class TokenFromFile : public grpc::MetadataCredentialsPlugin {
 public:
  explicit TokenFromFile(std::string path) : path_(std::move(path)) {}

  // A read of a small file is no reason for a thread of its own.
  bool IsBlocking() const override { return false; }
  const char* GetType() const override { return "token_file"; }

  grpc::Status GetMetadata(grpc::string_ref service_url, grpc::string_ref method,
                           const grpc::AuthContext& channel,
                           std::multimap<grpc::string, grpc::string>* metadata) override {
    const absl::StatusOr<std::string> token = ReadWholeFile(path_);
    if (!token.ok()) return {grpc::StatusCode::UNAUTHENTICATED, std::string(token.status().message())};
    metadata->emplace("authorization", absl::StrCat("Bearer ", absl::StripAsciiWhitespace(*token)));
    return grpc::Status::OK;
  }

 private:
  const std::string path_;
};

std::shared_ptr<grpc::ChannelCredentials> TlsToServer(const TlsFiles& files) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  if (!files.ca.empty() || !files.cert.empty()) options.set_certificate_provider(Watch(files));
  if (!files.ca.empty()) options.watch_root_certs();
  if (!files.cert.empty()) options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

// With a token the credentials must be of a kind that carries one.
std::shared_ptr<grpc::ChannelCredentials> Plaintext(const Target& target, bool with_token) {
  if (!with_token) return grpc::InsecureChannelCredentials();
  return grpc::experimental::LocalCredentials(target.address.starts_with("unix:") ? UDS : LOCAL_TCP);
}

}  // namespace

std::shared_ptr<grpc::ServerCredentials> ServerTlsCredentials(const TlsFiles& files,
                                                              ClientCertificates mode) {
  grpc::experimental::TlsServerCredentialsOptions options(Watch(files));
  options.watch_identity_key_cert_pairs();
  if (mode != ClientCertificates::kNone) {
    options.watch_root_certs();
    options.set_cert_request_type(mode == ClientCertificates::kRequired
                                      ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                      : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const Target& target, const ChannelSecurity& security, absl::Time now) {
  const bool with_token = !security.token_file.empty();
  if (with_token) RETURN_IF_ERROR(ReadWholeFile(security.token_file).status());
  if (with_token && !target.tls && !IsLoopback(target.address)) {
    return absl::InvalidArgumentError(absl::StrCat("the token of '", security.token_file,
                                                   "' would travel to ", target.address,
                                                   " in the clear: use TLS"));
  }
  if (target.tls) RETURN_IF_ERROR(CheckTlsFiles(security.tls, now));
  auto channel = target.tls ? TlsToServer(security.tls) : Plaintext(target, with_token);
  if (!with_token) return channel;
  // Loopback has no security level of its own: the check above is what keeps the token from the network.
  return grpc::CompositeChannelCredentials(
      channel, grpc::experimental::MetadataCredentialsFromPlugin(
                   std::make_unique<TokenFromFile>(security.token_file), GRPC_SECURITY_NONE));
}

}  // namespace tearsheet
