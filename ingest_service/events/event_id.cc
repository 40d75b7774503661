#include "ingest_service/events/event_id.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tearsheet {
namespace {

std::string Sha256Hex(const std::string& bytes, size_t digits) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)))
      .substr(0, digits);
}

}  // namespace

std::string ShortHash(const std::string& bytes) { return Sha256Hex(bytes, 16); }

std::string EventId(const std::string& article_id, const v1::Event& event) {
  std::string content = absl::StrCat(article_id, "\n", event.type());
  for (const v1::Participant& p : event.participants())
    absl::StrAppend(&content, "\n", p.role(), "=", p.entity_id());
  if (event.has_amount())
    absl::StrAppend(&content, "\namount ", event.amount().currency(), " ", event.amount().low(), "..",
                    event.amount().high());
  if (event.has_percent())
    absl::StrAppend(&content, "\npercent ", event.percent().low(), "..", event.percent().high());
  if (event.has_quantity())
    absl::StrAppend(&content, "\nquantity ", event.quantity().unit(), " ", event.quantity().low(), "..",
                    event.quantity().high());
  absl::StrAppend(&content, "\n", event.metric(), "\n", event.stage(), "\n", event.stance(), "\n",
                  event.change(), "\n", event.period());
  for (const v1::Evidence& e : event.evidence())
    absl::StrAppend(&content, "\n", e.part(), ":", e.start(), "-", e.end());
  return Sha256Hex(content, 32);
}

}  // namespace tearsheet
