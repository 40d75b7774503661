#include "training/names/inventor.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace tearsheet {

namespace {

using Words = std::vector<std::string_view>;

// Syllables of made-up words, by the languages that they sound like.
struct Sounds {
  Words first;
  Words middle;
  Words last;
};

const std::vector<Sounds>& Languages() {
  static const std::vector<Sounds>& languages = *new std::vector<Sounds>{
      {{"Bran", "Kes", "Thorn", "Hal", "Wex", "Dun", "Ash", "Pem", "Tal", "Mer", "Gren", "Oak", "Sel"},
       {"", "", "er", "a", "ing", "le", "o"},
       {"ton", "ford", "mark", "well", "dale", "low", "by", "ster", "more", "field", "wick", "son", "ley"}},
      {{"Ver", "Nov", "Lum", "Quant", "Zen", "Syn", "Alt", "Opt", "Cel", "Vant", "Aer", "Neo", "Xyl"},
       {"", "a", "i", "o", "e", "ti", "era"},
       {"ra", "ix", "ia", "is", "on", "ex", "ent", "ora", "us", "ify", "ly", "va", "tron", "gen", "nta"}},
      {{"Nord", "Sven", "Hav", "Fjell", "Lund", "Bjor", "Stor", "Kaar", "Vest", "Ska"},
       {"", "en", "a", "e", "vik"},
       {"holm", "frue", "sen", "gaard", "strom", "berg", "kap", "na", "lund", "dahl"}},
      {{"Brand", "Klein", "Hoch", "Stein", "Wald", "Eber", "Schwar", "Rhein", "Krup", "Lang"},
       {"", "en", "er", "el"},
       {"auer", "mann", "bach", "hofer", "werk", "burg", "stein", "feld", "er", "meyer"}},
      {{"Mont", "Beau", "Chal", "Lav", "Ren", "Dur", "Gir", "Mar", "Vill", "Del"},
       {"", "e", "a", "i"},
       {"ault", "ier", "court", "ande", "oux", "elle", "neuve", "eaux", "mont", "ois"}},
      {{"Bella", "Gru", "Sal", "Mor", "Fer", "Cast", "Riv", "Tor", "Mar", "Lo"},
       {"", "i", "e", "an", "ell"},
       {"ini", "elli", "ice", "etti", "ano", "ara", "ero", "ez", "illo", "azzi"}},
      {{"Kuro", "Haya", "Toku", "Mitsu", "Yama", "Naka", "Shin", "Taka", "Mura", "Aki"},
       {"", "ga", "ta", "sa", "ka"},
       {"ne", "wa", "moto", "shi", "da", "hara", "mura", "no", "se", "ki"}},
      {{"Vind", "Chai", "Brah", "Kon", "Sur", "Man", "Raj", "Nir", "Lak", "Dev", "Bha"},
       {"", "a", "hy", "ta", "ma", "sh"},
       {"nya", "putra", "kan", "esh", "diya", "pal", "sthan", "mala", "ndra", "garh", "wal"}},
      {{"Zhong", "Hua", "Xin", "Tai", "Jin", "Wei", "Shen", "Guang", "Bao", "Ling"},
       {"", "", "da"},
       {"hai", "tong", "feng", "yuan", "long", "xing", "wei", "chu", "li", "shan"}},
      {{"Al", "Sah", "Mar", "Nak", "Qal", "Rash", "Dah", "Saf", "Jum", "Zay"},
       {"", "a", "i"},
       {"hara", "hat", "eel", "oud", "wan", "san", "dan", "ir", "een", "af"}},
      {{"Prze", "Kra", "Nov", "Dun", "Tat", "Zbr", "Vlt", "Mor", "Sla", "Bor"},
       {"", "o", "a", "i"},
       {"ski", "ova", "bor", "ran", "vice", "gorod", "nik", "kov", "tava", "szky"}},
      {{"Lag", "Nai", "Kum", "Zul", "Mba", "Oke", "Ade", "Tem", "Kil", "Nde"},
       {"", "o", "a", "u"},
       {"si", "ba", "ndi", "wale", "ima", "bo", "le", "gu", "ro", "za"}}};
  return languages;
}

const Words kCommon = {
    "Rising",  "Blue",    "Green",    "Silver",  "Golden",    "Red",      "White",    "Black",    "Bright",
    "Open",    "First",   "Second",   "Clear",   "Grand",     "Northern", "Southern", "Eastern",  "Western",
    "Central", "United",  "National", "Global",  "Royal",     "Modern",   "Smart",    "Quick",    "Deep",
    "Sun",     "Moon",    "River",    "Harbour", "Harbor",    "Bridge",   "Stone",    "Iron",     "Copper",
    "Cedar",   "Oak",     "Maple",    "Pine",    "Willow",    "Meadow",   "Summit",   "Valley",   "Ridge",
    "Creek",   "Lake",    "Ocean",    "Coast",   "Island",    "Castle",   "Tower",    "Gate",     "Field",
    "Garden",  "Orchard", "Anchor",   "Compass", "Lantern",   "Beacon",   "Arrow",    "Falcon",   "Eagle",
    "Otter",   "Fox",     "Bear",     "Wolf",    "Lion",      "Tiger",    "Heron",    "Honey",    "Dew",
    "Crown",   "Shield",  "Key",      "Star",    "Comet",     "Orbit",    "Pixel",    "Signal",   "Relay",
    "Circle",  "Square",  "Triangle", "Pioneer", "Frontier",  "Liberty",  "Unity",    "Alliance", "Century",
    "Home",    "City",    "County",   "Market",  "Trade",     "Corner",   "Family",   "People",   "Country",
    "World",   "Radio",   "Music",    "Comedy",  "Discovery", "History",  "Travel",   "Food",     "Kitchen",
    "Pet",     "Baby"};

const Words kHeads = {"Pictures",     "Studios",   "Entertainment", "Records",   "Radio",      "Television",
                      "Broadcasting", "Airlines",  "Railways",      "Cycles",    "Burgers",    "Donuts",
                      "Tyres",        "Furniture", "Mills",         "Press",     "Publishing", "Outdoor",
                      "Channel",      "Network",   "Theatres",      "Bakery",    "Brewery",    "Dairy",
                      "Farms",        "Toys",      "Shoes",         "Jewellers", "Pharmacy",   "Clinics",
                      "Metabolics",   "Silicon",   "Memory",        "Optics",    "Thermal",    "Microsystems",
                      "Gears",        "Salvage",   "Ferries",       "Refining",  "Ammonia",    "Fuel",
                      "Telecom",      "Bank",      "Trust",         "Insurance", "Motor"};

const Words kGoods = {"Trucks", "Cells",  "Cars",    "Tools",   "Pumps",    "Shirts",  "Chairs",  "Lamps",
                      "Boats",  "Bikes",  "Watches", "Glasses", "Bricks",   "Tiles",   "Windows", "Doors",
                      "Wines",  "Beers",  "Teas",    "Coffee",  "Biscuits", "Snacks",  "Cakes",   "Eggs",
                      "Meats",  "Fish",   "Seeds",   "Plants",  "Flowers",  "Books",   "Cards",   "Maps",
                      "Films",  "Songs",  "Phones",  "Screens", "Chips",    "Cables",  "Sensors", "Engines",
                      "Wheels", "Brakes", "Tyres",   "Rails",   "Ships",    "Planes",  "Drones",  "Rockets",
                      "Homes",  "Houses", "Buses",   "Taxis",   "Rides",    "Tickets", "Travel",  "Tours",
                      "Loans",  "Cash",   "Money",   "Express", "Cart",     "Basket",  "Box",     "Direct",
                      "Online", "Angels", "Growth",  "Street",  "Water",    "Silk"};

const Words kSubjects = {"Energy",
                         "Trade",
                         "Justice",
                         "Health",
                         "Defence",
                         "Defense",
                         "Transport",
                         "Competition",
                         "Finance",
                         "Commerce",
                         "Labour",
                         "Agriculture",
                         "Markets",
                         "Securities",
                         "Consumer Protection",
                         "Financial Conduct",
                         "Communications",
                         "Aviation",
                         "Food Safety",
                         "Nuclear Safety",
                         "Data Protection",
                         "Fair Trading",
                         "Serious Crime",
                         "Water",
                         "Railways"};

const Words kNations = {"British", "American", "French",   "German",    "Indian",  "Japanese",
                        "Korean",  "Danish",   "Swiss",    "Italian",   "Spanish", "Turkish",
                        "Dutch",   "Nordic",   "European", "Australian"};

const Words kSurnames = {
    "Smith",    "Jones",   "Brown",    "Taylor",    "Wilson",    "Evans",    "Thomas",   "Roberts",
    "Walker",   "Wright",  "Green",    "Baker",     "Hill",      "Young",    "King",     "Cooper",
    "Ward",     "Turner",  "Müller",   "Schmidt",   "Fischer",   "Weber",    "Wagner",   "Becker",
    "Hoffmann", "Schulz",  "Rossi",    "Ferrari",   "Esposito",  "Bianchi",  "Romano",   "García",
    "Martínez", "López",   "Sánchez",  "Pérez",     "Silva",     "Santos",   "Oliveira", "Souza",
    "Costa",    "Martin",  "Bernard",  "Dubois",    "Moreau",    "Laurent",  "Jansen",   "Bakker",
    "Visser",   "Nielsen", "Hansen",   "Andersson", "Johansson", "Virtanen", "Nowak",    "Kowalski",
    "Novák",    "Horváth", "Popescu",  "Ivanov",    "Petrov",    "Sokolova", "Yılmaz",   "Kaya",
    "Haddad",   "Khan",    "Hussain",  "Rahman",    "Sharma",    "Patel",    "Gupta",    "Singh",
    "Mehta",    "Reddy",   "Iyer",     "Sehgal",    "Banerjee",  "Wang",     "Li",       "Zhang",
    "Chen",     "Liu",     "Huang",    "Zhou",      "Kim",       "Lee",      "Park",     "Choi",
    "Tanaka",   "Suzuki",  "Sato",     "Watanabe",  "Ito",       "Nguyen",   "Tran",     "Pham",
    "Wijaya",   "Lim",     "Tan",      "Reyes",     "Cruz",      "Okafor",   "Adeyemi",  "Mensah",
    "Mwangi",   "Ndlovu",  "Dlamini",  "Cohen",     "Levy",      "Katz",     "O'Brien",  "O'Connor",
    "Murphy",   "Kelly",   "McCarthy", "MacDonald", "Lindqvist"};

const Words kForms = {
    "Inc.",      "Inc",     ", Inc.", "Ltd",      "Ltd.",  "plc",     "PLC",         "Corp.",     "Corp",
    "AG",        "GmbH",    "SE",     "SA",       "S.A.",  "SpA",     "S.p.A.",      "NV",        "BV",
    "AB",        "ASA",     "A/S",    "Oyj",      "LLC",   "LLP",     "Co.",         "& Co",      "Limited",
    "Pvt. Ltd.", "Pty Ltd", "Berhad", "Holdings", "Group", "Company", "Corporation", "Co., Ltd.", "KK"};

std::string Title(std::string_view word) {
  std::string title(word);
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 32);
  return title;
}

std::string Word(Random& random) {
  const Sounds& sounds = random.Of(Languages());
  std::string word(random.Of(sounds.first));
  word += random.Of(sounds.middle);
  word += random.Of(sounds.last);
  return word;
}

std::string RandomCapitals(Random& random, size_t least, size_t most) {
  std::string letters;
  for (size_t n = least + random.Below(most - least + 1); n > 0; --n)
    letters.push_back("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[random.Below(26)]);
  return letters;
}

std::string Initials(std::string_view name) {
  std::string letters;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] >= 'A' && name[i] <= 'Z' && (i == 0 || name[i - 1] == ' ')) letters.push_back(name[i]);
  }
  return letters;
}

std::string Surname(Random& random) {
  return random.Percent(50) ? std::string(random.Of(kSurnames)) : Word(random);
}

std::string Common(Random& random) { return std::string(random.Of(kCommon)); }

std::string Join(std::string_view a, std::string_view b) {
  std::string joined(a);
  joined.push_back(' ');
  joined += b;
  return joined;
}

}  // namespace

InventedName NameInventor::Invent(NameKind kind, Random& random) const {
  switch (kind) {
    case NameKind::kOrganisation:
      return Organisation(random);
    case NameKind::kPerson:
      return Person(random);
    case NameKind::kPlace:
      return Place(random);
    default:
      return Product(random);
  }
}

InventedName NameInventor::Organisation(Random& random) const {
  InventedName name;
  const auto head = [&] {
    if (random.Percent(25)) return std::string(random.Of(kGoods));
    return random.Percent(60) ? Title(random.Of(words_.heads)) : std::string(random.Of(kHeads));
  };
  switch (random.Below(24)) {
    case 0:
    case 1:
    case 2:
      name.full = Word(random);
      break;
    case 3:
    case 4:
    case 5:
      name.short_form = Word(random);
      name.full = Join(name.short_form, head());
      break;
    case 6:
      name.short_form = Word(random);
      name.full = Join(name.short_form, Join(head(), head()));
      break;
    case 7:
      name.full = Join(Word(random), Word(random));
      break;
    case 8:
      name.short_form = Common(random);
      name.short_form = Join(name.short_form, Common(random));
      name.full = random.Percent(70) ? Join(name.short_form, head()) : name.short_form;
      break;
    case 9:
      name.full = Join(Common(random), head());
      break;
    case 10:
      name.full =
          Join(Surname(random), Join("&", random.Percent(30) ? std::string("Sons") : Surname(random)));
      break;
    case 11:
      name.full = RandomCapitals(random, 2, 5);
      break;
    case 12:
      name.full = (random.Percent(50) ? Common(random) : Word(random)) +
                  (random.Percent(50) ? Common(random) : Title(random.Of(words_.heads)));
      break;
    case 13: {
      const std::string place = Place(random).full;
      switch (random.Below(6)) {
        case 0:
          name.full = Join("Bank of", place);
          break;
        case 1:
          name.full = Join("University of", place);
          break;
        case 2:
          name.full = Join("Port of", place);
          break;
        default:
          name.full = Join(place, head());
      }
      break;
    }
    case 14:
      name.full = Join(random.Of(kNations), Join(Common(random), head()));
      if (random.Percent(30)) name.short_form = Initials(name.full);
      break;
    case 15:
      name.full = Common(random);
      break;
    case 16:
    case 17:
      name.full = random.Of(words_.organisations);
      break;
    case 18:
      name.full = Join(Surname(random), random.Percent(50) ? head() : std::string("Brothers"));
      if (random.Percent(30)) name.full = Join(Title(random.Of(words_.first_names)), name.full);
      break;
    case 19: {
      static const Words kOdd = {"x", "e-", "i", "my", "7-", "3", "1st "};
      const std::string word = Word(random);
      switch (random.Below(5)) {
        case 0:
          name.full = std::string(random.Of(kOdd)) + word;
          break;
        case 1:
          name.full = word + std::string(1, static_cast<char>('1' + random.Below(9)));
          break;
        case 2:
          name.full = absl::StrCat(word, "-", Word(random));
          break;
        case 3:
          name.full = Surname(random) + "'s";
          break;
        default:
          name.full = word + ".com";
      }
      break;
    }
    case 20: {
      static const Words kForeign = {"Société",   "Compagnie",  "Grupo",        "Gruppo",
                                     "Banco",     "Banca",      "Banque",       "Deutsche",
                                     "Groupe",    "Caisse",     "Cassa di",     "Caja",
                                     "PT",        "Société de", "Compagnie du", "Société Nationale des",
                                     "Companhia", "Fondazione", "Bank",         "Krung"};
      name.full = Join(random.Of(kForeign), random.Percent(50) ? Word(random) : Place(random).full);
      break;
    }
    case 21:
    case 22: {
      const std::string_view subject = random.Of(kSubjects);
      switch (random.Below(7)) {
        case 0:
          name.full = Join("Department of", subject);
          break;
        case 1:
          name.full = Join("Ministry of", subject);
          break;
        case 2:
          name.full = Join(Join("Federal", subject), "Commission");
          break;
        case 3:
          name.full = Join(Join("National", subject), "Board");
          break;
        case 4:
          name.full = Join("Office of", subject);
          break;
        case 5:
          name.full = Join(subject, random.Percent(50) ? "Ministry" : "Department");
          break;
        default:
          name.full = Join(subject, "Authority");
      }
      if (random.Percent(50)) name.short_form = Initials(name.full);
      break;
    }
    default:
      name.full = Join(Word(random), Join("International", head()));
  }
  if (name.short_form.empty()) name.short_form = name.full;
  if (random.Percent(15)) {
    const std::string_view form = random.Of(kForms);
    name.full = form[0] == ',' ? name.full + std::string(form) : Join(name.full, form);
  }
  return name;
}

InventedName NameInventor::Person(Random& random) const {
  InventedName name;
  if (random.Percent(10)) {
    name.full = random.Of(words_.people);
    const size_t space = name.full.rfind(' ');
    name.short_form = name.full.substr(space == name.full.npos ? 0 : space + 1);
    return name;
  }
  std::string first = random.Percent(60) ? Title(random.Of(words_.first_names)) : Word(random);
  if (random.Percent(5)) first = Join(first, Title(random.Of(words_.first_names)));
  if (random.Percent(10)) absl::StrAppend(&first, " ", RandomCapitals(random, 1, 1), ".");
  if (random.Percent(3))
    first = absl::StrCat(RandomCapitals(random, 1, 1), ".", RandomCapitals(random, 1, 1), ".");
  if (random.Percent(4)) absl::StrAppend(&first, "-", Title(random.Of(words_.first_names)));
  static const Words kParticles = {"van der", "van", "de", "von", "del", "al", "bin",
                                   "da",      "di",  "Al", "El",  "Le",  "St."};
  name.short_form = Surname(random);
  if (random.Percent(5)) absl::StrAppend(&name.short_form, "-", Surname(random));
  if (random.Percent(6)) name.short_form = Join(random.Of(kParticles), name.short_form);
  name.full = Join(first, name.short_form);
  if (random.Percent(2)) name.full += " Jr.";
  return name;
}

InventedName NameInventor::Place(Random& random) const {
  InventedName name;
  if (random.Percent(65)) {
    name.full = random.Of(words_.places);
  } else {
    static const Words kBefore = {"New", "North", "South", "Port", "San",  "Santa",
                                  "St.", "Fort",  "Mount", "East", "West", "Saint"};
    static const Words kAfter = {"City",  "County",   "Bay",    "Island",  "Park",   "Hills",
                                 "Beach", "Province", "Valley", "Heights", "Street", "Road"};
    name.full = Word(random);
    if (random.Percent(20)) name.full = Join(random.Of(kBefore), name.full);
    if (random.Percent(15)) name.full = Join(name.full, random.Of(kAfter));
  }
  name.short_form = name.full;
  return name;
}

InventedName NameInventor::Product(Random& random) const {
  InventedName name;
  const auto number = [&] { return std::to_string(1 + random.Below(random.Percent(50) ? 9 : 999)); };
  switch (random.Below(10)) {
    case 0:
      name.full = absl::StrCat(RandomCapitals(random, 1, 3), "-", number());
      break;
    case 1:
      name.full = RandomCapitals(random, 1, 3) + number();
      break;
    case 2:
      name.full = Join(Word(random), number());
      break;
    case 3:
      name.full = Word(random);
      break;
    case 4:
      name.full = Join(Word(random), random.Percent(50) ? std::string_view("Pro") : std::string_view("Max"));
      break;
    case 5:
      name.full = Common(random);
      break;
    case 6:
      name.full = random.Of(words_.products);
      break;
    case 7:
      name.full = Common(random) + Common(random);
      break;
    case 8:
      name.full = absl::StrCat("i", Word(random));
      break;
    default:
      name.full = Word(random) + number();
  }
  name.short_form = name.full;
  return name;
}

}  // namespace tearsheet
