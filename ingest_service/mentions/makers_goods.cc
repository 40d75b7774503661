#include "ingest_service/mentions/makers_goods.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/strings.h"
#include "ingest_service/mentions/provisional.h"

namespace tearsheet {
namespace {

// Words that may stand between the maker and the goods.
constexpr int kMostWordsBetween = 3;

// Plurals and mass nouns: a singular ("the Acme truck") is most often one thing and no product.
bool IsGoods(std::string_view word, bool possessive) {
  static const auto* const kDesigned = new absl::flat_hash_set<absl::string_view>(
      {"chips", "processors", "gpus", "cpus", "accelerators", "models", "software", "microchips"});
  // "Acme's trucks" are as often those that it drives.
  static const auto* const kBuilt = new absl::flat_hash_set<absl::string_view>(
      {"systems",   "servers",     "racks",    "turbines",   "robots",     "trucks",        "vans",
       "buses",     "trains",      "trams",    "jets",       "turboprops", "aircraft",      "planes",
       "airliners", "helicopters", "drones",   "satellites", "batteries",  "locomotives",   "tractors",
       "chargers",  "cameras",     "scanners", "terminals",  "meters",     "electrolysers", "electrolyzers",
       "inverters", "routers",     "switches", "laptops",    "tablets"});
  return kDesigned->contains(Absl(word)) || (!possessive && kBuilt->contains(Absl(word)));
}

// What goods are described by.
bool DescribesGoods(std::string_view word) {
  static const auto* const kWords = new absl::flat_hash_set<absl::string_view>(
      {"ai",       "artificial", "intelligence", "graphics",   "server",    "data",    "centre",
       "center",   "computer",   "computing",    "custom",     "language",  "open",    "large",
       "wind",     "gas",        "electric",     "delivery",   "warehouse", "smart",   "passenger",
       "regional", "commuter",   "widebody",     "narrowbody", "cargo",     "battery", "accounting",
       "payroll",  "logistics",  "cloud",        "security",   "routing",   "storage", "network"});
  return kWords->contains(Absl(word));
}

// "Acme trains its models", "Acme switches to": the word is what the maker does.
bool IsDone(std::string_view word, const Token* next) {
  static const auto* const kVerbs =
      new absl::flat_hash_set<absl::string_view>({"trains", "switches", "racks"});
  static const auto* const kAfterVerb = new absl::flat_hash_set<absl::string_view>(
      {"its", "their", "his", "her", "the",  "a",    "an",     "to",    "from",    "on",
       "off", "over",  "up",  "all", "more", "some", "people", "staff", "workers", "students"});
  return kVerbs->contains(Absl(word)) && next != nullptr &&
         (next->capitalised || kAfterVerb->contains(Absl(next->lower)));
}

bool IsProvisional(std::string_view entity_id) { return entity_id.find("/~") != std::string_view::npos; }

}  // namespace

void FindMakersGoods(Document& document) {
  absl::flat_hash_map<std::string, int32_t> known;
  const size_t names = document.mentions.size();
  std::vector<int> told(document.entities.size(), 0);
  for (const DocumentMention& mention : document.mentions) {
    for (const int32_t e : mention.entities) ++told[e];
  }
  for (size_t m = 0; m < names; ++m) {
    const DocumentMention& maker = document.mentions[m];
    if (maker.kind != v1::ENTITY || maker.reference || maker.entities.size() != 1) continue;
    const v1::Entity& organisation = document.entities[maker.entities[0]];
    if (organisation.kind() != v1::ENTITY_KIND_ORGANISATION) continue;
    // An unknown name that stands only here may as well be that of the goods ("Acme's Vexa AI chips").
    if (IsProvisional(organisation.entity_id()) && told[maker.entities[0]] < 2) continue;
    const int32_t end = document.sentences[maker.sentence].end_token;
    int32_t i = maker.end_token;
    if (maker.possessive && i < end && document.tokens[i].lower == "'s") ++i;
    for (int words = 0; i < end && words < kMostWordsBetween && DescribesGoods(document.tokens[i].lower);
         ++words)
      ++i;
    if (i >= end) continue;
    const Token& noun = document.tokens[i];
    // A capital makes it part of a name.
    if ((noun.capitalised && noun.text.back() != 's') || !IsGoods(noun.lower, maker.possessive)) continue;
    const bool described = i > maker.end_token + (maker.possessive ? 1 : 0);
    const Token* next = i + 1 < end ? &document.tokens[i + 1] : nullptr;
    if (!maker.possessive && !described && IsDone(noun.lower, next)) continue;
    const std::string name = absl::StrCat(organisation.name(), " ", Absl(noun.text));
    const auto [entry, added] = known.try_emplace(name, static_cast<int32_t>(document.entities.size()));
    DocumentMention goods;
    goods.first_token = i;
    goods.end_token = i + 1;
    goods.sentence = maker.sentence;
    goods.kind = v1::ENTITY;
    goods.entities = {entry->second};
    if (added) {
      v1::Entity product = ProvisionalEntity(v1::ENTITY_KIND_PRODUCT, name);
      product.set_vendor_id(organisation.entity_id());
      document.entities.push_back(std::move(product));
    }
    document.mentions.push_back(std::move(goods));
  }
}

}  // namespace tearsheet
