#include "common/security/tls_files.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/security/file.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, Free>;

std::unique_ptr<BIO, Free> Reader(const std::string& pem) {
  return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

absl::Status Wrong(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", path, "': ", why));
}

std::vector<Certificate> ReadCertificates(const std::string& pem) {
  const auto bio = Reader(pem);
  std::vector<Certificate> certificates;
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    certificates.emplace_back(certificate);
  ERR_clear_error();
  return certificates;
}

absl::Time ToTime(const ASN1_TIME* time) {
  tm parts = {};
  ASN1_TIME_to_tm(time, &parts);
  return absl::FromTM(parts, absl::UTCTimeZone());
}

absl::StatusOr<std::vector<Certificate>> LoadCertificates(const std::string& path, absl::Time now) {
  ASSIGN_OR_RETURN(const std::string pem, ReadWholeFile(path));
  std::vector<Certificate> certificates = ReadCertificates(pem);
  if (certificates.empty()) return Wrong(path, "it holds no certificate in PEM form");
  const X509* first = certificates.front().get();
  if (ToTime(X509_get0_notAfter(first)) < now)
    return Wrong(path,
                 absl::StrCat("the certificate has been out of date since ",
                              absl::FormatTime(ToTime(X509_get0_notAfter(first)), absl::UTCTimeZone())));
  if (ToTime(X509_get0_notBefore(first)) > now)
    return Wrong(path, absl::StrCat("the certificate is valid from ",
                                    absl::FormatTime(ToTime(X509_get0_notBefore(first)), absl::UTCTimeZone()),
                                    " only"));
  return certificates;
}

// No passphrase is asked for on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status CheckKeyPair(const TlsFiles& files, absl::Time now) {
  if (files.key.empty())
    return Wrong(files.cert, "a certificate needs the file of its private key beside it");
  if (files.cert.empty())
    return Wrong(files.key, "a private key needs the file of its certificate beside it");
  ASSIGN_OR_RETURN(const std::vector<Certificate> chain, LoadCertificates(files.cert, now));
  ASSIGN_OR_RETURN(const std::string pem, ReadWholeFile(files.key));
  const std::unique_ptr<EVP_PKEY, Free> key(
      PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, NoPassphrase, nullptr));
  const bool matches = key != nullptr && X509_check_private_key(chain.front().get(), key.get()) == 1;
  ERR_clear_error();
  if (key == nullptr) return Wrong(files.key, "it holds no private key in PEM form without a passphrase");
  if (!matches)
    return Wrong(files.key, absl::StrCat("it is not the key of the certificate '", files.cert, "'"));
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now) {
  if (!files.cert.empty() || !files.key.empty()) RETURN_IF_ERROR(CheckKeyPair(files, now));
  if (!files.ca.empty()) RETURN_IF_ERROR(LoadCertificates(files.ca, now).status());
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> CertificateExpiry(const std::string& pem) {
  const std::vector<Certificate> certificates = ReadCertificates(pem);
  if (certificates.empty()) return absl::InvalidArgumentError("it holds no certificate in PEM form");
  return ToTime(X509_get0_notAfter(certificates.front().get()));
}

}  // namespace tearsheet
