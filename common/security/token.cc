#include "common/security/token.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"

namespace tearsheet {

absl::Status InvalidToken(std::string_view why) {
  return ErrorBuilder(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                      absl::StrCat("the bearer token is not accepted: ", Absl(why)))
      .Build();
}

std::string Sha256(std::string_view bytes) {
  // OpenSSL looks the algorithm up by name for every call that does not bring it.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, algorithm,
             nullptr);
  return digest;
}

}  // namespace tearsheet
