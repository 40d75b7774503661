"""Deals: consolidated from the annotated events, and from what the extraction makes of the articles."""
import re

from measure import Measure

RESULT = re.compile(r"^(\w+) +(\d+)/(\d+) = ")


def measure(programs):
    for gold in ("seeds", "dev"):
        articles = programs.file(f"gold/{gold}/articles.jsonl")
        wanted = programs.file(f"gold/{gold}/deals.jsonl")
        sources = {"annotated events": programs.file(f"gold/{gold}/events.jsonl"),
                   "extraction": programs.extract(f"{gold}.deals_input.jsonl", articles)}
        for source, events in sources.items():
            output = programs.keep(f"{gold}.deals.jsonl", programs.run("gold_deals", articles, events))
            for line in programs.score("score_deals.py", wanted, output).splitlines():
                found = RESULT.match(line)
                if found:
                    name, right, total = found[1], int(found[2]), int(found[3])
                    yield Measure(f"deals/{gold} from {source}", name, right / total, note=f"{right} of {total}")
