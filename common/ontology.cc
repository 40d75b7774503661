#include "common/ontology.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/text_proto.h"

extern "C" const char tearsheet_ontology_start[];
extern "C" const char tearsheet_ontology_end[];

namespace tearsheet {
namespace {

bool IsId(const std::string& id, bool upper) {
  if (id.empty()) return false;
  for (const char c : id) {
    const bool letter = upper ? (c >= 'A' && c <= 'Z') : (c >= 'a' && c <= 'z');
    if (!letter && c != '_' && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

absl::Status CheckType(const v1::EventType& type, const std::set<std::string>& slots) {
  const std::string where = absl::StrCat("event type '", type.id(), "': ");
  if (!IsId(type.id(), /*upper=*/true)) return absl::InvalidArgumentError(where + "ids are UPPER_SNAKE_CASE");
  if (type.roles().empty()) return absl::InvalidArgumentError(where + "it has no roles");
  std::set<std::string> roles;
  bool core = false;
  for (const auto& role : type.roles()) {
    if (!IsId(role.id(), /*upper=*/true))
      return absl::InvalidArgumentError(
          absl::StrCat(where, "role '", role.id(), "': ids are UPPER_SNAKE_CASE"));
    if (!roles.insert(role.id()).second)
      return absl::InvalidArgumentError(absl::StrCat(where, "role '", role.id(), "' stands twice"));
    core = core || role.core();
  }
  if (!core) return absl::InvalidArgumentError(where + "no role is core; mark those that identify the deal");
  for (const auto& set : type.required()) {
    if (set.roles().empty()) return absl::InvalidArgumentError(where + "a required set is empty");
    for (const auto& role : set.roles()) {
      if (!roles.contains(role))
        return absl::InvalidArgumentError(
            absl::StrCat(where, "required role '", role, "' is not one of its roles"));
    }
  }
  for (const auto& slot : type.slots()) {
    if (!slots.contains(slot))
      return absl::InvalidArgumentError(
          absl::StrCat(where, "slot '", slot, "' is not defined; add it under slots"));
  }
  const std::set<std::string> numbers = {"", "amount", "percent", "quantity"};
  if (!numbers.contains(type.own_number()))
    return absl::InvalidArgumentError(where + "own_number is amount, percent or quantity");
  for (const auto& slot : type.telling_slots()) {
    if (!slots.contains(slot))
      return absl::InvalidArgumentError(absl::StrCat(where, "telling slot '", slot, "' is not defined"));
  }
  if (type.has_flow()) {
    if (type.flow().to().empty())
      return absl::InvalidArgumentError(where + "its flow goes nowhere; name a role in `to`");
    std::vector<std::string> ends(type.flow().to().begin(), type.flow().to().end());
    ends.push_back(type.flow().from());
    for (const std::string& role : ends) {
      if (!roles.contains(role))
        return absl::InvalidArgumentError(
            absl::StrCat(where, "role '", role, "' of its flow is not one of its roles"));
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::Ontology& ontology) {
  if (ontology.version().empty()) return absl::InvalidArgumentError("version is missing");
  std::set<std::string> slots;
  for (const auto& slot : ontology.slots()) {
    if (!IsId(slot.id(), /*upper=*/false))
      return absl::InvalidArgumentError(absl::StrCat("slot '", slot.id(), "': ids are lower_snake_case"));
    if (!slots.insert(slot.id()).second)
      return absl::InvalidArgumentError(absl::StrCat("slot '", slot.id(), "' stands twice"));
  }
  std::set<std::string> types;
  for (const auto& type : ontology.types()) {
    RETURN_IF_ERROR(CheckType(type, slots));
    if (!types.insert(type.id()).second)
      return absl::InvalidArgumentError(absl::StrCat("event type '", type.id(), "' stands twice"));
  }
  if (types.empty()) return absl::InvalidArgumentError("it defines no event type");
  return absl::OkStatus();
}

constexpr char kMore[] = "more";
// Event and Deal number the fields of their word slots from here on (see their protos).
constexpr int kFirstWordField = 20;

// The field of a word slot; null when the message has none of that name and the slot lives in `more`.
const google::protobuf::FieldDescriptor* WordField(const google::protobuf::Message& message,
                                                   const std::string& slot) {
  const auto* field = message.GetDescriptor()->FindFieldByName(slot);
  const bool word = field != nullptr && field->number() >= kFirstWordField && !field->is_repeated() &&
                    field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
  return word ? field : nullptr;
}

}  // namespace

Ontology::Ontology(v1::Ontology proto) : proto_(std::move(proto)) {
  for (int i = 0; i < proto_.types_size(); ++i) types_[proto_.types(i).id()] = i;
  for (int i = 0; i < proto_.slots_size(); ++i) slots_[proto_.slots(i).id()] = i;
}

absl::StatusOr<Ontology> Ontology::Default() {
  return FromText({tearsheet_ontology_start, tearsheet_ontology_end}, "ontology/tearsheet.textproto");
}

absl::StatusOr<Ontology> Ontology::FromFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read the ontology file '", path, "'"));
  return FromText(text.str(), path);
}

absl::StatusOr<Ontology> Ontology::FromText(std::string_view text, const std::string& name) {
  v1::Ontology proto;
  RETURN_IF_ERROR(ParseTextProto(std::string(text), name, proto));
  if (const absl::Status status = Check(proto); !status.ok())
    return absl::InvalidArgumentError(absl::StrCat(name, ": ", status.message()));
  return Ontology(std::move(proto));
}

const v1::EventType* Ontology::FindType(std::string_view type) const {
  const auto found = types_.find(type);
  return found == types_.end() ? nullptr : &proto_.types(found->second);
}

const v1::Slot* Ontology::FindSlot(std::string_view slot) const {
  const auto found = slots_.find(slot);
  return found == slots_.end() ? nullptr : &proto_.slots(found->second);
}

const v1::Role* Ontology::FindRole(const v1::EventType& type, std::string_view role) {
  for (const auto& candidate : type.roles()) {
    if (candidate.id() == role) return &candidate;
  }
  return nullptr;
}

bool Ontology::HasRequiredRoles(const v1::Event& event) const {
  const v1::EventType* type = FindType(event.type());
  if (type == nullptr) return false;
  const auto filled = [&](const std::string& role) {
    return std::count_if(event.participants().begin(), event.participants().end(),
                         [&](const v1::Participant& participant) { return participant.role() == role; });
  };
  if (type->required().empty()) {
    return std::all_of(type->roles().begin(), type->roles().end(),
                       [&](const v1::Role& role) { return !role.core() || filled(role.id()) > 0; });
  }
  // A role that a set names twice needs two participants.
  return std::any_of(type->required().begin(), type->required().end(), [&](const v1::RoleSet& set) {
    return std::all_of(set.roles().begin(), set.roles().end(), [&](const std::string& role) {
      return filled(role) >= std::count(set.roles().begin(), set.roles().end(), role);
    });
  });
}

std::string GetWord(const google::protobuf::Message& message, const std::string& slot) {
  const auto* reflection = message.GetReflection();
  if (const auto* field = WordField(message, slot)) return reflection->GetString(message, field);
  const auto* more = message.GetDescriptor()->FindFieldByName(kMore);
  for (int i = 0; i < reflection->FieldSize(message, more); ++i) {
    const auto& entry = reflection->GetRepeatedMessage(message, more, i);
    const auto* entry_reflection = entry.GetReflection();
    if (entry_reflection->GetString(entry, entry.GetDescriptor()->field(0)) == slot)
      return entry_reflection->GetString(entry, entry.GetDescriptor()->field(1));
  }
  return "";
}

void SetWord(google::protobuf::Message& message, const std::string& slot, const std::string& value) {
  const auto* reflection = message.GetReflection();
  if (const auto* field = WordField(message, slot)) {
    reflection->SetString(&message, field, value);
    return;
  }
  const auto* more = message.GetDescriptor()->FindFieldByName(kMore);
  auto* entry = reflection->AddMessage(&message, more);
  entry->GetReflection()->SetString(entry, entry->GetDescriptor()->field(0), slot);
  entry->GetReflection()->SetString(entry, entry->GetDescriptor()->field(1), value);
}

}  // namespace tearsheet
