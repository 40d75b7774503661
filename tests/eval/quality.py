"""Events against the annotated articles: by roles, with their own number (strict), and slot by slot."""
import json

from measure import Measure

TARGETS = {"seeds": {"strict": 0.90, "slots": 0.93}, "dev": {"strict": 0.85, "roles": 0.90, "slots": 0.92}}


def measure(programs, by_type, errors):
    for gold, targets in TARGETS.items():
        events = programs.file(f"gold/{gold}/events.jsonl")
        output = programs.extract(f"{gold}.jsonl", programs.file(f"gold/{gold}/articles.jsonl"))
        report = json.loads(programs.score("score.py", events, output, "--json"))
        if errors:
            listed = programs.score("score.py", events, output, "--errors").splitlines()
            print("\n".join(f"{gold} {line}" for line in listed if line.startswith(("MISSED", "NUMBER", "SPURIOUS"))))
        for level in ("strict", "roles", "slots"):
            found = report[level]
            yield Measure(f"gold/{gold}", f"{level} F1", found["f1"], targets.get(level),
                          note=f"precision {found['p']:.3f}, recall {found['r']:.3f}")
        if by_type:
            for kind, found in [*report["by_type"].items(), *report["by_slot"].items()]:
                yield Measure(f"gold/{gold} by type", kind, found["f1"],
                              note=f"{found['tp']} of {found['tp'] + found['fn']}, {found['fp']} spurious")
