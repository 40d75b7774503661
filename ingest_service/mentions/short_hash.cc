#include "ingest_service/mentions/short_hash.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {

std::string ShortHash(std::string_view bytes, size_t digits) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)))
      .substr(0, digits);
}

std::string VersionWith(std::string_view before, std::string_view text) {
  return ShortHash(absl::StrCat(Absl(before), "\n", Absl(text)));
}

}  // namespace tearsheet
