"""Cases that others wrote: amounts, percentages, dates, relations, names of companies."""
import json
import re

from measure import Measure
from programs import read_jsonl

VALUES = {"recognizers_currency": 0.85, "recognizers_percent": 1.0, "recognizers_dates": 0.80,
          "duckling_money": 0.90, "duckling_dates": 0.70}
RELATIONS = {"acquired_by": 0.65, "shareholder_of": 0.60, "merged_with": 0.55, "client_of": 0.40,
             "collaboration": None, "false alarms": 0.08}
BASE_NAME = 0.95
# A line of the scorer: "AMOUNT           61/74 = 0.824".
RESULT = re.compile(r"^(.+?) +(\d+)/(\d+) = ")


def results(programs, case, errors):
    """name -> (right, total)"""
    cases = programs.file(f"eval/outside/{case}.jsonl")
    articles = programs.keep(f"{case}.articles.jsonl", programs.score("outside.py", "articles", cases))
    output = programs.extract(f"{case}.jsonl", articles, "--mentions")
    report = programs.score("outside.py", "score", cases, output, *(["--errors"] if errors else [])).splitlines()
    if errors:
        print("\n".join(f"{case} {line}" for line in report if line.startswith("WRONG")))
    matches = [RESULT.match(line) for line in report if not line.startswith("WRONG")]
    return {m[1]: (int(m[2]), int(m[3])) for m in matches if m}


def base_names(programs):
    cases = read_jsonl(programs.file("eval/outside/company_basename.jsonl"))
    names = programs.keep("names.txt", "".join(case["name"].replace("\n", " ") + "\n" for case in cases))
    found = programs.run("base_names", names).splitlines()
    right = sum(got == case["base"] for got, case in zip(found, cases))
    return Measure("outside", "company_basename", right / len(cases), BASE_NAME, note=f"{right} of {len(cases)}")


def measure(programs, errors):
    for case, target in VALUES.items():
        for right, total in results(programs, case, errors).values():
            yield Measure("outside", case, right / total, target, note=f"{right} of {total}")
    found = results(programs, "core_relations", errors)
    for relation, target in RELATIONS.items():
        right, total = found[relation]
        yield Measure("outside", relation, right / total, target, at_most=relation == "false alarms",
                      note=f"{right} of {total}")
    yield base_names(programs)
