#include "common/security/token.h"

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
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace tearsheet
