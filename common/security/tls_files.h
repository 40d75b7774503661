// The PEM files of one end of a TLS connection, checked before they are used: gRPC itself takes any file and
// then refuses every connection.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tearsheet {

struct TlsFiles {
  // Certificate chain of this end, its own certificate first. With `key`, or both are empty.
  std::string cert = {};
  // Private key of `cert`, without a passphrase.
  std::string key = {};
  // Authorities that the other end's certificate must come from.
  std::string ca = {};
};

// INVALID_ARGUMENT with file and reason unless every file that is named can be read and is what it should be:
// certificates, the key of the first of them, and none of them out of date at `now`.
absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now);

// When the first certificate of the PEM text `pem` ends to be valid. INVALID_ARGUMENT when there is none.
absl::StatusOr<absl::Time> CertificateExpiry(const std::string& pem);

}  // namespace tearsheet
