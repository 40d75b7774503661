"""How far an event's confidence is from the share of events that are right."""
import sys

from measure import Measure
from programs import read_jsonl

BINS = 10


def judged(programs, gold, output):
    """(confidence, right) of each event of `output` that the annotation decides, by article."""
    sys.path.insert(0, str(programs.file("eval/score.py").parent))
    import score  # pylint: disable=import-outside-toplevel

    annotated = {article["uri"]: article["events"] for article in gold}
    for article in output:
        events = annotated.get(article["uri"], [])
        found = article.get("events", [])
        pairs = {j: (i, strict) for i, j, strict in score.match(events, found)}
        kept = []
        for j, event in enumerate(found):
            i, strict = pairs.get(j, (None, False))
            if i is None or not events[i].get("optional"):
                kept.append((event, strict))
        yield article["uri"], kept


def reliability(pairs):
    """Ten bins of equal width over (confidence, right): [(from, to, count, mean confidence, share right)]."""
    bins = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [(k / BINS, (k + 1) / BINS, len(held), sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held))
            for k, held in enumerate(bins) if held]


def gap(pairs):
    """Mean distance of confidence and share right over the bins, each counted as often as it has events."""
    rows = reliability(pairs)
    return sum(count * abs(mean - right) for _, _, count, mean, right in rows) / sum(row[2] for row in rows)


def measure(programs):
    gold = read_jsonl(programs.file("gold/dev/events.jsonl"))
    output = read_jsonl(programs.extract("confidence.jsonl", programs.file("gold/dev/articles.jsonl")))
    pairs = [(event.get("confidence", 0), right) for _, events in judged(programs, gold, output) for event, right in events]
    yield Measure("confidence", "gap to the accuracy", gap(pairs), 0.08, at_most=True, note=f"ten bins, {len(pairs)} events")
