// The entities that are known by name before any article is read: what docs/extending.md calls the catalogue.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ingest_service/mentions/vocabulary.h"
#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// A way of writing an entity.
struct CatalogueName {
  // How the name must be written in an article to count as the name.
  enum Case : uint8_t {
    // Upper case where the catalogue has it, as most names.
    kCapitalised,
    // Every letter upper case: a short name that would be a word otherwise ("ARM", "US").
    kCapitals,
    // As in the catalogue or with more capitals: a name that starts in lower case ("iPhone").
    kExact,
    // Any case: a description ("the ChatGPT maker").
    kAny,
  };

  // Index into Catalogue::entries().
  int32_t entry = 0;
  Case written = kCapitalised;
  // Bit i: token i is capitalised in the catalogue (the first 16; "The" at the start does not count).
  uint16_t capitals = 0;
  // The name is also an ordinary word ("Target"): it counts only where the article gives a sign that the
  // entity is meant.
  bool ambiguous = false;
  // A description of the entity rather than a name.
  bool description = false;
};

// What the catalogue knows of an entity.
struct CatalogueEntry {
  v1::Entity entity;
  // ISO 3166-1 alpha-2 code of the country where it is at home; for a country its own. Empty: none known.
  std::string home;
  // ISO 4217 code of a country's currency.
  std::string currency;
  // Id of the organisation for which a person speaks.
  std::string employer;
  // Cities or regions of its head office in small letters without accents, as in "the Leeds-based company".
  std::vector<std::string> cities;
  // What it does: names of sectors of lexicons/descriptions.txt ("bank", "chips").
  std::vector<std::string> sectors;
};

// Immutable after construction and therefore thread-safe.
class Catalogue {
 public:
  // The catalogue that is part of the program, then `files` in order; a later line for an id or name replaces
  // the earlier one. A bad line is INVALID_ARGUMENT: "file:line: what is wrong". The format is described in
  // docs/extending.md.
  static absl::StatusOr<Catalogue> Load(const std::vector<std::string>& files);

  // The catalogue of `text` alone; `file` stands for it in errors.
  static absl::StatusOr<Catalogue> FromText(std::string_view text, std::string_view file);

  // Null when there is none. Lives as long as this object.
  const v1::Entity* Find(std::string_view entity_id) const;
  const CatalogueEntry* FindEntry(std::string_view entity_id) const;

  // ISO 4217 code of the currency at the entity's home; empty when the catalogue does not know it.
  std::string_view HomeCurrency(std::string_view entity_id) const;

  // Hash of every text that was read.
  const std::string& version() const { return version_; }

  const std::vector<CatalogueEntry>& entries() const { return entries_; }

  // Words of all names, and names as phrases of them; a phrase's value is an index into names().
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const PhraseTable& phrases() const { return phrases_; }
  const std::vector<CatalogueName>& names() const { return names_; }

 private:
  // What a file does where an id or a name is already taken: two of the program's own lines must not claim
  // the same, a user's line replaces what was there.
  enum class OnTaken { kRefuse, kReplace };

  // Makes room for what `lines` lines hold.
  void Reserve(size_t lines);
  absl::Status Read(std::string_view text, std::string_view file, OnTaken on_taken);
  absl::Status ReadLine(std::string_view line, const std::string& place, OnTaken on_taken);
  absl::Status ReadFacts(std::string_view facts, CatalogueEntry& entry,
                         std::vector<std::string_view>& descriptions, bool& ambiguous) const;
  absl::Status AddName(std::string_view name, CatalogueName properties, OnTaken on_taken);
  // Every id that a line refers to has a line.
  absl::Status CheckReferences() const;

  std::vector<CatalogueEntry> entries_;
  // "file:line" of each entry, for errors.
  std::vector<std::string> places_;
  absl::flat_hash_map<std::string, int32_t> by_id_;
  absl::flat_hash_map<std::string, std::string> currency_of_;
  Vocabulary vocabulary_;
  PhraseTable phrases_;
  std::vector<CatalogueName> names_;
  std::string version_;
};

}  // namespace tearsheet
