#include "query_service/answers/deal_change.h"

#include "common/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "nlohmann/json.hpp"
#include "query_service/consolidation/consolidation.h"

namespace tearsheet {
namespace {

absl::StatusOr<v1::Deal> ParseDeal(const std::string& bytes) {
  v1::Deal deal;
  if (!deal.ParseFromString(bytes)) return absl::DataLossError("a stored change cannot be read");
  return deal;
}

// Most fields of most changes are equal, and printing them takes far longer than comparing.
void ClearEqualFields(v1::Deal& before, v1::Deal& after) {
  google::protobuf::util::MessageDifferencer differencer;
  const auto* descriptor = v1::Deal::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (!differencer.CompareWithFields(before, after, {field}, {field})) continue;
    before.GetReflection()->ClearField(&before, field);
    after.GetReflection()->ClearField(&after, field);
  }
}

absl::StatusOr<nlohmann::json> ToJson(const v1::Deal& deal) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(deal, &json, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  return nlohmann::json::parse(json);
}

std::string Print(const nlohmann::json& deal, const std::string& field) {
  const auto value = deal.find(field);
  return value == deal.end() ? "" : value->dump();
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
  ClearEqualFields(old_deal, new_deal);
  ASSIGN_OR_RETURN(const nlohmann::json before, ToJson(old_deal));
  ASSIGN_OR_RETURN(const nlohmann::json after, ToJson(new_deal));
  const auto* descriptor = v1::Deal::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const std::string& name = descriptor->field(i)->name();
    std::string old_value = Print(before, name);
    std::string new_value = Print(after, name);
    if (old_value == new_value) continue;
    v1::FieldChange& field = *result.add_fields();
    field.set_field(name);
    field.set_old_value(std::move(old_value));
    field.set_new_value(std::move(new_value));
  }
  return result;
}

}  // namespace tearsheet
