"""Processes that stand still, clocks that jump."""
import random
import signal
import time

from outcome import Outcome, audit_log, audit_state
from rig import Production, Rig, ShiftedClock, Watcher, stories

DAY = 86_400


def produce(outcome, rig, work, disturb, moments, store=None):
    """Ingests `work` and calls `disturb(number)` at `moments` times while it goes on; then audits log and state."""
    with rig.ingest.client() as client:
        with Production(client, work) as production:
            for number in range(moments):
                production.wait_for((number + 1) * len(work) // (moments + 2))
                disturb(number)
                outcome.times += 1
        acknowledged = production.finish(outcome)
    audit_state(outcome, rig.folder, rig.ingest, rig.query, audit_log(outcome, rig.ingest, acknowledged), store)


def stop_processes(quick):
    """SIGSTOP and SIGCONT of both services in turns, in the middle of the work."""
    outcome = Outcome("SIGSTOP for 0.2 to 2 s")
    rng = random.Random(8)
    with Rig() as rig:
        rig.ingest.start()
        rig.query.start()

        def disturb(number):
            victim = (rig.ingest, rig.query)[number % 2]
            victim.process.send_signal(signal.SIGSTOP)
            time.sleep(rng.uniform(0.2, 0.5 if quick else 2.0))
            victim.process.send_signal(signal.SIGCONT)

        produce(outcome, rig, list(stories(300 if quick else 1200, seed=9)), disturb, 2 if quick else 12)
    return outcome


def jump_clocks(quick):
    """The wall clock of both services jumps by up to a year, forwards and back, while articles come in."""
    outcome = Outcome("clock jumps of 1 h to 400 d")
    jumps = [3600, -3600, 30 * DAY, -30 * DAY, 400 * DAY, -400 * DAY, 0]
    with Rig(ingest_flags=["--max_publish_ahead=20000h"]) as rig:
        clock = ShiftedClock(rig.folder / "clock")
        rig.ingest.environment = rig.query.environment = clock.environment
        rig.ingest.start()
        rig.query.start()
        with rig.query.client() as client:
            watcher = Watcher(client)
            watcher.start()
            produce(outcome, rig, list(stories(300 if quick else 1200, seed=10)), lambda number: clock.set(jumps[number]),
                    3 if quick else len(jumps))
            watcher.stop()
        outcome.expect(watcher.sequences == sorted(watcher.sequences) and watcher.sequences, "the watch did not go on")
    return outcome
