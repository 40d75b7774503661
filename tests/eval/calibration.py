"""How far an event's confidence is from the share of events that are right."""
import sys

import logistic
from measure import Measure
from programs import read_jsonl

BINS = 10
PENALTIES = (1, 2, 4, 8, 16, 32)


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


def stories(programs):
    """The examples of each story, (features, right): articles of one story are never both fitted and measured."""
    gold = read_jsonl(programs.file("gold/dev/events.jsonl"))
    story_of = {uri: story["story"] for story in read_jsonl(programs.file("gold/dev/deals.jsonl")) for uri in story["uris"]}
    output = programs.keep("features.jsonl", programs.run("extraction_features", programs.file("gold/dev/articles.jsonl")))
    folds = {}
    for uri, events in judged(programs, gold, read_jsonl(output)):
        examples = [(event["features"], int(right)) for event, right in events]
        folds.setdefault(story_of.get(uri, uri), []).extend(examples)
    return [fold for fold in folds.values() if fold]


def cross_validated(folds, penalty):
    """(confidence, right) of each example, the confidence fitted to the other folds."""
    pairs = []
    for held_out, fold in enumerate(folds):
        others = [example for k, other in enumerate(folds) if k != held_out for example in other]
        weights = logistic.fit(others, penalty)
        pairs += [(logistic.predict(weights, features), right) for features, right in fold]
    return pairs


def best_penalty(folds):
    """The one whose cross-validated confidence has the least mean square error."""
    return min(PENALTIES, key=lambda penalty: sum((c - right) ** 2 for c, right in cross_validated(folds, penalty)))


def measure(programs):
    gold = read_jsonl(programs.file("gold/dev/events.jsonl"))
    output = read_jsonl(programs.extract("confidence.jsonl", programs.file("gold/dev/articles.jsonl")))
    pairs = [(event.get("confidence", 0), right) for _, events in judged(programs, gold, output) for event, right in events]
    yield Measure("confidence", "gap to the accuracy, as shipped", gap(pairs), at_most=True, note=f"{len(pairs)} events of gold/dev")
    folds = stories(programs)
    pairs = cross_validated(folds, best_penalty(folds))
    yield Measure("confidence", "gap to the accuracy, cross-validated", gap(pairs), 0.08, at_most=True, note="ten bins, by story")
