#include "query_service/answers/story.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/consolidation/origin.h"

namespace tearsheet {
namespace {

std::string Range(const std::string& low, const std::string& high, bool approximate,
                  const std::string& unit) {
  const std::string suffix = unit.empty() ? "" : absl::StrCat(" ", unit);
  const char* about = approximate ? "about " : "";
  if (low == high) return absl::StrCat(about, low, suffix);
  if (high.empty()) return absl::StrCat(about, "at least ", low, suffix);
  if (low.empty()) return absl::StrCat(about, "up to ", high, suffix);
  return absl::StrCat(about, low, " to ", high, suffix);
}

// The end of a span is the day after it.
std::string TimeText(const v1::TimeSpan& span) {
  if (span.precision() == v1::DAY && !span.start().empty()) return span.start();
  if (span.end().empty()) return absl::StrCat("from ", span.start());
  if (span.start().empty()) return absl::StrCat("before ", span.end());
  return absl::StrCat("from ", span.start(), ", before ", span.end());
}

std::string ValueText(const v1::Claim& claim) {
  switch (claim.value_case()) {
    case v1::Claim::kAmount:
      return Range(claim.amount().low(), claim.amount().high(), claim.amount().approximate(),
                   claim.amount().currency());
    case v1::Claim::kPercent:
      return Range(claim.percent().low(), claim.percent().high(), claim.percent().approximate(), "percent");
    case v1::Claim::kQuantity:
      return Range(claim.quantity().low(), claim.quantity().high(), claim.quantity().approximate(),
                   claim.quantity().unit());
    case v1::Claim::kTerm:
      return absl::StrCat(claim.term().months(), " months");
    case v1::Claim::kTime:
      return TimeText(claim.time());
    case v1::Claim::kWord:
      return claim.word();
    case v1::Claim::VALUE_NOT_SET:
      break;
  }
  return "";
}

int64_t NanosOf(const google::protobuf::Timestamp& time) {
  const auto read = TimeFromProto(time);
  return read.ok() ? absl::ToInt64Nanoseconds(*read - absl::UnixEpoch()) : 0;
}

auto KeyOf(const ListPlace& place) { return std::tie(place.key, place.id); }

v1::TimelineEntry Entry(const v1::Deal& deal, v1::TimelineEntryKind kind,
                        const google::protobuf::Timestamp& time, const std::string& event) {
  v1::TimelineEntry entry;
  *entry.mutable_time() = time;
  entry.set_kind(kind);
  entry.set_deal(deal.name());
  entry.set_type(deal.type());
  *entry.mutable_participants() = deal.participants();
  entry.set_event(event);
  return entry;
}

}  // namespace

void Story::Add(const v1::Deal& deal) {
  v1::TimelineEntryKind kind = v1::TIMELINE_ENTRY_KIND_FIRST_TOLD;
  for (const v1::StatusChange& change : deal.status_history()) {
    v1::TimelineEntry entry = Entry(deal, kind, change.time(), change.event());
    entry.set_status(change.status());
    entry.set_article_uri(change.article_uri());
    Place(std::move(entry));
    kind = v1::TIMELINE_ENTRY_KIND_STATUS;
  }
  AddClaims(deal, "amount", deal.amount().claims());
  AddClaims(deal, "percent", deal.percent().claims());
  AddClaims(deal, "quantity", deal.quantity().claims());
  AddClaims(deal, "term", deal.term().claims());
  AddClaims(deal, "time", deal.time().claims());
  for (const v1::WordSlot& words : deal.words()) AddClaims(deal, words.slot(), words.claims());
}

std::vector<PlacedEntry> Story::Take() {
  std::sort(entries_.begin(), entries_.end(),
            [](const PlacedEntry& a, const PlacedEntry& b) { return KeyOf(a.place) < KeyOf(b.place); });
  return std::move(entries_);
}

void Story::AddClaims(const v1::Deal& deal, const std::string& slot,
                      const google::protobuf::RepeatedPtrField<v1::Claim>& claims) {
  for (const v1::Claim& claim : claims) {
    v1::TimelineEntry entry = Entry(deal, v1::TIMELINE_ENTRY_KIND_CLAIM, claim.first_said_time(),
                                    claim.events().empty() ? "" : claim.events(0));
    entry.set_slot(slot);
    entry.set_value(ValueText(claim));
    if (!claim.article_uris().empty()) entry.set_article_uri(claim.article_uris(0));
    Place(std::move(entry));
  }
}

void Story::Place(v1::TimelineEntry entry) {
  ListPlace place{NanosOf(entry.time()), absl::StrCat(entry.deal(), "\n", entry.kind(), "\n",
                                                      absl::Dec(entry.status(), absl::kZeroPad2), "\n",
                                                      entry.slot(), "\n", entry.value())};
  if (start_ && place.key < *start_) return;
  if (end_ && place.key >= *end_) return;
  if (after_ && KeyOf(place) <= KeyOf(*after_)) return;
  entries_.push_back({std::move(place), std::move(entry)});
}

absl::Status AddEvidence(ReadView& view, v1::TimelineEntry& entry) {
  ASSIGN_OR_RETURN(const auto event,
                   view.reader().Event(std::string(absl::StripPrefix(entry.event(), "events/"))));
  if (!event) return absl::OkStatus();
  entry.set_origin(OriginOf(event->fact).name);
  if (!event->fact.event().evidence().empty()) *entry.mutable_evidence() = event->fact.event().evidence(0);
  return absl::OkStatus();
}

}  // namespace tearsheet
