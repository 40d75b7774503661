#!/usr/bin/python3
"""The fault suite: injects faults into the real programs and prints what was lost, which must be nothing.

usage: faults.py [--quick] [NAME...]

Without names all faults; --quick injects fewer of each. docs/reliability.md describes them.
"""
import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))

import clusters  # noqa: E402  (the folder of what they share is known only now)
import disks  # noqa: E402
import kills  # noqa: E402
import networks  # noqa: E402
import overload  # noqa: E402
import stops  # noqa: E402
from outcome import table  # noqa: E402

FAULTS = [kills.kill_append, kills.kill_checkpoint, kills.kill_apply, stops.stop_processes, stops.jump_clocks,
          disks.full_disk_log, disks.full_disk_state, disks.read_only_disk, disks.flip_bytes,
          networks.slow_network, networks.partition, clusters.kill_broker, clusters.partition_broker,
          clusters.crash_postgres, clusters.promote_standby, overload.overload]


def main(arguments):
    quick = "--quick" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    known = {fault.__name__: fault for fault in FAULTS}
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"there is no fault {unknown[0]}; there are {', '.join(known)}")
    outcomes, left_out = [], []
    for name in names or known:
        start = time.monotonic()
        try:
            outcomes.append(known[name](quick))
        # A program that is missing skips a test; here it leaves a fault out.
        except (disks.CannotInject, unittest.SkipTest) as error:
            left_out.append(f"left out here: {name} ({error})")
            continue
        print(f"{name}: {'ok' if outcomes[-1].good else 'BROKEN'}, {time.monotonic() - start:.0f} s", flush=True)
    print("\n" + table(outcomes))
    for line in left_out:
        print(line)
    sys.exit(0 if all(outcome.good for outcome in outcomes) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
