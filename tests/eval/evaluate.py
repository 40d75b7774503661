#!/usr/bin/python3
"""Measures extraction and deals and prints one table. scripts/eval builds what this needs and calls it.

usage: evaluate.py --bin=FOLDER [--shared=FOLDER] [--by-type] [--errors] [--save] [--only=GROUP,...]
"""
import argparse
import json
import pathlib
import sys
import tempfile

import calibration
import deals
import outside
import quality
import speed
import table
from programs import Missing, Programs

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE / "baseline.json"


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="folder of the built programs")
    parser.add_argument("--shared", default=HERE.parent.parent.parent / "shared",
                        help="folder with gold/ and eval/; default: beside the project")
    parser.add_argument("--by-type", action="store_true", help="each event type and slot too")
    parser.add_argument("--errors", action="store_true", help="print every miss and every spurious event")
    parser.add_argument("--save", action="store_true", help="keep these figures as those to compare with")
    parser.add_argument("--only", default="", help="some of quality,outside,confidence,deals,speed")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    measures, missing = [], []
    with tempfile.TemporaryDirectory() as scratch:
        programs = Programs(arguments.bin, arguments.shared, scratch)
        groups = {
            "quality": lambda: quality.measure(programs, arguments.by_type, arguments.errors),
            "outside": lambda: outside.measure(programs, arguments.errors),
            "confidence": lambda: calibration.measure(programs),
            "deals": lambda: deals.measure(programs),
            "speed": lambda: speed.measure(programs),
        }
        for name, group in groups.items():
            if arguments.only and name not in arguments.only.split(","):
                continue
            try:
                measures += group()
            except Missing as problem:
                missing.append(f"not measured: {name}: {problem}")
    table.show(measures, kept)
    print("\n".join(missing), end="\n" if missing else "")
    if arguments.save:
        kept.update({m.key: round(m.value, 6) for m in measures})
        KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
