// What catalogue and article tell of each entity that a description can mean: "Metro Foods, a Leeds grocer"
// makes it "the grocer" and "the Leeds company" later on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

struct Traits {
  v1::EntityKind kind = v1::ENTITY_KIND_UNSPECIFIED;
  SectorSet sectors;
  CountrySet countries;
  // Words of its cities and regions, of its name, and of what the article calls it, in small letters. Views
  // of document and catalogue.
  std::vector<std::string_view> places;
  std::vector<std::string_view> name;
  std::vector<std::string_view> words;
  // Meaning::Flag of the words.
  uint32_t flags = 0;
  // A stock exchange lists it; another organisation owns it.
  bool listed = false;
  bool owned = false;
  // A fund or bank: puts money in others.
  bool investor = false;
  // A regulator, court, ministry: an organisation, but no company.
  bool official = false;
  // Of persons.
  bool woman = false;
  bool man = false;
};

// Traits of every entity of `document`, by index. Linear in its tokens.
std::vector<Traits> LearnTraits(const Document& document, const Catalogue& catalogue,
                                const Descriptions& descriptions);

}  // namespace tearsheet
