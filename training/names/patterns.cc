#include "training/names/patterns.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {

namespace {

using Words = std::vector<std::string_view>;

// What stands for a slot without a number.
const std::map<std::string, Words, std::less<>>& Fillers() {
  static const auto& fillers = *new std::map<std::string, Words, std::less<>>{
      {"maker",
       {"chipmaker",
        "carmaker",
        "lender",
        "software firm",
        "retailer",
        "drugmaker",
        "miner",
        "insurer",
        "airline",
        "steelmaker",
        "brewer",
        "food group",
        "startup",
        "fintech",
        "utility",
        "shipyard",
        "private equity firm",
        "property developer",
        "tech company",
        "telecoms operator"}},
      {"role",
       {"chief executive", "CEO", "chief financial officer", "CFO", "chairman", "chairwoman", "president",
        "managing director", "finance director", "chief operating officer", "head of sales",
        "Chief Executive Officer", "vice president", "Executive Vice President", "founder",
        "general counsel"}},
      {"nat",
       {"American", "British", "Chinese",  "Japanese", "Korean",     "Indian",    "French",   "German",
        "Italian",  "Spanish", "Dutch",    "Swiss",    "Swedish",    "Norwegian", "Danish",   "Finnish",
        "Polish",   "Turkish", "Russian",  "Israeli",  "Brazilian",  "Mexican",   "Canadian", "Australian",
        "European", "Saudi",   "Nigerian", "Thai",     "Vietnamese", "Indonesian"}},
      {"day", {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
      {"month",
       {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December", "Sept.", "Jan."}},
      {"n", {"2",  "4",  "5",  "7",  "10", "12", "15", "18", "20",  "24",  "30",
             "36", "40", "45", "50", "65", "75", "80", "90", "120", "250", "300"}},
      {"odoes",
       {"expanded into new markets",
        "opened a second office",
        "introduced a new range",
        "moved its head office",
        "launched a website",
        "closed three shops",
        "hired two hundred people",
        "sold the business",
        "renamed itself",
        "produced films for television",
        "distributed the records",
        "built a factory",
        "developed the software",
        "won a contract",
        "lost its licence",
        "bought land",
        "acquired a rival",
        "merged with its parent",
        "began trading",
        "went public",
        "filed for bankruptcy",
        "licensed the technology",
        "published the magazine",
        "became a subsidiary",
        "employs thousands",
        "operates hotels",
        "owns mines",
        "manages property",
        "makes shoes",
        "partnered with a bank",
        "invested in startups",
        "announced a buyback",
        "raised prices",
        "cut its forecast",
        "reported a loss",
        "was sold to a fund",
        "was founded",
        "was bought out",
        "was fined",
        "has grown fast",
        "sponsored the event",
        "added new features",
        "rebranded",
        "took over the lease",
        "joined the group",
        "supplies parts",
        "provides services",
        "offers loans",
        "plans to float",
        "remains profitable"}},
      {"pdoes",
       {"was born",
        "studied law",
        "won a prize",
        "grew up",
        "founded the firm",
        "wrote a book",
        "retired",
        "died",
        "resigned",
        "was elected",
        "trained as an engineer",
        "joined as an intern",
        "left for a rival",
        "gave evidence",
        "told the court",
        "led the team",
        "ran the bank",
        "spoke at the meeting",
        "sold his shares",
        "was arrested",
        "became a director",
        "was promoted",
        "studied the plans",
        "owned a restaurant",
        "played the piano"}},
      {"xdoes", {"was released",     "went on sale",      "costs less",          "is faster",
                 "won an award",     "runs on batteries", "was recalled",        "has been updated",
                 "is sold in shops", "was approved",      "treats diabetes",     "comes in three colours",
                 "ships next year",  "was withdrawn",     "has a larger screen", "uses less power",
                 "failed in trials", "was discontinued",  "supports video",      "outsold its rival",
                 "entered service",  "was redesigned"}},
      {"ldoes",
       {"has a port", "voted on the plan", "is home to many banks", "was flooded", "exports copper",
        "lies on the coast", "raised taxes", "has two airports", "banned the imports", "attracts tourists",
        "lost its steelworks", "is the capital", "borders the sea", "gained jobs"}},
      {"field",
       {"software", "paper", "energy", "drinks", "medical", "engine", "cloud", "insurance", "home loans",
        "packaging", "generics", "cement"}}};
  return fillers;
}

bool KindOf(char letter, NameKind& kind) {
  switch (letter) {
    case 'O':
    case 'o':
    case 'T':
      kind = NameKind::kOrganisation;
      return true;
    case 'P':
    case 'p':
      kind = NameKind::kPerson;
      return true;
    case 'L':
      kind = NameKind::kPlace;
      return true;
    case 'X':
      kind = NameKind::kThing;
      return true;
    default:
      return false;
  }
}

bool IsNameSlot(std::string_view slot) {
  NameKind kind;
  return slot.size() == 2 && slot[1] >= '0' && slot[1] <= '9' && KindOf(slot[0], kind);
}

}  // namespace

absl::StatusOr<Patterns> Patterns::Read(std::string_view text) {
  Patterns patterns;
  int number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    for (size_t open = line.find('{'); open != line.npos; open = line.find('{', open + 1)) {
      const size_t close = line.find('}', open);
      const std::string_view slot = close == line.npos ? "" : line.substr(open + 1, close - open - 1);
      if (!IsNameSlot(slot) && Fillers().find(slot) == Fillers().end()) {
        return absl::InvalidArgumentError(absl::StrCat("line ", number, ": unknown slot '", Absl(slot), "'"));
      }
    }
    patterns.lines_.emplace_back(line);
  }
  return patterns;
}

Passage Patterns::Fill(size_t index, const NameInventor& inventor, Random& random) const {
  const std::string_view line = lines_[index];
  Passage passage;
  std::map<std::string, InventedName> names;
  for (size_t at = 0; at < line.size();) {
    const size_t open = std::min(line.find('{', at), line.size());
    passage.Append(line.substr(at, open - at));
    if (open == line.size()) break;
    const size_t close = line.find('}', open);
    const std::string_view slot = line.substr(open + 1, close - open - 1);
    at = close + 1;
    if (!IsNameSlot(slot)) {
      passage.Append(random.Of(Fillers().find(slot)->second));
      continue;
    }
    NameKind kind = NameKind::kOrganisation;
    KindOf(slot[0], kind);
    const bool shortly = slot[0] == 'o' || slot[0] == 'p';
    std::string key(slot);
    if (shortly) key[0] = static_cast<char>(key[0] - 32);
    auto found = names.find(key);
    if (found == names.end()) found = names.emplace(key, inventor.Invent(kind, random)).first;
    passage.AppendName(shortly ? found->second.short_form : found->second.full, kind);
  }
  return passage;
}

}  // namespace tearsheet
