#include "ingest_service/mentions/catalogue.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "ingest_service/mentions/catalogue_files.h"
#include "ingest_service/mentions/lexicon_file.h"
#include "ingest_service/mentions/short_hash.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {

namespace {

// A name in capitals that is longer than this is written in capitals by style, not to be told from a word.
constexpr size_t kLongestCapitals = 4;

// More parents above each other are a circle.
constexpr int kDeepestParent = 16;

std::optional<v1::EntityKind> KindOf(std::string_view id) {
  static constexpr std::array<std::pair<std::string_view, v1::EntityKind>, 6> kKinds = {
      {{"org/", v1::ENTITY_KIND_ORGANISATION},
       {"product/", v1::ENTITY_KIND_PRODUCT},
       {"person/", v1::ENTITY_KIND_PERSON},
       {"place/", v1::ENTITY_KIND_PLACE},
       {"project/", v1::ENTITY_KIND_PROJECT},
       {"outlet/", v1::ENTITY_KIND_OUTLET}}};
  for (const auto& [prefix, kind] : kKinds) {
    if (id.substr(0, prefix.size()) == prefix && id.size() > prefix.size()) return kind;
  }
  return std::nullopt;
}

bool IsSlug(std::string_view slug) {
  return std::all_of(slug.begin(), slug.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// In small letters, without accents, as Token::lower has it.
std::string LowerPlain(std::string_view text) {
  std::string plain;
  std::vector<Token> tokens;
  plain.reserve(text.size());
  Tokenize(text, {}, plain, tokens);
  std::string lower;
  for (const Token& token : tokens) {
    if (!lower.empty() && token.space_before) lower += ' ';
    lower += token.lower;
  }
  return lower;
}

CatalogueName::Case CaseOf(const std::vector<Token>& tokens) {
  const Token& first = tokens.front();
  if (tokens.size() == 1 && first.all_caps && first.text.size() <= kLongestCapitals)
    return CatalogueName::kCapitals;
  if (first.capitalised || first.kind != Token::kWord) return CatalogueName::kCapitalised;
  return CatalogueName::kExact;
}

// "the Guardian" is the newspaper; "the block" in a name that is `ambiguous` is not The Block.
uint16_t CapitalsOf(const std::vector<Token>& tokens, bool ambiguous) {
  uint16_t capitals = 0;
  for (size_t i = 0; i < tokens.size() && i < 16; ++i) {
    const bool article = i == 0 && tokens.size() > 1 && tokens[i].lower == "the";
    if (tokens[i].capitalised && (!article || ambiguous)) {
      capitals = static_cast<uint16_t>(capitals | (1u << i));
    }
  }
  return capitals;
}

absl::Status Bad(std::string_view what, std::string_view value) {
  return absl::InvalidArgumentError(absl::StrCat(Absl(what), " '", Absl(value), "'"));
}

}  // namespace

absl::StatusOr<Catalogue> Catalogue::Load(const std::vector<std::string>& files) {
  Catalogue catalogue;
  size_t lines = 0;
  for (const CatalogueFile& file : BuiltInCatalogueFiles())
    lines += static_cast<size_t>(std::count(file.text.begin(), file.text.end(), '\n'));
  catalogue.Reserve(lines);
  for (const CatalogueFile& file : BuiltInCatalogueFiles()) {
    RETURN_IF_ERROR(catalogue.Read(file.text, file.name, OnTaken::kRefuse));
  }
  for (const std::string& file : files) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return absl::InvalidArgumentError(absl::StrCat(file, ": cannot be read"));
    RETURN_IF_ERROR(catalogue.Read(text.str(), file, OnTaken::kReplace));
  }
  RETURN_IF_ERROR(catalogue.CheckReferences());
  return catalogue;
}

absl::StatusOr<Catalogue> Catalogue::FromText(std::string_view text, std::string_view file) {
  Catalogue catalogue;
  RETURN_IF_ERROR(catalogue.Read(text, file, OnTaken::kReplace));
  RETURN_IF_ERROR(catalogue.CheckReferences());
  return catalogue;
}

void Catalogue::Reserve(size_t lines) {
  entries_.reserve(lines);
  places_.reserve(lines);
  by_id_.reserve(lines);
  // A line has about two names of two words each.
  names_.reserve(2 * lines);
  vocabulary_.Reserve(2 * lines);
  phrases_.Reserve(3 * lines);
}

absl::Status Catalogue::Read(std::string_view text, std::string_view file, OnTaken on_taken) {
  version_ = VersionWith(version_, text);
  int number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(text.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (const absl::Status status = ReadLine(line, absl::StrCat(Absl(file), ":", number), on_taken);
        !status.ok()) {
      return LineError(file, number, Std(status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status Catalogue::ReadLine(std::string_view line, const std::string& place, OnTaken on_taken) {
  std::array<std::string_view, 4> columns;
  size_t count = 0;
  for (size_t begin = 0; begin <= line.size(); ++count) {
    const size_t end = std::min(line.find('|', begin), line.size());
    if (count == columns.size()) return Bad("more than four columns:", line.substr(begin));
    columns[count] = TrimSpace(line.substr(begin, end - begin));
    begin = end + 1;
  }
  if (count < 2) return absl::InvalidArgumentError("expected 'id | name | other names | facts'");
  const std::string_view id = columns[0];
  const std::optional<v1::EntityKind> kind = KindOf(id);
  if (!kind.has_value())
    return Bad("an id starts with org/, product/, person/, place/, project/ or outlet/, unlike", id);
  if (!IsSlug(id.substr(id.find('/') + 1)))
    return Bad("an id has only a-z, 0-9 and '-' after its kind, unlike", id);
  if (columns[1].empty()) return Bad("no name for", id);

  CatalogueEntry entry;
  entry.entity.set_entity_id(std::string(id));
  entry.entity.set_kind(*kind);
  entry.entity.set_name(std::string(columns[1]));
  std::vector<std::string_view> descriptions;
  CatalogueName properties;
  RETURN_IF_ERROR(ReadFacts(columns[3], entry, descriptions, properties.ambiguous));
  const std::vector<std::string_view> aliases = Split(columns[2], ';');
  for (const std::string_view alias : aliases) entry.entity.add_aliases(std::string(alias));
  if (*kind == v1::ENTITY_KIND_PLACE && !entry.currency.empty() && !entry.home.empty()) {
    currency_of_[entry.home] = entry.currency;
  }

  const auto [known, is_new] = by_id_.try_emplace(std::string(id), static_cast<int32_t>(entries_.size()));
  properties.entry = known->second;
  if (is_new) {
    entries_.push_back(std::move(entry));
  } else if (on_taken == OnTaken::kReplace) {
    entries_[known->second] = std::move(entry);
  } else {
    return Bad("a second line for", id);
  }

  places_.resize(entries_.size());
  places_[properties.entry] = place;

  RETURN_IF_ERROR(AddName(columns[1], properties, on_taken));
  for (const std::string_view alias : aliases) RETURN_IF_ERROR(AddName(alias, properties, on_taken));
  properties.description = true;
  for (const std::string_view description : descriptions) {
    RETURN_IF_ERROR(AddName(description, properties, on_taken));
  }
  return absl::OkStatus();
}

absl::Status Catalogue::ReadFacts(std::string_view facts, CatalogueEntry& entry,
                                  std::vector<std::string_view>& descriptions, bool& ambiguous) const {
  for (const std::string_view fact : Split(facts, ';')) {
    const size_t colon = fact.find(':');
    const std::string_view key = TrimSpace(fact.substr(0, colon));
    const std::string_view value =
        colon == fact.npos ? std::string_view() : TrimSpace(fact.substr(colon + 1));
    if (key == "ambiguous") {
      ambiguous = true;
      continue;
    }
    if (value.empty()) return Bad("no value for", key);
    if (key == "parent") {
      entry.entity.set_parent_id(std::string(value));
    } else if (key == "vendor") {
      entry.entity.set_vendor_id(std::string(value));
    } else if (key == "family") {
      entry.entity.set_family_id(std::string(value));
    } else if (key == "ticker") {
      entry.entity.add_tickers(std::string(value));
    } else if (key == "employer") {
      entry.employer = std::string(value);
    } else if (key == "home") {
      if (value.size() != 2) return Bad("home is a country code of two letters, unlike", value);
      entry.home = std::string(value);
    } else if (key == "currency") {
      if (value.size() != 3) return Bad("currency is a code of three letters, unlike", value);
      entry.currency = std::string(value);
    } else if (key == "city") {
      entry.cities.push_back(LowerPlain(value));
    } else if (key == "sector") {
      if (!IsSlug(value)) return Bad("a sector has only a-z, 0-9 and '-', unlike", value);
      entry.sectors.emplace_back(value);
    } else if (key == "called") {
      descriptions.push_back(value);
    } else {
      return Bad("unknown fact", key);
    }
  }
  return absl::OkStatus();
}

absl::Status Catalogue::AddName(std::string_view name, CatalogueName properties, OnTaken on_taken) {
  std::string plain;
  plain.reserve(name.size());
  std::vector<Token> tokens;
  Tokenize(name, {}, plain, tokens);
  if (tokens.empty()) return absl::OkStatus();
  properties.written = properties.description ? CatalogueName::kAny : CaseOf(tokens);
  properties.capitals = CapitalsOf(tokens, properties.ambiguous);
  // A name of several words or in capitals is hardly ever an ordinary word.
  properties.ambiguous = properties.ambiguous && tokens.size() == 1 && !tokens[0].all_caps;
  std::vector<WordId> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(vocabulary_.Add(token.lower));
  if (on_taken == OnTaken::kRefuse) {
    if (const int32_t taken = phrases_.Find(words); taken != PhraseTable::kNone) {
      const int32_t owner = names_[taken].entry;
      // A name may be spelled twice; the first spelling counts.
      if (owner == properties.entry) return absl::OkStatus();
      return Bad(absl::StrCat("'", Absl(name), "' is already a name of"), entries_[owner].entity.entity_id());
    }
  }
  phrases_.Add(words, static_cast<int32_t>(names_.size()));
  names_.push_back(properties);
  return absl::OkStatus();
}

absl::Status Catalogue::CheckReferences() const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const v1::Entity& entity = entries_[i].entity;
    for (const std::string* id :
         {&entity.parent_id(), &entity.vendor_id(), &entity.family_id(), &entries_[i].employer}) {
      if (id->empty() || by_id_.contains(*id)) continue;
      return absl::InvalidArgumentError(absl::StrCat(places_[i], ": refers to ", *id, ", which has no line"));
    }
  }
  for (size_t i = 0; i < entries_.size(); ++i) {
    const CatalogueEntry* above = &entries_[i];
    for (int depth = 0; above != nullptr && !above->entity.parent_id().empty(); ++depth) {
      if (depth == kDeepestParent) {
        return absl::InvalidArgumentError(
            absl::StrCat(places_[i], ": the parents of ", entries_[i].entity.entity_id(), " have no end"));
      }
      above = FindEntry(above->entity.parent_id());
    }
  }
  return absl::OkStatus();
}

const CatalogueEntry* Catalogue::FindEntry(std::string_view entity_id) const {
  const auto found = by_id_.find(Absl(entity_id));
  return found == by_id_.end() ? nullptr : &entries_[found->second];
}

const v1::Entity* Catalogue::Find(std::string_view entity_id) const {
  const CatalogueEntry* entry = FindEntry(entity_id);
  return entry == nullptr ? nullptr : &entry->entity;
}

std::string_view Catalogue::HomeCurrency(std::string_view entity_id) const {
  const CatalogueEntry* entry = FindEntry(entity_id);
  // A unit without a home of its own is at home with its parent; the catalogue has no cycle deeper than this.
  for (int depth = 0; depth < 4 && entry != nullptr; ++depth) {
    if (!entry->home.empty()) {
      const auto currency = currency_of_.find(entry->home);
      return currency == currency_of_.end() ? std::string_view() : std::string_view(currency->second);
    }
    entry = FindEntry(entry->entity.parent_id());
  }
  return {};
}

}  // namespace tearsheet
