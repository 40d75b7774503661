"""Articles to send, made up from a seed: the same seed gives the same articles."""
import random

START = 1_760_000_000  # Seconds; the first article's publication time.
# What is revised is mostly of the last hours: one in so many revisions is of any story before it.
RECENT, ANY = 200, 100
# Pairs of companies of whom the news tells at a time.
STORIES = 60

COMPANIES = ["Brightwater Robotics", "Nordkap Systems", "Halden Energy", "Lumen Foundry", "Castellan Capital",
             "Oakridge Biotech", "Vantor Semiconductor", "Pelican Freight", "Quillon Software", "Marrow Ventures",
             "Tessera Optics", "Greyfield Holdings", "Solace Pharma", "Ironvale Mining", "Cobalt Harbour Group",
             "Microsoft", "Intel", "Oracle"]
# Words of which many more names are made.
WORDS = ["Alder", "Amber", "Anvil", "Arden", "Aspen", "Barrow", "Basalt", "Birch", "Bramble", "Brant", "Caldera", "Cedar",
         "Cinder", "Cormorant", "Dorset", "Drift", "Dunmore", "Elm", "Ember", "Falcon", "Fenwick", "Fjord", "Flint", "Garnet",
         "Glenmore", "Granite", "Harrow", "Hazel", "Heron", "Hollow", "Inver", "Ivory", "Juniper", "Kestrel", "Kingsley",
         "Larch", "Linden", "Lomond", "Mallard", "Maple", "Merrow", "Moss", "Norden", "Oakley", "Onyx", "Osprey", "Pinnacle",
         "Plover", "Quarry", "Raven", "Redwood", "Ridge", "Rowan", "Sable", "Sorrel", "Stirling", "Thorn", "Umber", "Willow",
         "Wren"]
TRADES = ["Aerospace", "Analytics", "Biotech", "Capital", "Chemicals", "Dynamics", "Energy", "Foods", "Freight", "Health",
          "Holdings", "Industries", "Instruments", "Labs", "Logistics", "Materials", "Media", "Mining", "Motors", "Networks",
          "Optics", "Partners", "Pharma", "Power", "Robotics", "Semiconductor", "Software", "Steel", "Systems", "Telecom"]
PUBLISHERS = [("Harbour Wire", "harbourwire.example"), ("The Ledger", "ledger.example"),
              ("Market Post", "marketpost.example"), ("Morning Tape", "morningtape.example")]
OUTLETS = ["Reuters", "Bloomberg", "the Financial Times"]
DEALS = [
    "{a} is in talks to invest ${n} billion in {b}, {source}.",
    "{a} has agreed to acquire {b} for ${n} billion, {source}.",
    "{a} invested ${n} million in {b}, {source}.",
    "{b} raised ${n} million in a Series B round led by {a}, {source}.",
    "{a} signed a ${n} billion contract to supply {b} with cloud capacity, {source}.",
    "{a} and {b} will merge, {source}.",
    "{a} plans to cut {n}00 jobs, {source}.",
    "{a} named Dana Whitfield chief executive, {source}.",
    "{a} holds a {n} percent stake in {b}, {source}.",
]
FOLLOWING = [
    "The talks are at an early stage and could still fall apart.",
    "Both companies declined to comment.",
    "The deal would value {b} at more than ${m} billion.",
    "{a} expects the transaction to close by the end of the year.",
    "A spokesperson for {b} confirmed the agreement on Thursday.",
]
NOISE = [
    "Shares in the sector were little changed on light volume.",
    "The weather kept most visitors away from the waterfront this week.",
    "Analysts have long argued that the market is crowded.",
    "It was the third such week in a row, and few expect the next one to differ.",
]
SOURCES = ["{outlet} reported on Tuesday, citing people familiar with the matter", "the company said on Monday",
           "according to {outlet}", "a person with knowledge of the talks said"]


def article(uri, body, publisher=PUBLISHERS[0], title="", seconds=0):
    """One article as the fields of tearsheet.v1.Article."""
    return {"uri": uri, "publisher": {"name": publisher[0], "domain": publisher[1]}, "title": title, "body": body,
            "publish_time": {"seconds": START + seconds}}


def many_companies():
    """1,800 names, for long runs: what one company does stays as little as in the news."""
    return [f"{word} {trade}" for word in WORDS for trade in TRADES]


def _pair(rng, companies, told_again, recent):
    """Two companies: with the probability `told_again` two of whom the news told lately."""
    if told_again and recent and rng.random() < told_again:
        return rng.choice(recent)
    recent.append(rng.sample(companies, 2))
    del recent[:-STORIES]
    return recent[-1]


def _body(rng, companies, told_again, recent):
    """Some paragraphs: deals between a few companies, what follows from them, and noise; sometimes only noise."""
    sentences = rng.sample(NOISE, rng.randrange(1, 3))
    for _ in range(rng.choice([0, 1, 1, 2])):
        a, b = _pair(rng, companies, told_again, recent)
        words = {"a": a, "b": b, "n": rng.choice([2, 3, 5, 8, 10]), "m": rng.choice([20, 50, 100])}
        words["source"] = rng.choice(SOURCES).format(outlet=rng.choice(OUTLETS))
        sentences.append(rng.choice(DEALS).format(**words))
        sentences.append(rng.choice(FOLLOWING).format(**words))
    return "\n\n".join(sentences)


def generate(count, seed, companies=COMPANIES, told_again=0.0):
    """`count` articles about `companies` in order of publication; one in eight revises an earlier one (same URI, another
    text), mostly a recent one. `told_again` of them tell of companies that were in the news lately."""
    rng = random.Random(seed)
    uris, recent = [], []
    for number in range(count):
        publisher = rng.choice(PUBLISHERS)
        revised = bool(uris) and rng.random() < 0.125
        if revised:
            uri = rng.choice(uris if rng.randrange(ANY) == 0 else uris[-RECENT:])
        else:
            uri = f"https://{publisher[1]}/{seed}/{number}"
            uris.append(uri)
        # The number in the text makes every article a text of its own.
        body = f"{_body(rng, companies, told_again, recent)}\n\nStory {number} of the day."
        yield article(uri, body, publisher, title=f"Story {number}", seconds=number * 60)
