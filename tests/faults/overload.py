"""Four times as many callers as the service has room for."""
import threading
import time

import grpc

from outcome import Outcome, audit_log
from rig import Rig, stories
from support.reflection import Client, error_details

# Calls that the service works on at a time.
ROOM = 16


class Caller(threading.Thread):
    """Ingests its articles one after the other; those that are refused again after the pause that it is told."""

    def __init__(self, address, work):
        super().__init__(daemon=True)
        self._address = address
        self._work = work
        self.acknowledged = {}
        self.refusals = 0
        self.broken = []

    def run(self):
        with Client(self._address) as client:
            client.wait_connected()
            for article in self._work:
                while not self._try(client, article):
                    pass

    def _try(self, client, article):
        try:
            answer = client.call("IngestArticle", article=article)
        except grpc.RpcError as error:
            self.refusals += 1
            details = error_details(error)
            if error.code() != grpc.StatusCode.RESOURCE_EXHAUSTED or "RetryInfo" not in details:
                self.broken.append(f"refused with {error.code().name}, {sorted(details)}")
                return True
            delay = details["RetryInfo"].retry_delay
            time.sleep(delay.seconds + delay.nanos * 1e-9)
            return False
        self.acknowledged[answer.name] = answer.sequence
        return True


def run_callers(address, count, work):
    callers = [Caller(address, work[i::count]) for i in range(count)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return callers


def p99_of_admitted(program, seen):
    """Milliseconds from arrival to answer, as the service logged them after its first `seen` lines; and the lines by now.

    Not as the callers saw them: so many threads of one interpreter wait for each other.
    """
    lines = program.log_lines()
    taken = sorted(float(line["ms"]) for line in lines[seen:]
                   if line.get("method") == "IngestService/IngestArticle" and line["code"] == "OK")
    return taken[min(len(taken) - 1, int(len(taken) * 0.99))], len(lines)


def overload(quick):
    """As many callers as there is room for, then four times as many, then as many again."""
    outcome = Outcome("overload at 4 times the room")
    size = 300 if quick else 1_000
    with Rig(ingest_flags=[f"--max_calls={ROOM}"]) as rig:
        rig.ingest.start()
        work = list(stories(6 * size, seed=31))
        phases, p99, seen = [], [], 0
        for count, part in ((ROOM, work[:size]), (4 * ROOM, work[size:5 * size]), (ROOM, work[5 * size:])):
            phases.append(run_callers(rig.ingest.address, count, part))
            value, seen = p99_of_admitted(rig.ingest, seen)
            p99.append(value)
        acknowledged = {}
        for caller in sum(phases, []):
            acknowledged.update(caller.acknowledged)
            for sentence in caller.broken[:1]:
                outcome.expect(False, sentence)
        refused = [sum(caller.refusals for caller in phase) for phase in phases]
        outcome.times = refused[1]
        outcome.expect(refused[1] > 0, "nobody was refused")
        # Who is let in waits behind no more calls than there is room for: as long as without the crowd, but for
        # what the crowd itself costs of the same machine.
        outcome.expect(p99[1] < 5 * max(p99[0], 20), f"p99 of admitted calls rose from {p99[0]:.0f} to {p99[1]:.0f} ms")
        outcome.note = (f"{refused[1]} refused with RetryInfo; p99 of admitted calls "
                        + ", ".join(f"{value:.0f}" for value in p99) + " ms before, during, after")
        audit_log(outcome, rig.ingest, acknowledged)
    return outcome
