#include "query_service/consolidation/bucket.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

constexpr char kSlotOfStatements[] = "about";

// The smallest participant of a role; nothing when it is not filled.
std::optional<std::string> Smallest(const EventFact& fact, const std::string& role) {
  std::optional<std::string> smallest;
  for (const auto& party : fact.parties()) {
    if (party.role() == role && (!smallest || party.top_id() < *smallest)) smallest = party.top_id();
  }
  return smallest;
}

bool InEverySet(const v1::EventType& type, const std::string& role) {
  return std::all_of(type.required().begin(), type.required().end(), [&](const v1::RoleSet& set) {
    return std::find(set.roles().begin(), set.roles().end(), role) != set.roles().end();
  });
}

// The roles of which one suffices; empty when the type has core roles that are never missing.
std::vector<const v1::Role*> Alternatives(const v1::EventType& type) {
  std::vector<const v1::Role*> roles;
  for (const v1::Role& role : type.roles()) {
    if (!role.core()) continue;
    if (InEverySet(type, role.id())) return {};
    roles.push_back(&role);
  }
  return roles;
}

// Of several roles that suffice the last one with a single participant, which names the narrower party.
const v1::Role* AnchorOf(const std::vector<const v1::Role*>& alternatives) {
  for (auto role = alternatives.rbegin(); role != alternatives.rend(); ++role) {
    if (!(*role)->repeated_role()) return *role;
  }
  return alternatives.front();
}

std::string Loose(const v1::EventType& type, const std::string& role, const std::string& id) {
  return absl::StrCat(type.id(), "?", role, "=", id);
}

}  // namespace

std::string BucketOf(const v1::EventType& type, const EventFact& fact) {
  if (std::find(type.slots().begin(), type.slots().end(), kSlotOfStatements) != type.slots().end()) return "";
  const auto alternatives = Alternatives(type);
  if (!alternatives.empty()) {
    const v1::Role* anchor = AnchorOf(alternatives);
    if (const auto id = Smallest(fact, anchor->id()))
      return absl::StrCat(type.id(), "|", anchor->id(), "=", *id);
    for (const v1::Role* role : alternatives) {
      if (const auto id = Smallest(fact, role->id())) return Loose(type, role->id(), *id);
    }
  }
  std::string key = type.id();
  bool filled = false;
  for (const v1::Role& role : type.roles()) {
    if (!role.core() || role.repeated_role() || !InEverySet(type, role.id())) continue;
    const auto id = Smallest(fact, role.id());
    absl::StrAppend(&key, "|", role.id(), "=", id.value_or(""));
    filled = true;
  }
  if (filled) return key;
  for (const v1::Role& role : type.roles()) {
    if (!role.core()) continue;
    if (const auto id = Smallest(fact, role.id())) return absl::StrCat(type.id(), "|", role.id(), "=", *id);
  }
  // No core role is filled: whoever is named first.
  return absl::StrCat(type.id(), "|=", fact.parties(0).top_id());
}

bool IsLoose(std::string_view bucket) {
  const size_t mark = bucket.find_first_of("|?");
  return mark != std::string_view::npos && bucket[mark] == '?';
}

std::vector<std::string> LooseNeighbours(const v1::EventType& type, const EventFact& fact) {
  std::vector<std::string> keys;
  const auto alternatives = Alternatives(type);
  if (alternatives.empty()) return keys;
  const v1::Role* anchor = AnchorOf(alternatives);
  for (const v1::Role* role : alternatives) {
    if (role == anchor) continue;
    for (const auto& party : fact.parties()) {
      if (party.role() == role->id()) keys.push_back(Loose(type, role->id(), party.top_id()));
    }
  }
  return keys;
}

std::string TypeOfBucket(std::string_view bucket) {
  return std::string(bucket.substr(0, bucket.find_first_of("|?")));
}

}  // namespace tearsheet
