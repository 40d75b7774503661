#!/usr/bin/python3
"""Fits the confidence of events to annotated articles. scripts/fit_confidence builds what this needs and calls it.

usage: fit_confidence.py --bin=FOLDER --lexicon=FILE [--shared=FOLDER] [--document=FILE]

Chooses the penalty by cross-validation over stories, fits all articles with it, writes the weights into the lexicon and the
table of reliability, cross-validated, into the document between the lines that mark it.
"""
import argparse
import pathlib
import tempfile

import calibration
import logistic
from programs import Programs

HEADER = "# How sure an event is: weights in thousandths of log-odds. Made by scripts/fit_confidence: do not edit.\n"
BEGIN, END = "<!-- reliability: made by scripts/fit_confidence -->\n", "<!-- end of reliability -->\n"


def reliability_table(pairs):
    lines = ["| confidence | events | mean confidence | right |", "| --- | --- | --- | --- |"]
    lines += [f"| {low:.1f} to {high:.1f} | {count} | {mean:.2f} | {right:.2f} |"
              for low, high, count, mean, right in calibration.reliability(pairs)]
    return "\n".join([*lines, "", f"The mean gap is {calibration.gap(pairs):.3f}, each bin counted as often as it has events.", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--lexicon", required=True, type=pathlib.Path)
    parser.add_argument("--document", type=pathlib.Path)
    parser.add_argument("--shared", default=pathlib.Path(__file__).resolve().parents[3] / "shared")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folds = calibration.stories(Programs(arguments.bin, arguments.shared, scratch))
    penalty = calibration.best_penalty(folds)
    weights = logistic.fit([example for fold in folds for example in fold], penalty)
    rounded = {feature: round(1000 * weight) for feature, weight in weights.items()}
    arguments.lexicon.write_text(
        HEADER + "".join(f"{feature}: {weight}\n" for feature, weight in sorted(rounded.items()) if weight))
    pairs = calibration.cross_validated(folds, penalty)
    table = reliability_table(pairs)
    print(f"penalty {penalty}, {len(pairs)} events\n{table}")
    if arguments.document:
        text = arguments.document.read_text()
        head, rest = text.split(BEGIN)
        arguments.document.write_text(head + BEGIN + "\n" + table + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
