#include "query_service/answers/timeline.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/answers/company_sheet.h"
#include "query_service/answers/deal_walk.h"
#include "query_service/answers/requests.h"
#include "query_service/answers/tokens.h"
#include "query_service/consolidation/origin.h"
#include "query_service/errors.h"

namespace tearsheet {
namespace {

constexpr int kDefaultEntries = 100;

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

// An entry with its place in the story.
struct Placed {
  ListPlace place;
  v1::TimelineEntry entry;
};

auto KeyOf(const ListPlace& place) { return std::tie(place.key, place.id); }

class Story {
 public:
  Story(std::optional<int64_t> start, std::optional<int64_t> end, std::optional<ListPlace> after)
      : start_(start), end_(end), after_(std::move(after)) {}

  void Add(const v1::Deal& deal) {
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

  // The entries in order.
  std::vector<Placed> Take() {
    std::sort(entries_.begin(), entries_.end(),
              [](const Placed& a, const Placed& b) { return KeyOf(a.place) < KeyOf(b.place); });
    return std::move(entries_);
  }

 private:
  static v1::TimelineEntry Entry(const v1::Deal& deal, v1::TimelineEntryKind kind,
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

  void AddClaims(const v1::Deal& deal, const std::string& slot,
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

  void Place(v1::TimelineEntry entry) {
    ListPlace place{NanosOf(entry.time()), absl::StrCat(entry.deal(), "\n", entry.kind(), "\n",
                                                        absl::Dec(entry.status(), absl::kZeroPad2), "\n",
                                                        entry.slot(), "\n", entry.value())};
    if (start_ && place.key < *start_) return;
    if (end_ && place.key >= *end_) return;
    if (after_ && KeyOf(place) <= KeyOf(*after_)) return;
    entries_.push_back({std::move(place), std::move(entry)});
  }

  const std::optional<int64_t> start_;
  const std::optional<int64_t> end_;
  const std::optional<ListPlace> after_;
  std::vector<Placed> entries_;
};

// Who says it, and the sentence.
absl::Status AddEvidence(ReadView& view, v1::TimelineEntry& entry) {
  ASSIGN_OR_RETURN(const auto event,
                   view.reader().Event(std::string(absl::StripPrefix(entry.event(), "events/"))));
  if (!event) return absl::OkStatus();
  entry.set_origin(OriginOf(event->fact).name);
  if (!event->fact.event().evidence().empty()) *entry.mutable_evidence() = event->fact.event().evidence(0);
  return absl::OkStatus();
}

absl::Status Tell(const Ontology& ontology, ReadView& view, const v1::GetTimelineRequest& request,
                  Story& story) {
  DealQuery query;
  RETURN_IF_ERROR(ReadTypes(ontology, request.types(), "types", query.types));
  if (!request.deal().empty()) {
    ASSIGN_OR_RETURN(const std::string deal_id, ReadName(request.deal(), "deals/", "deal"));
    ASSIGN_OR_RETURN(const auto bytes, view.Deal(deal_id, v1::DEAL_VIEW_FULL));
    v1::Deal deal;
    if (!bytes) return DealNotFound(request.deal());
    if (!deal.ParseFromString(*bytes))
      return absl::DataLossError("the store holds a deal that cannot be read");
    story.Add(deal);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
  query.entity_id = company.entity_id();
  query.include_units = request.include_units();
  ASSIGN_OR_RETURN(const bool too_large,
                   ForEachDeal(view, query, kMaxSheetDeals, [&story](const v1::Deal& deal) {
                     story.Add(deal);
                     return absl::OkStatus();
                   }));
  return too_large ? SheetTooLarge(kMaxSheetDeals) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetTimelineResponse> BuildTimeline(const Ontology& ontology, ReadView& view,
                                                      const v1::GetTimelineRequest& request) {
  if (request.deal().empty() == request.company().empty())
    return InvalidField("deal", "exactly one of `deal` and `company` is set");
  ASSIGN_OR_RETURN(const int limit, ReadPageSize(request.page_size(), kDefaultEntries));
  std::optional<int64_t> start;
  std::optional<int64_t> end;
  RETURN_IF_ERROR(ReadTimeRange(request, "", start, end));
  std::optional<ListPlace> after;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(after, ReadPageToken(request));
  }
  Story story(start, end, std::move(after));
  RETURN_IF_ERROR(Tell(ontology, view, request, story));
  std::vector<Placed> entries = story.Take();
  v1::GetTimelineResponse response;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (response.entries_size() == limit) {
      response.set_next_page_token(MakePageToken(request, entries[i - 1].place));
      break;
    }
    RETURN_IF_ERROR(AddEvidence(view, entries[i].entry));
    *response.add_entries() = std::move(entries[i].entry);
  }
  return response;
}

}  // namespace tearsheet
