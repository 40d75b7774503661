"""kill -9 at every call that changes or syncs a file, before it, in the middle of it and after it."""
import itertools
import random

from outcome import Outcome, audit_log, audit_state
from rig import PATIENCE, Rig, preload, send_until_death, start_or_die, stories, was_killed

# Articles of one life of a process.
LIFE = 3


def steps(quick):
    """The calls at which a process is killed: each of the first, then ever fewer, since what comes late (pages of a
    checkpoint) is alike. Goes on until a process lives to its end."""
    step = 1
    while True:
        yield step
        step += 5 + step // 3 if quick else 1 + step // 30


def kill_append(quick):
    """The ingest service, at every step of start, append, and the checkpoint at its end."""
    outcome = Outcome("kill -9 at every step of append")
    for how in ("before", "torn", "after"):
        with Rig() as rig:
            work, acknowledged = stories(10_000, seed=3), {}
            for step in steps(quick):
                rig.ingest.environment = preload(FAULT_KILL_AT=step, FAULT_KILL_HOW=how)
                if start_or_die(rig.ingest):
                    send_until_death(rig.ingest, itertools.islice(work, LIFE), acknowledged)
                    if not was_killed(rig.ingest):
                        rig.ingest.terminate()
                if not was_killed(rig.ingest):
                    outcome.expect(rig.ingest.process.returncode == 0, f"it ended by itself:\n{rig.ingest.log()[-400:]}")
                    break
                outcome.times += 1
            rig.ingest.environment = {}
            audit_log(outcome, rig.ingest.start(), acknowledged)
    return outcome


def kill_checkpoint(quick):
    """The ingest service, while large articles make it fold its -wal file into the log."""
    outcome = Outcome("kill -9 in a checkpoint")
    rng = random.Random(5)
    for _ in range(1 if quick else 8):
        with Rig() as rig:
            acknowledged = {}
            # Articles of a megabyte are some 130 calls each; a checkpoint begins after 64 of them.
            rig.ingest.environment = preload(FAULT_KILL_AT=rng.randrange(8_500, 12_000), FAULT_KILL_HOW="torn")
            # In a language that is stored unread, since extraction is not what this is about.
            work = ({**article, "language": "de"} for article in stories(200, seed=4, padding=1_000_000))
            if start_or_die(rig.ingest):
                send_until_death(rig.ingest, work, acknowledged)
            outcome.times += was_killed(rig.ingest)
            outcome.expect(was_killed(rig.ingest), "it was not killed")
            rig.ingest.environment = {}
            audit_log(outcome, rig.ingest.start(), acknowledged)
    return outcome


def kill_apply(quick):
    """The query service, at every step of start, apply, and its end."""
    outcome = Outcome("kill -9 at every step of apply")
    for how in ("before", "torn", "after"):
        with Rig() as rig:
            work, acknowledged = stories(10_000, seed=6), {}
            rig.ingest.start()
            for step in steps(quick):
                send_until_death(rig.ingest, itertools.islice(work, LIFE), acknowledged)
                rig.query.environment = preload(FAULT_KILL_AT=step, FAULT_KILL_HOW=how)
                if start_or_die(rig.query):
                    wait_for_apply_or_death(rig.query, max(acknowledged.values()))
                    if not was_killed(rig.query):
                        rig.query.terminate()
                if not was_killed(rig.query):
                    outcome.expect(rig.query.process.returncode == 0, f"it ended by itself:\n{rig.query.log()[-400:]}")
                    break
                outcome.times += 1
            rig.query.environment = {}
            rig.query.start()
            audit_state(outcome, rig.folder, rig.ingest, rig.query, audit_log(outcome, rig.ingest, acknowledged))
    return outcome


def wait_for_apply_or_death(program, sequence):
    try:
        with program.client() as client:
            client.call("GetStateInfo", min_sequence=sequence, timeout=PATIENCE)
    except Exception:  # pylint: disable=broad-except  # however the call ends when the process is gone
        if program.process.wait(PATIENCE) is None:
            raise
