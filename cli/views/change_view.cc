#include "cli/views/change_view.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/views/deal_parts.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace tearsheet {
namespace {

constexpr int kFieldIndent = 4;
constexpr char kNone[] = "–";

const char* Verb(v1::DealChangeKind kind) {
  switch (kind) {
    case v1::DEAL_CHANGE_KIND_CREATED:
      return "new";
    case v1::DEAL_CHANGE_KIND_UPDATED:
      return "changed";
    case v1::DEAL_CHANGE_KIND_REMOVED:
      return "removed";
    default:
      return "?";
  }
}

std::string ValueText(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kStringValue:
      return value.string_value();
    case google::protobuf::Value::kNumberValue:
      return absl::StrCat(value.number_value());
    case google::protobuf::Value::kBoolValue:
      return value.bool_value() ? "yes" : "no";
    case google::protobuf::Value::kListValue:
      return absl::StrCat(value.list_value().values_size(),
                          value.list_value().values_size() == 1 ? " entry" : " entries");
    default:
      return "";
  }
}

}  // namespace

std::string FieldValueText(const std::string& field, const std::string& json) {
  if (json.empty()) return kNone;
  // A deal with this one field knows how to show its slots.
  v1::Deal deal;
  if (google::protobuf::util::JsonStringToMessage(absl::StrCat("{\"", field, "\":", json, "}"), &deal).ok()) {
    for (const SlotView& slot : Slots(deal)) {
      const std::string text = SlotText(slot);
      return slot.state == v1::CONFLICTING ? absl::StrCat(text, " (sources disagree)") : text;
    }
  }
  google::protobuf::Value value;
  const bool valid = google::protobuf::util::JsonStringToMessage(json, &value).ok();
  const std::string text = valid ? ValueText(value) : "";
  return text.empty() ? json : text;
}

std::string RenderChange(const v1::DealChange& change, int width, bool colour) {
  const v1::Deal& deal = change.deal();
  std::string head = absl::StrCat(Verb(change.kind()), " ", deal.name(), " ", deal.type(), ": ",
                                  PartiesText(deal.participants()));
  if (change.kind() == v1::DEAL_CHANGE_KIND_CREATED) {
    absl::StrAppend(&head, ", ", StatusText(deal));
    if (const std::string value = MainValue(deal); !value.empty()) absl::StrAppend(&head, ", ", value);
  }
  if (!change.merged_into().empty()) absl::StrAppend(&head, " → ", change.merged_into());
  Table fields({{.title = "", .keep = true}, {.title = "", .wrap = true}});
  for (const auto& field : change.fields())
    fields.AddRow({field.field(), absl::StrCat(FieldValueText(field.field(), field.old_value()), " → ",
                                               FieldValueText(field.field(), field.new_value()))});
  return absl::StrCat(Paint(CleanLine(head), Tone::kTitle, colour), "\n",
                      fields.Render(width, colour, kFieldIndent));
}

}  // namespace tearsheet
