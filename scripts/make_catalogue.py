#!/usr/bin/env python3
"""Makes the generated parts of ingest_service/lexicons: listed companies, countries and common words.

usage: scripts/make_catalogue.py DATA WORDS

DATA is a folder with us_listed.jsonl (listed securities), sec_tickers.jsonl (registrants of the SEC, largest first),
country.jsonl (ISO 3166) and sp500.jsonl; WORDS a list of English words, one per line. ingest_service/lexicons/README.md
names the sources. Entities that the hand-written files have are left out. Runs in seconds; the same input gives the same
output.
"""
import json
import pathlib
import re
import sys
import unicodedata

LEXICONS = pathlib.Path(__file__).resolve().parent.parent / "ingest_service" / "lexicons"
GENERATED = {"catalogue_listed.txt", "catalogue_countries.txt"}

# What a listing says of the security rather than of the company.
SECURITY = re.compile(
    r"\s+(class [a-z]|common|ordinary|american depositary|american depository|depositary|depository|shares?|units?|"
    r"subordinate|subordinated|limited partner|representing|rights?|warrants?|preferred|sponsored|adss?|adrs?|"
    r"registry|new york registry|series [a-z]|voting|non-voting|stock|\(.*|\$|cdi|when issued|par value|% |each|consisting|"
    r"closed end|new common|beneficial interest|no par|capital stock|global depositary|global notes).*$", re.I)
LEGAL = re.compile(
    r",?\s+(inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|llc|l\.?p|n\.? ?v|s\.? ?a|a\.? ?g|se|"
    r"a/s|a s|asa|ab|oyj|oy|holdings?|group|s\.?p\.?a|& co|and co|s\.?a\.?b|s\.?a\.?b\.? de c\.?v|de c\.?v|cv|the|\(the\)|"
    r"lp|kgaa|bhd|berhad|pcl|public|tbk|p\.?t|ltda|asa|publ|\(publ\)|kk)\.?$", re.I)
# No companies that articles tell of: funds, shells that look for a company to merge with, notes.
SKIP = re.compile(
    r"acquisition|acquire|fund\b|funds\b|\betfs?\b|\betns?\b|municipal|\bnotes?\b|warrant|preferred|debenture|%|\bspac\b|"
    r"income trust|premium income|royalty trust|capital trust|blank check|merger|\bunits?\b|"
    r"income securities|opportunity trust|opportunities trust|term trust|closed end|depositary shares each|rights?$|"
    r"proshares|ishares|\bspdr\b|grayscale|wisdomtree|direxion|currencyshares|bitwise|vaneck|21shares|"
    r"\btrust (i|ii|iii|iv|v|vi|[0-9]+)$|(bitcoin|ethereum|ether|solana|gold|silver|platinum|xrp|dogecoin|cash|staking).* trust|"
    r"pass.through|\bblind\b|liquidating|\bindex\b|mortgage trust|certificates|\bestate op\b|operating partnership|"
    r"receivables|funding (corp|llc|trust)|\bsupranational\b", re.I)
SKIPPED_INDUSTRIES = {"Blank Checks", "Trusts Except Educational Religious and Charitable"}
# Names of one word that are people's, places' or ordinary words as well.
UNSURE = set(
    "acme aether agora andersen andersons argan ariston ashland aurelion avalon beeline birks blum brady bristow brunswick cabot "
    "cadre calumet canaan carlisle caro carter's cato cohen comstock copa cronos crypto culp damon dana dixie donaldson donegal "
    "dover dreamland duluth endeavour ennis escalade everest farmhouse fermi gaia galapagos gloo grande griffon hackett hagerty "
    "halberd hartford hawkins hayward helio hilltop hippo holley hubbell huntsman ichor inno janel karman kaya kemper kestrel "
    "kingstone kingsway kirby knowles lakeside largo latham limbach lionheart markel marquie masco matson mcewen merlin monro "
    "nakamoto newmark nocera oculus olin orion oshkosh owlet palomar parkland penumbra plexus polaris potbelly procyon radian "
    "regis rollins ryde sampo seaboard sentinel sibo sinclair solana sonder southland sparx stran swarmer tanger tennant tiptree "
    "toho toro tron umbra vantage venu verano viking vince vroom waterdrop westlake westwood woodward workhorse youlife".split())
# Seats on paper: they do not tell whose dollars a company counts in.
PAPER_HOMES = {"KY", "BM", "VG", "MH", "JE", "GG", "IM", "BS", "BZ", "MU", "CW", "PA", "AI", "LR"}
# Registrants further down the SEC's list, which goes by size, are shells and dormant companies for the most part.
LARGEST_REGISTRANTS = 8200

# The exchanges' industries, as sectors of lexicons/descriptions.txt.
SECTORS = {
    "Major Banks": "bank", "Commercial Banks": "bank", "Banks": "bank", "Savings Institutions": "bank",
    "Property-Casualty Insurers": "insurance", "Life Insurance": "insurance", "Specialty Insurers": "insurance",
    "Accident &Health Insurance": "insurance", "Semiconductors": "chips",
    "Biotechnology: Pharmaceutical Preparations": "biotech", "Biotechnology: Commercial Physical & Biological Resarch": "biotech",
    "Biotechnology: Biological Products (No Diagnostic Substances)": "biotech", "Medical/Dental Instruments": "medtech",
    "Biotechnology: Electromedical & Electrotherapeutic Apparatus": "medtech", "Medical Specialities": "medtech",
    "Computer Software: Prepackaged Software": "software", "Computer Software: Programming Data Processing": "software",
    "Real Estate Investment Trusts": "property", "Real Estate": "property", "Homebuilding": "construction",
    "Oil & Gas Production": "oil", "Integrated oil Companies": "oil", "Oil Refining/Marketing": "oil",
    "Oil/Gas Transmission": "oil", "Oilfield Services/Equipment": "oil", "Electric Utilities: Central": "power",
    "Natural Gas Distribution": "power", "Water Supply": "power", "Power Generation": "power",
    "Marine Transportation": "shipping", "Major Chemicals": "chemicals", "Specialty Chemicals": "chemicals",
    "Agricultural Chemicals": "chemicals", "Precious Metals": "mining", "Metal Mining": "mining", "Coal Mining": "mining",
    "Other Metals and Minerals": "mining", "Steel/Iron Ore": "steel", "Aluminum": "steel",
    "Investment Managers": "fund", "Investment Bankers/Brokers/Service": "broker", "Restaurants": "restaurants",
    "Packaged Foods": "food", "Specialty Foods": "food", "Meat/Poultry/Fish": "food", "Beverages (Production/Distribution)": "drinks",
    "Hotels/Resorts": "hotels", "Aerospace": "aerospace", "Military/Government/Technical": "aerospace", "Auto Manufacturing": "cars",
    "Auto Parts:O.E.M.": "car-parts", "Motor Vehicles": "cars", "Telecommunications Equipment": "hardware",
    "Advertising": "advertising", "Broadcasting": "media", "Clothing/Shoe/Accessory Stores": "retail",
    "Other Specialty Stores": "retail", "Catalog/Specialty Distribution": "retail", "Department/Specialty Retail Stores": "retail",
    "RETAIL: Building Materials": "retail", "Food Chains": "retail", "Consumer Electronics/Video Chains": "retail",
    "Apparel": "fashion", "Shoe Manufacturing": "fashion", "Railroads": "rail", "Trucking Freight/Courier Services": "logistics",
    "Air Freight/Delivery Services": "logistics", "Integrated Freight & Logistics": "logistics", "Publishing": "media",
    "Newspapers/Magazines": "media", "Hospital/Nursing Management": "health", "Tobacco": "tobacco",
    "Package Goods/Cosmetics": "consumer", "Paper": "materials", "Forest Products": "materials", "Containers/Packaging": "materials",
    "Computer Manufacturing": "hardware", "Biotechnology: In Vitro & In Vivo Diagnostic Substances": "medtech",
    "Building Materials": "materials", "Engineering & Construction": "construction",
}


def fold(text):
    text = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", fold(text).lower()).strip("-")


def strip_legal(name):
    """`name` without the legal forms at its end."""
    while True:
        shorter = LEGAL.sub("", name).strip(" ,&")
        if shorter == name or len(shorter) < 3:
            return name
        name = shorter


def key(name):
    return re.sub(r"[^a-z0-9]+", " ", fold(strip_legal(name)).lower().replace("&", "and").replace("'", "")).strip()


def hand_written(pattern="catalogue*.txt"):
    """Names, ids and tickers of the hand-written files."""
    known, ids, tickers = set(), set(), set()
    for file in sorted(LEXICONS.glob(pattern)):
        if file.name in GENERATED:
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                columns = [c.strip() for c in line.split("|")] + ["", ""]
                ids.add(columns[0])
                tickers.update(re.findall(r"ticker: ([^; ]+)", line))
                for name in [columns[1], *columns[2].split(";")]:
                    if name.strip():
                        known.add(key(name.strip()))
    return known, ids, tickers


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def no_names():
    """Capitalised words that name no company, from lexicons/names.tsv, and places."""
    rows = [line.split("\t") for line in (LEXICONS / "names.tsv").read_text(encoding="utf-8").splitlines()]
    words = {row[1] for row in rows
             if row[0] in ("stop", "nationality", "title", "honorific", "legal", "legal_weak", "first_name", "head", "plural_head")}
    for file in ("catalogue_places.txt", "catalogue_countries.txt"):
        for line in (LEXICONS / file).read_text(encoding="utf-8").splitlines():
            words.update(fold(line.split("|")[1] if "|" in line else "").lower().split())
    return words


# Words that stay in small letters, and short ones that are no abbreviations, in a name written in capitals.
SMALL = {"and", "of", "for", "in", "on", "at", "de", "del", "la", "du", "des", "van", "von", "und", "et", "y", "e", "di", "by", "to"}


def readable(name, common):
    """A name written in capitals as one would write it: "GUESS INC" -> "Guess Inc"."""
    letters = [c for c in name if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.8 * len(letters) or len(name) < 5:
        return name
    words = []
    for i, word in enumerate(name.split()):
        plain = re.sub(r"[^a-z]", "", word.lower())
        if i > 0 and plain in SMALL:
            words.append(word.lower())
        elif len(plain) > 4 or plain in common or (len(plain) == 4 and re.search(r"[aeiou]", plain)) or not plain:
            words.append("-".join(part.capitalize() for part in word.split("-")))
        else:
            words.append(word)
    return " ".join(words)


def registrant(title, common):
    """A registrant's title without the SEC's notes on it: "NATIONAL GRID PLC/ADR" -> "National Grid PLC"."""
    title = re.sub(r"\s*/.*$", "", title)
    title = re.sub(r"\s+\(.*$|,? ?N\.A\.?$", "", title).strip(" ,.")
    return readable(title, common)


def securities(data, common):
    """(name of the company, ticker, country, sector, "is well known"), best source first."""
    for r in read(data / "sp500.jsonl"):
        yield r["Security"], r["Symbol"], "united states", "", True
    for r in read(data / "us_listed.jsonl"):
        if not SKIP.search(r["name"]) and r["industry"] not in SKIPPED_INDUSTRIES:
            yield SECURITY.sub("", r["name"]), r["symbol"], r["country"].lower(), SECTORS.get(r["industry"], ""), False
    seen = set()
    for r in read(data / "sec_tickers.jsonl")[:LARGEST_REGISTRANTS]:
        if r["cik_str"] not in seen and not SKIP.search(r["title"]):
            yield registrant(r["title"], common), r["ticker"], "", "", False
        seen.add(r["cik_str"])


def listed(data, common, countries):
    known, ids, tickers = hand_written()
    no_company = common | no_names()
    codes = {c["CLDR display name"].lower(): c["ISO3166-1-Alpha-2"] for c in countries}
    codes.update({"united states": "US", "united kingdom": "GB", "south korea": "KR", "hong kong": "HK"})
    lines = []
    for security, symbol, country, sector, well_known in securities(data, common):
        full = re.sub(r"\s+\(.*", "", security.strip(" ,.-")).strip(" ,.-")
        full = re.sub(r"\b(INC|LTD|CORP|CO|inc)\b", lambda m: m[0].capitalize(), full)
        if symbol in tickers or re.search(r"[-^/]", symbol) or len(full) < 2 or not full[0].isalnum():
            continue
        short = strip_legal(full)
        words = re.findall(r"[a-z0-9]+", fold(short).lower().replace("'s", "").replace("&", " "))
        if key(short) in known or not words or len(short.split()) > 6:
            continue
        known.add(key(short))
        ident = f"org/{slug(short)}"
        if ident == "org/" or ident in ids:
            continue
        # A name of ordinary words, or a very short one, is the company only where its legal form stands with it.
        ordinary = all(w in no_company or w.isdigit() or len(w) < 2 for w in words)
        unsure = len(words) == 1 and (len(words[0]) < 4 or short.lower() in UNSURE)
        if (ordinary or unsure) and not (well_known and len(words) > 1):
            if full == short or len(full.split()) < 2:
                continue
            short = full
        ids.add(ident)
        tickers.add(symbol)
        names = [] if full == short else [full]
        facts = [f"ticker: {symbol}"]
        if codes.get(country) and codes[country] not in PAPER_HOMES:
            facts.append(f"home: {codes[country]}")
        if sector:
            facts.append(f"sector: {sector}")
        lines.append(f"{ident} | {short} | {'; '.join(names)} | {'; '.join(facts)}".replace("|  |", "| |"))
    return sorted(lines)


def places(countries):
    known, _, _ = hand_written("catalogue_places.txt")
    lines = []
    for c in countries:
        name = c["CLDR display name"].strip()
        if not name or not c["ISO3166-1-Alpha-2"]:
            continue
        name = re.sub(r"\s*\(.*|\bSAR China", "", {"US": "United States", "GB": "United Kingdom"}.get(c["ISO3166-1-Alpha-2"], name)).strip()
        if key(name) in known:
            continue
        facts = [f"home: {c['ISO3166-1-Alpha-2']}"]
        currency = (c["ISO4217-currency_alphabetic_code"] or "").split(",")[0]
        if len(currency) == 3:
            facts.append(f"currency: {currency}")
        lines.append(f"place/{slug(name)} | {name} | | {'; '.join(facts)}")
    return sorted(lines)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data = pathlib.Path(sys.argv[1])
    words = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").split()
    common = sorted({w for w in words if re.fullmatch(r"[a-z]{2,14}", w)})
    countries = read(data / "country.jsonl")
    files = {
        "catalogue_listed.txt": ["# Companies listed in the United States. Made by scripts/make_catalogue.py: do not edit.",
                                 *listed(data, set(common), countries)],
        "catalogue_countries.txt": ["# Countries with their currencies. Made by scripts/make_catalogue.py: do not edit.",
                                    *places(countries)],
        "common_words.txt": ["# English words that are no names. Made by scripts/make_catalogue.py: do not edit.", *common],
    }
    for name, lines in files.items():
        (LEXICONS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines) - 1} lines")


if __name__ == "__main__":
    main()
