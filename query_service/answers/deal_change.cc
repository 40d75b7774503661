#include "query_service/answers/deal_change.h"

#include "common/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "query_service/consolidation/consolidation.h"

namespace tearsheet {
namespace {

absl::StatusOr<v1::Deal> ParseDeal(const std::string& bytes) {
  v1::Deal deal;
  if (!deal.ParseFromString(bytes)) return absl::DataLossError("a stored change cannot be read");
  return deal;
}

// Takes the field from the deal and returns its value in the Protobuf JSON form; empty when it has none.
absl::StatusOr<std::string> TakeValue(v1::Deal& deal, const google::protobuf::FieldDescriptor* field) {
  v1::Deal only;
  deal.GetReflection()->SwapFields(&deal, &only, {field});
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(only, &json, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  if (json == "{}") return "";
  // Without what stands around it, {"name":VALUE}.
  return json.substr(field->name().size() + 4, json.size() - field->name().size() - 5);
}

}  // namespace

absl::StatusOr<v1::DealChange> ToDealChange(const StoredChange& change) {
  v1::DealChange result;
  result.set_sequence(change.sequence);
  if (change.new_deal.empty()) {
    result.set_kind(v1::DEAL_CHANGE_KIND_REMOVED);
    ASSIGN_OR_RETURN(*result.mutable_deal(), ParseDeal(change.old_deal));
    if (!change.merged_into.empty()) result.set_merged_into(DealName(change.merged_into));
    return result;
  }
  ASSIGN_OR_RETURN(*result.mutable_deal(), ParseDeal(change.new_deal));
  if (change.old_deal.empty()) {
    result.set_kind(v1::DEAL_CHANGE_KIND_CREATED);
    return result;
  }
  result.set_kind(v1::DEAL_CHANGE_KIND_UPDATED);
  ASSIGN_OR_RETURN(v1::Deal old_deal, ParseDeal(change.old_deal));
  v1::Deal new_deal = result.deal();
  google::protobuf::util::MessageDifferencer differencer;
  const auto* descriptor = v1::Deal::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    // Most fields of most changes are equal, and printing takes far longer than comparing.
    if (differencer.CompareWithFields(old_deal, new_deal, {field}, {field})) continue;
    ASSIGN_OR_RETURN(std::string old_value, TakeValue(old_deal, field));
    ASSIGN_OR_RETURN(std::string new_value, TakeValue(new_deal, field));
    if (old_value == new_value) continue;
    v1::FieldChange& told = *result.add_fields();
    told.set_field(field->name());
    told.set_old_value(std::move(old_value));
    told.set_new_value(std::move(new_value));
  }
  return result;
}

}  // namespace tearsheet
