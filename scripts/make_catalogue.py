#!/usr/bin/env python3
"""Makes the generated parts of ingest_service/lexicons: listed companies, countries and common words.

usage: scripts/make_catalogue.py DATA WORDS

DATA is a folder with us_listed.jsonl (listed securities), country.jsonl (ISO 3166) and sp500.jsonl; WORDS a list of English
words, one per line. ingest_service/lexicons/README.md names the sources. Entities that the hand-written files have are
left out. Runs in seconds; the same input gives the same output.
"""
import json
import pathlib
import re
import sys
import unicodedata

LEXICONS = pathlib.Path(__file__).resolve().parent.parent / "ingest_service" / "lexicons"
HAND_WRITTEN = ["catalogue.txt", "catalogue_outlets.txt", "catalogue_products.txt", "catalogue_people.txt", "catalogue_places.txt"]

# What a listing says of the security rather than of the company.
SECURITY = re.compile(
    r"\s+(class [a-z]|common|ordinary|american depositary|american depository|depositary|depository|shares?|units?|"
    r"subordinate|subordinated|limited partner|representing|rights?|warrants?|preferred|sponsored|adss?|adrs?|"
    r"registry|new york|series [a-z]|voting|non-voting|stock|\(.*|\$|cdi|when issued|par value|% |each|consisting|"
    r"closed end|new|beneficial interest|no par|capital stock|global).*$", re.I)
LEGAL = re.compile(
    r",?\s+(inc|incorporated|corp|corporation|co|company|companies|ltd|limited|plc|llc|l\.?p|n\.?v|s\.?a|ag|se|a/s|asa|"
    r"ab|oyj|holdings?|group|trust|bancorp|bancorporation|spa|s\.?p\.?a|& co|s\.?a\.?b|de c\.?v|the|\(the\)|lp|sa|nv|"
    r"bancshares|reit)\.?$", re.I)
# No companies that articles tell of.
SKIP = re.compile(
    r"acquisition|acquisitions|fund\b|funds\b|\betf\b|municipal|notes due|warrant|preferred|debenture|%|\bspac\b|"
    r"income trust|premium income|royalty trust|capital trust|blank check|merger corp|\bunits?\b|"
    r"income securities|opportunity trust|term trust|closed end|depositary shares each|rights?$", re.I)


def fold(text):
    text = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", fold(text).lower()).strip("-")


def strip_legal(name):
    """`name` without legal forms, but never without its last two words ("American Trust" stays)."""
    while True:
        shorter = LEGAL.sub("", name).strip(" ,")
        if shorter == name or len(shorter) < 3:
            return name
        name = shorter


def key(name):
    return re.sub(r"[^a-z0-9]+", " ", fold(strip_legal(name)).lower().replace("&", "and").replace("'", "")).strip()


def hand_written():
    """Names and ids of the hand-written files."""
    known, ids = set(), set()
    for file in HAND_WRITTEN:
        for line in (LEXICONS / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                columns = [c.strip() for c in line.split("|")] + ["", ""]
                ids.add(columns[0])
                for name in [columns[1], *columns[2].split(";")]:
                    if name.strip():
                        known.add(key(name.strip()))
    return known, ids


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def no_names():
    """Capitalised words that name nobody, from lexicons/names.tsv."""
    rows = [line.split("\t") for line in (LEXICONS / "names.tsv").read_text(encoding="utf-8").splitlines()]
    return {row[1] for row in rows if row[0] in ("stop", "nationality", "title", "honorific", "legal", "legal_weak")}


def listed(data, common, countries):
    known, ids = hand_written()
    common = common | no_names()
    codes = {c["CLDR display name"].lower(): c["ISO3166-1-Alpha-2"] for c in countries}
    codes.update({"united states": "US", "united kingdom": "GB", "south korea": "KR", "hong kong": "HK"})
    rows = [(r["Security"], r["Symbol"], "united states") for r in read(data / "sp500.jsonl")]
    rows += [(r["name"], r["symbol"], r["country"].lower()) for r in read(data / "us_listed.jsonl")
             if not SKIP.search(r["name"])]
    lines = []
    for security, symbol, country in rows:
        full = SECURITY.sub("", security).strip(" ,.-")
        full = re.sub(r"\s+\(.*", "", full).strip()
        if "^" in symbol or "/" in symbol or len(full) < 2 or not full[0].isalnum():
            continue
        short = strip_legal(full)
        words = fold(short).lower().split()
        if key(short) in known or not words or len(words) > 6:
            continue
        known.add(key(short))
        ident = f"org/{slug(short)}"
        if ident == "org/" or ident in ids:
            continue
        ids.add(ident)
        # A name of ordinary words, or of two letters, is only the company where its legal form stands with it.
        if len(words) == 1 and (words[0] in common or len(words[0]) < 3):
            if full == short:
                continue
            short = full
        names = [] if full == short else [full]
        facts = [f"ticker: {symbol}"]
        if codes.get(country):
            facts.append(f"home: {codes[country]}")
        lines.append(f"{ident} | {short} | {'; '.join(names)} | {'; '.join(facts)}".replace("|  |", "| |"))
    return sorted(lines)


def places(countries):
    known, _ = hand_written()
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
