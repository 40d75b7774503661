#include "ingest_service/events/frame_sources.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

PlaceSet PlacesOf(const Source& source) {
  switch (source.kind) {
    case Source::kSubject:
      return PlaceSet(PlaceSet::kSubject);
    case Source::kObject:
      return PlaceSet(PlaceSet::kObject);
    case Source::kPossessor:
      return PlaceSet(PlaceSet::kPossessor);
    case Source::kModifier:
      return PlaceSet(PlaceSet::kModifier);
    case Source::kGovernor:
      return PlaceSet(PlaceSet::kGovernor);
    case Source::kPreposition:
      return PlaceSet::Behind(source.preposition);
    case Source::kLast:
    case Source::kTopic:
    case Source::kVendor:
      break;
  }
  return PlaceSet::Anywhere();
}

}  // namespace

absl::StatusOr<Source> ParseSource(std::string_view text, const Ontology& ontology, const Grammar& grammar) {
  Source source;
  source.text = std::string(text);
  if (text.starts_with("org ")) {
    source.organisation = true;
    text = Trimmed(text.substr(4));
  }
  if (text.starts_with("official ")) {
    source.official = true;
    text = Trimmed(text.substr(9));
  }
  if (text.starts_with("part ")) {
    source.part = true;
    text = Trimmed(text.substr(5));
  }
  if (text.starts_with("loose ")) {
    source.loose = true;
    text = Trimmed(text.substr(6));
  }
  if (text == "subject")
    source.kind = Source::kSubject;
  else if (text == "object")
    source.kind = Source::kObject;
  else if (text == "possessor")
    source.kind = Source::kPossessor;
  else if (text == "modifier")
    source.kind = Source::kModifier;
  else if (text == "governor")
    source.kind = Source::kGovernor;
  else if (text == "topic")
    source.kind = Source::kTopic;
  else if (text.starts_with("vendor ")) {
    source.kind = Source::kVendor;
    source.role = std::string(Trimmed(text.substr(7)));
  } else if (text.starts_with("last ") || text.starts_with("latest ")) {
    source.kind = Source::kLast;
    source.latest = text.starts_with("latest ");
    const std::vector<std::string_view> parts = SplitTrimmed(text.substr(text.find(' ')), '.');
    const v1::EventType* type = parts.size() == 2 ? ontology.FindType(parts[0]) : nullptr;
    if (type == nullptr || Ontology::FindRole(*type, parts[1]) == nullptr)
      return absl::InvalidArgumentError("expected 'last TYPE.ROLE' or 'latest TYPE.ROLE' of the ontology");
    source.type = std::string(parts[0]);
    source.role = std::string(parts[1]);
  } else {
    const Word& word = grammar.Find(text);
    if (!word.Is(Word::kPreposition)) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", Absl(text),
                       "' is no place: subject, object, possessor, modifier, topic, governor, last "
                       "TYPE.ROLE, latest TYPE.ROLE, vendor ROLE or a preposition"));
    }
    source.kind = Source::kPreposition;
    source.preposition = word.form;
  }
  return source;
}

std::vector<std::vector<PlaceSet>> RequiredPlaces(const Frame& frame) {
  std::vector<std::vector<PlaceSet>> required;
  const auto add = [&](const std::string& role, std::vector<PlaceSet>& set) {
    PlaceSet& places = set.emplace_back();
    for (const RoleRule& rule : frame.roles) {
      if (rule.role->id() != role) continue;
      for (const std::vector<Source>& together : rule.sources) {
        for (const Source& source : together) places.Add(PlacesOf(source));
      }
    }
  };
  for (const v1::RoleSet& set : frame.type->required()) {
    std::vector<PlaceSet>& roles = required.emplace_back();
    for (const std::string& role : set.roles()) add(role, roles);
  }
  if (!required.empty()) return required;
  // Else every core role is.
  std::vector<PlaceSet>& roles = required.emplace_back();
  for (const v1::Role& role : frame.type->roles()) {
    if (role.core()) add(role.id(), roles);
  }
  return required;
}

int NeededFillers(const v1::EventType& type, const v1::Role& role) {
  int needed = 0;
  for (const v1::RoleSet& set : type.required()) {
    needed =
        std::max(needed, static_cast<int>(std::count(set.roles().begin(), set.roles().end(), role.id())));
  }
  return needed;
}

bool OnlyPersons(const v1::Role& role) {
  const auto has = [&](std::string_view kind) {
    return std::find(role.kinds().begin(), role.kinds().end(), kind) != role.kinds().end();
  };
  return has("person") && !has("org");
}

}  // namespace tearsheet
