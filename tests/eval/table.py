"""Prints measures as one table, beside their targets and the kept figures."""


def changed(measure, kept):
    if measure.key not in kept:
        return "new"
    difference = measure.value - kept[measure.key]
    return "" if abs(difference) < 0.5 * 10 ** -measure.digits else f"{difference:+.{measure.digits}f}"


def row(measure, kept):
    holds = {None: "", True: "holds", False: "MISSED"}[measure.holds]
    sign = "≤" if measure.at_most else "≥"
    target = "" if measure.target is None else f"{sign} {measure.target:.{min(measure.digits, 2)}f}"
    return (f"  {measure.name:50} {measure.value:9.{measure.digits}f}  {target:8} {holds:7} "
            f"{changed(measure, kept):>8}  {measure.note}").rstrip()


def show(measures, kept):
    """`kept`: key -> earlier value."""
    group = None
    print(f"  {'':50} {'now':>9}  {'target':8} {'':7} {'change':>8}")
    for measure in measures:
        if measure.group != group:
            group = measure.group
            print(group)
        print(row(measure, kept), flush=True)
    missed = [m for m in measures if m.holds is False]
    counted = sum(m.holds is not None for m in measures)
    print(f"{counted - len(missed)} of {counted} targets hold" + (": missed " if missed else "") +
          ", ".join(m.key for m in missed))
