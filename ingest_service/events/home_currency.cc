#include "ingest_service/events/home_currency.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tearsheet {
namespace {

// Countries whose people write "$" for their own currency, by the end of a domain and by currency.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kDollarCountries = {
    {{".au", "AUD"}, {".nz", "NZD"}, {".ca", "CAD"}, {".sg", "SGD"}, {".hk", "HKD"}, {".tw", "TWD"}}};

std::string_view DollarOfDomain(std::string_view domain) {
  for (const auto& [suffix, currency] : kDollarCountries) {
    if (domain.size() > suffix.size() && domain.substr(domain.size() - suffix.size()) == suffix)
      return currency;
  }
  return {};
}

bool IsOtherDollar(std::string_view currency) {
  return std::any_of(kDollarCountries.begin(), kDollarCountries.end(),
                     [&](const auto& country) { return country.second == currency; });
}

// The currency at the home of the parties in core roles. Empty: no home is known; "?": they differ.
std::string_view HomeOfParties(const Ontology& ontology, const Catalogue& catalogue, const v1::Event& event) {
  const v1::EventType* type = ontology.FindType(event.type());
  if (type == nullptr) return {};
  std::string_view home;
  for (const v1::Participant& participant : event.participants()) {
    const v1::Role* role = Ontology::FindRole(*type, participant.role());
    if (role == nullptr || !role->core()) continue;
    const std::string_view currency = catalogue.HomeCurrency(participant.entity_id());
    if (currency.empty() || currency == home) continue;
    if (!home.empty()) return "?";
    home = currency;
  }
  return home;
}

}  // namespace

void ResolveBareDollars(const Ontology& ontology, const Catalogue& catalogue, const Document& document,
                        std::deque<Assertion>& assertions) {
  if (std::none_of(assertions.begin(), assertions.end(), [](const Assertion& a) { return a.bare_dollar; }))
    return;
  std::vector<std::string_view> marked;
  for (const DocumentMention& mention : document.mentions) {
    if (mention.kind != v1::AMOUNT || mention.bare_dollar) continue;
    const std::string_view currency = mention.value.amount().currency();
    if (IsOtherDollar(currency) && std::find(marked.begin(), marked.end(), currency) == marked.end())
      marked.push_back(currency);
  }
  const std::string_view local = DollarOfDomain(document.article->publisher().domain());
  for (Assertion& assertion : assertions) {
    if (!assertion.bare_dollar) continue;
    std::string_view currency = HomeOfParties(ontology, catalogue, assertion.event);
    if (currency.empty()) currency = local;
    if (!IsOtherDollar(currency) || std::find(marked.begin(), marked.end(), currency) != marked.end())
      continue;
    assertion.event.mutable_amount()->set_currency(std::string(currency));
  }
}

}  // namespace tearsheet
