#include "ingest_service/references/fit.h"

#include <algorithm>

#include "ingest_service/references/salience.h"

namespace tearsheet {
namespace {

bool Has(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsOrganisation(v1::EntityKind kind) {
  return kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_UNSPECIFIED;
}

std::optional<Fit> FitPerson(const Demand& demand, const Traits& traits) {
  if (traits.kind != v1::ENTITY_KIND_PERSON) return std::nullopt;
  Fit fit;
  const bool woman = demand.kind == Demand::kShe || (demand.flags & Meaning::kWoman) != 0;
  const bool man = demand.kind == Demand::kHe || (demand.flags & Meaning::kMan) != 0;
  if (woman && traits.man) return std::nullopt;
  if (man && traits.woman) return std::nullopt;
  if (woman && !traits.woman) fit.points -= 15;
  for (const std::string_view word : demand.words) {
    if (!Has(traits.words, word)) continue;
    fit.points += salience::kPost;
    fit.evidence = true;
    break;
  }
  return fit;
}

void FitWords(const Demand& demand, const Traits& traits, Fit& fit) {
  int told = 0;
  for (const std::string_view word : demand.words) {
    if (Has(traits.name, word) && !demand.general) {
      fit.points += salience::kNameWord;
      fit.evidence = true;
      fit.kind_agrees |= word == demand.noun;
    } else if (told < salience::kMostToldWords && !demand.general && Has(traits.words, word)) {
      fit.points += salience::kToldWord;
      ++told;
      fit.evidence |= word == demand.noun;
    }
  }
}

}  // namespace

std::optional<Fit> FitOf(const Demand& demand, const Traits& traits) {
  const bool person = demand.kind == Demand::kHe || demand.kind == Demand::kShe ||
                      (demand.kind == Demand::kDescription && (demand.flags & Meaning::kPost) != 0 &&
                       demand.noun_sectors.none() && demand.role == DealRole::kNone);
  if (person) return FitPerson(demand, traits);
  const bool thing = demand.kind == Demand::kDescription && (demand.flags & Meaning::kThing) != 0 &&
                     demand.noun_sectors.none();
  Fit fit;
  if (traits.kind == v1::ENTITY_KIND_PRODUCT) {
    if (demand.kind != Demand::kIt && !thing) return std::nullopt;
    if (!thing) fit.points += salience::kProduct;
    if (thing) FitWords(demand, traits, fit);
    return fit;
  }
  if (thing || !IsOrganisation(traits.kind)) return std::nullopt;
  if (demand.kind == Demand::kIt || demand.kind == Demand::kThey) {
    if (traits.official) fit.points += salience::kOfficial;
    return fit;
  }
  // "the company" is no regulator; "the regulator" is nobody else.
  if (traits.official && (demand.general || (demand.flags & (Meaning::kYoung | Meaning::kBig)) != 0))
    return std::nullopt;

  if (demand.noun_sectors.any()) {
    if ((demand.noun_sectors & traits.sectors).any()) {
      fit.points += salience::kSector;
      fit.evidence = true;
      fit.kind_agrees = true;
    } else {
      fit.points += traits.sectors.any() ? salience::kOtherSector : salience::kUnknownSector;
    }
  }
  if (demand.sectors.any()) {
    if ((demand.sectors & traits.sectors).any()) {
      fit.points += salience::kField;
      fit.evidence = true;
    } else if (traits.sectors.any() && demand.noun_sectors.none()) {
      fit.points += salience::kOtherField;
    }
  }
  if (demand.countries.any()) {
    if ((demand.countries & traits.countries).any()) {
      fit.points += salience::kCountry;
      fit.evidence = true;
    } else if (traits.countries.any()) {
      fit.points += salience::kOtherCountry;
    }
  }
  if (!demand.places.empty()) {
    const bool there = std::any_of(demand.places.begin(), demand.places.end(), [&](std::string_view place) {
      return Has(traits.places, place) || Has(traits.name, place);
    });
    fit.evidence |= there;
    fit.points += there ? salience::kPlace : traits.places.empty() ? 0 : salience::kOtherPlace;
  }
  FitWords(demand, traits, fit);
  if ((demand.flags & Meaning::kYoung) != 0)
    fit.points += traits.listed || traits.owned || traits.investor ? salience::kNotYoung
                  : (traits.flags & Meaning::kYoung) != 0          ? 2 * salience::kYoung
                                                                   : salience::kYoung;
  if ((demand.flags & Meaning::kBig) != 0) fit.points += traits.listed ? salience::kBig : salience::kNotBig;
  // A ministry or fund is only meant by its own name or kind.
  const bool named = (demand.flags & Meaning::kNamed) != 0 && demand.noun_sectors.none();
  if (named && !Has(traits.name, demand.noun)) return std::nullopt;
  if ((demand.flags & Meaning::kChild) != 0 && !traits.owned && (traits.flags & Meaning::kChild) == 0)
    return std::nullopt;
  return fit;
}

}  // namespace tearsheet
