#include "ingest_service/mentions/descriptions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "ingest_service/mentions/lexicon_file.h"
#include "ingest_service/mentions/short_hash.h"

extern "C" {
extern const char tearsheet_descriptions_start[], tearsheet_descriptions_end[];
}

namespace tearsheet {
namespace {

constexpr std::string_view kFile = "lexicons/descriptions.txt";
// Words of the longest phrase: "chief executive officer".
constexpr int kMostWords = 3;
// A word that is longer is no word of the lexicon.
constexpr size_t kLongestWord = 24;

constexpr std::array<std::pair<std::string_view, uint32_t>, 14> kClasses = {{
    {"general", Meaning::kGeneral},
    {"young", Meaning::kYoung},
    {"big", Meaning::kBig},
    {"parent", Meaning::kParent},
    {"child", Meaning::kChild},
    {"named", Meaning::kNamed},
    {"post", Meaning::kPost},
    {"man", Meaning::kMan},
    {"woman", Meaning::kWoman},
    {"female", Meaning::kFemaleName},
    {"thing", Meaning::kThing},
    {"people", Meaning::kPeople},
    {"things", Meaning::kThings},
    {"official", Meaning::kOfficial},
}};

constexpr std::array<std::pair<std::string_view, DealRole>, 8> kRoles = {{
    {"ACQUIRER", DealRole::kAcquirer},
    {"TARGET", DealRole::kTarget},
    {"SELLER", DealRole::kSeller},
    {"INVESTOR", DealRole::kInvestor},
    {"BORROWER", DealRole::kBorrower},
    {"LENDER", DealRole::kLender},
    {"PLAINTIFF", DealRole::kPlaintiff},
    {"DEFENDANT", DealRole::kDefendant},
}};

// Singulars that a plural may have: "companies", "airlines", "businesses".
std::array<std::string, 3> Singulars(std::string_view word) {
  std::array<std::string, 3> forms;
  if (word.size() < 4 || word.back() != 's') return forms;
  forms[0] = std::string(word.substr(0, word.size() - 1));
  if (word.substr(word.size() - 2) == "es") forms[1] = std::string(word.substr(0, word.size() - 2));
  if (word.substr(word.size() - 3) == "ies")
    forms[2] = absl::StrCat(Absl(word.substr(0, word.size() - 3)), "y");
  return forms;
}

}  // namespace

absl::StatusOr<Descriptions> Descriptions::Create() {
  Descriptions descriptions;
  const std::string_view text(tearsheet_descriptions_start,
                              static_cast<size_t>(tearsheet_descriptions_end - tearsheet_descriptions_start));
  descriptions.version_ = VersionWith("", text);
  int number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(text.substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return LineError(kFile, number, "expected 'class: word | word'");
    RETURN_IF_ERROR(descriptions.ReadLine(TrimSpace(line.substr(0, colon)), line.substr(colon + 1), number));
  }
  return descriptions;
}

absl::Status Descriptions::ReadLine(std::string_view key, std::string_view value, int line) {
  const std::vector<std::string_view> parts = Split(key, ' ');
  Meaning told;
  if (parts[0] == "sector" || parts[0] == "field") {
    if (parts.size() != 2) return LineError(kFile, line, "expected the name of one sector");
    const auto sector = sectors_.try_emplace(std::string(parts[1]), static_cast<int>(sectors_.size())).first;
    if (sector->second >= static_cast<int>(told.sectors.size()))
      return LineError(kFile, line, "too many sectors");
    told.sectors.set(sector->second);
    if (parts[0] == "sector") told.flags |= Meaning::kOrganisation;
  } else if (parts[0] == "country" || parts[0] == "region") {
    for (size_t i = 1; i < parts.size(); ++i) {
      const int index = CountryIndex(parts[i]);
      if (index >= static_cast<int>(told.countries.size()))
        return LineError(kFile, line, "too many countries");
      told.countries.set(index);
    }
  } else if (parts[0] == "role") {
    for (const auto& [name, role] : kRoles) {
      if (parts.size() == 2 && parts[1] == name) told.role = role;
    }
    if (told.role == DealRole::kNone) return LineError(kFile, line, "unknown role");
  } else {
    for (const auto& [name, flag] : kClasses) {
      if (parts[0] == name) told.flags |= flag;
    }
    if (told.flags == 0) return LineError(kFile, line, "unknown class");
    if (told.Is(Meaning::kMan | Meaning::kWoman)) told.flags |= Meaning::kPost;
  }
  for (const std::string_view phrase : Split(value, '|')) {
    Meaning& meaning = Edit(phrase);
    meaning.flags |= told.flags;
    meaning.sectors |= told.sectors;
    meaning.countries |= told.countries;
    if (told.role != DealRole::kNone) meaning.role = told.role;
  }
  return absl::OkStatus();
}

// Phrases are kept with one space between words; hyphens count as spaces.
Meaning& Descriptions::Edit(std::string_view phrase) {
  std::string plain(phrase);
  std::replace(plain.begin(), plain.end(), '-', ' ');
  if (const size_t space = plain.find(' '); space != std::string::npos)
    starts_[plain.substr(0, space)] = true;
  const auto [place, is_new] = phrases_.try_emplace(std::move(plain), static_cast<int>(meanings_.size()));
  if (is_new) meanings_.emplace_back();
  return meanings_[place->second];
}

int Descriptions::CountryIndex(std::string_view code) {
  return countries_.try_emplace(std::string(code), static_cast<int>(countries_.size())).first->second;
}

const Meaning* Descriptions::Word(std::string_view word) const {
  const auto found = phrases_.find(Absl(word));
  return found == phrases_.end() ? nullptr : &meanings_[found->second];
}

const Meaning* Descriptions::Longest(const std::vector<Token>& tokens, int at, int end, int& length,
                                     bool& plural) const {
  const Meaning* best = nullptr;
  length = 0;
  plural = false;
  if (tokens[at].kind != Token::kWord || tokens[at].lower.size() > kLongestWord) return nullptr;
  const auto look = [&](std::string_view phrase, int tokens_read) {
    const Meaning* found = Word(phrase);
    bool several = false;
    if (found == nullptr || !found->IsHead()) {
      for (const std::string& singular : Singulars(phrase)) {
        const Meaning* one = singular.empty() ? nullptr : Word(singular);
        if (one == nullptr || several || (found != nullptr && !one->IsHead())) continue;
        found = one;
        several = one->IsHead();
      }
    }
    if (found == nullptr) return;
    best = found;
    length = tokens_read;
    plural = several;
  };
  look(tokens[at].lower, 1);
  if (!starts_.contains(Absl(tokens[at].lower))) return best;
  std::string phrase(tokens[at].lower);
  int words = 1;
  for (int t = at + 1; t < end && words < kMostWords; ++t) {
    if (tokens[t].lower == "-") continue;
    if (tokens[t].kind != Token::kWord || tokens[t].lower.size() > kLongestWord) break;
    absl::StrAppend(&phrase, " ", Absl(tokens[t].lower));
    ++words;
    look(phrase, t + 1 - at);
  }
  return best;
}

SectorSet Descriptions::Sector(std::string_view name) const {
  SectorSet set;
  if (const auto found = sectors_.find(Absl(name)); found != sectors_.end()) set.set(found->second);
  return set;
}

CountrySet Descriptions::Country(std::string_view code) const {
  CountrySet set;
  if (const auto found = countries_.find(Absl(code)); found != countries_.end()) set.set(found->second);
  return set;
}

}  // namespace tearsheet
