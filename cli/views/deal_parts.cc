#include "cli/views/deal_parts.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "common/ontology.h"

namespace tearsheet {
namespace {

// Word slots with a field of their own, those that tell most first.
constexpr std::array kWordSlots = {"change",  "position", "product",    "metric", "basis",        "stage",
                                   "action",  "kind",     "round",      "period", "site",         "subject",
                                   "purpose", "exchange", "instrument", "stance", "consideration"};

template <typename Slot, typename Format>
void AddSlot(const char* name, bool present, const Slot& slot, Format format, std::vector<SlotView>& slots) {
  if (!present || slot.state() == v1::UNREPORTED || (slot.claims().empty() && !slot.has_consensus())) return;
  slots.push_back({name, slot.state(), slot.has_consensus() ? format(slot.consensus()) : "", &slot.claims(),
                   slot.claim_count()});
}

std::string WordsText(const google::protobuf::Message& message) {
  std::vector<std::string> values;
  for (const auto& [name, value] : Words(message)) values.push_back(value);
  return absl::StrJoin(values, ", ");
}

bool IsFigure(const SlotView& slot) {
  return slot.name == "amount" || slot.name == "percent" || slot.name == "quantity" || slot.name == "term";
}

// "$10bn, 12%", "$610m revenue".
std::string FiguresText(const std::vector<std::string>& figures, const std::string& metric) {
  return absl::StrCat(absl::StrJoin(figures, ", "), metric.empty() ? "" : " ", metric);
}

}  // namespace

std::string SectionTitle(const std::string& text, bool colour) {
  return absl::StrCat("\n", Paint(CleanLine(text), Tone::kTitle, colour), "\n");
}

std::string PartiesText(const Participants& participants) {
  std::string text;
  const std::string* role = nullptr;
  for (const auto& participant : participants) {
    if (role != nullptr) text += *role == participant.role() ? ", " : " – ";
    text += participant.name().empty() ? participant.entity_id() : participant.name();
    role = &participant.role();
  }
  return text;
}

std::string AttributionText(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain) {
  return absl::StrJoin(chain, " ← ", [](std::string* out, const v1::Attribution& link) {
    if (link.name().empty()) {
      out->append(absl::StrReplaceAll(absl::AsciiStrToLower(v1::LinkKind_Name(link.kind())), {{"_", " "}}));
    } else {
      out->append(link.name());
    }
  });
}

std::string ClaimText(const v1::Claim& claim) {
  switch (claim.value_case()) {
    case v1::Claim::kAmount:
      return FormatAmount(claim.amount());
    case v1::Claim::kPercent:
      return FormatPercent(claim.percent());
    case v1::Claim::kQuantity:
      return FormatQuantity(claim.quantity());
    case v1::Claim::kTerm:
      return FormatTerm(claim.term());
    case v1::Claim::kTime:
      return FormatTimeSpan(claim.time());
    case v1::Claim::kWord:
      return claim.word();
    case v1::Claim::VALUE_NOT_SET:
      break;
  }
  return "";
}

std::string StatusText(const v1::Deal& deal) {
  return absl::StrCat(v1::Status_Name(deal.status()), deal.disputed() ? ", disputed" : "");
}

Tone StatusTone(const v1::Deal& deal) {
  if (deal.status() >= v1::DELAYED) return Tone::kBad;
  if (deal.disputed()) return Tone::kWarning;
  return deal.status() >= v1::AGREED ? Tone::kGood : Tone::kPlain;
}

std::vector<SlotView> Slots(const v1::Deal& deal) {
  std::vector<SlotView> slots;
  AddSlot("amount", deal.has_amount(), deal.amount(), FormatAmount, slots);
  AddSlot("percent", deal.has_percent(), deal.percent(), FormatPercent, slots);
  AddSlot("quantity", deal.has_quantity(), deal.quantity(), FormatQuantity, slots);
  AddSlot("term", deal.has_term(), deal.term(), FormatTerm, slots);
  AddSlot("time", deal.has_time(), deal.time(), FormatTimeSpan, slots);
  for (const auto& word : deal.words())
    slots.push_back({word.slot(), word.state(), word.consensus(), &word.claims(), word.claim_count()});
  return slots;
}

std::string SlotText(const SlotView& slot) {
  if (!slot.consensus.empty()) return slot.consensus;
  std::vector<std::string> values;
  for (const auto& claim : *slot.claims) {
    if (!claim.superseded()) values.push_back(ClaimText(claim));
  }
  if (values.empty() && slot.state == v1::CONFLICTING) return "conflicting";
  return absl::StrJoin(values, " / ");
}

std::string MainValue(const v1::Deal& deal) {
  std::vector<std::string> figures;
  std::string metric;
  for (const SlotView& slot : Slots(deal)) {
    if (slot.name == "metric") metric = SlotText(slot);
    if (!IsFigure(slot)) continue;
    if (std::string text = SlotText(slot); !text.empty()) figures.push_back(std::move(text));
  }
  return figures.empty() ? WordsText(deal) : FiguresText(figures, metric);
}

bool MainValueConflicts(const v1::Deal& deal) {
  const std::vector<SlotView> slots = Slots(deal);
  return std::any_of(slots.begin(), slots.end(),
                     [](const SlotView& slot) { return IsFigure(slot) && slot.state == v1::CONFLICTING; });
}

std::string MainValue(const v1::Event& event) {
  std::vector<std::string> figures;
  if (event.has_amount()) figures.push_back(FormatAmount(event.amount()));
  if (event.has_percent()) figures.push_back(FormatPercent(event.percent()));
  if (event.has_quantity()) figures.push_back(FormatQuantity(event.quantity()));
  if (event.has_term()) figures.push_back(FormatTerm(event.term()));
  return figures.empty() ? WordsText(event) : FiguresText(figures, GetWord(event, "metric"));
}

std::string MentionValue(const v1::Mention& mention) {
  switch (mention.value_case()) {
    case v1::Mention::kAmount:
      return FormatAmount(mention.amount());
    case v1::Mention::kPercent:
      return FormatPercent(mention.percent());
    case v1::Mention::kQuantity:
      return FormatQuantity(mention.quantity());
    case v1::Mention::kTerm:
      return FormatTerm(mention.term());
    case v1::Mention::kTime:
      return FormatTimeSpan(mention.time());
    case v1::Mention::VALUE_NOT_SET:
      break;
  }
  return mention.entity_id().empty() ? mention.name()
                                     : absl::StrCat(mention.name(), " (", mention.entity_id(), ")");
}

std::vector<std::pair<std::string, std::string>> Words(const google::protobuf::Message& message) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const char* slot : kWordSlots) {
    if (std::string value = GetWord(message, slot); !value.empty())
      words.emplace_back(slot, std::move(value));
  }
  return words;
}

std::string RenderGroup(const v1::DealGroup& group, int width, bool colour) {
  Table table({{.title = "PARTIES", .wrap = true},
               {.title = "VALUE", .wrap = true},
               {.title = "STATUS", .wrap = true},
               {.title = "LAST", .keep = true}});
  for (const auto& deal : group.deals())
    table.AddRow({PartiesText(deal.participants()),
                  {MainValue(deal), MainValueConflicts(deal) ? Tone::kWarning : Tone::kPlain},
                  {StatusText(deal), StatusTone(deal)},
                  FormatDate(deal.last_publish_time())},
                 deal.name());
  std::string text = SectionTitle(absl::StrCat(group.type(), " as ", group.role()), colour);
  absl::StrAppend(&text, table.Render(width, colour, kIndent));
  if (group.deal_count() > group.deals_size())
    absl::StrAppend(&text, std::string(kIndent, ' '), "and ", group.deal_count() - group.deals_size(),
                    " more\n");
  return text;
}

std::string Names(const google::protobuf::RepeatedPtrField<v1::Entity>& entities) {
  return absl::StrJoin(entities, ", ", [](std::string* out, const v1::Entity& e) { out->append(e.name()); });
}

}  // namespace tearsheet
