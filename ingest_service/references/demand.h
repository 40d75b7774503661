// What a pronoun or description asks of whom it stands for, by its words.
#pragma once

#include <string_view>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

struct Demand {
  enum Kind : uint8_t {
    kHe,       // he, him, his
    kShe,      // she, her
    kIt,       // it, its
    kThey,     // they, their, them
    kSeveral,  // both companies, the two, the three carriers: `count` of them
    kFormer,   // the former, the latter
    kLatter,
    kDescription,  // the company, the Leeds-based lender, the buyer
  };

  Kind kind = kDescription;
  int count = 2;
  // Of descriptions:
  uint32_t flags = 0;  // Meaning::Flag of the last noun
  DealRole role = DealRole::kNone;
  // Of the last noun ("lender"), and of the words before it ("oil").
  SectorSet noun_sectors;
  SectorSet sectors;
  CountrySet countries;
  // Last word and the other words in small letters; words with a capital that name no country ("Leeds").
  std::string_view noun;
  std::vector<std::string_view> words;
  std::vector<std::string_view> places;
  // Says nothing but that it is an organisation ("the company").
  bool general = false;
  bool plural = false;
  // kSeveral: a number tells how many ("the two companies"), else it is a plural ("the companies").
  bool counted = false;
};

Demand ReadDemand(const Document& document, const DocumentMention& mention, const Descriptions& descriptions);

// Whether "it" stands for nobody: "it is likely that", "it was the largest deal".
bool IsExpletive(const Document& document, const DocumentMention& mention);

}  // namespace tearsheet
