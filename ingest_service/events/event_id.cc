#include "ingest_service/events/event_id.h"

#include "absl/strings/str_cat.h"
#include "ingest_service/mentions/short_hash.h"

namespace tearsheet {
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
  return ShortHash(content, 32);
}

}  // namespace tearsheet
