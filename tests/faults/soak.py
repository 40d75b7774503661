#!/usr/bin/python3
"""Runs the pair at half of its speed for a long time and watches what it holds: memory, file handles, threads.

usage: soak.py [MINUTES [RATE]]

First measures how many articles per second the pair takes in and applies while readers and a watcher ask, then sends half
as many, or RATE: new ones, one in eight a revision, one in fifty a repeat. Readers and watcher go on all the while. Prints what both processes hold over time, and
ends with 1 when one of them ends, when something acknowledged is missing at the end, when the state falls behind, or when
handles, threads, or memory beyond what the number of deals and articles explains go on growing. docs/reliability.md
describes it.
"""
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))

import grpc  # noqa: E402  (the folder of what they share is known only now)

from outcome import Outcome, audit_log, table  # noqa: E402
from rig import Watcher  # noqa: E402
from support import articles  # noqa: E402
from support.processes import PATIENCE, Pair  # noqa: E402

SAMPLES = 30
# Articles by which the speed is measured: enough that a burst into an empty state does not decide it.
WARM_UP = 40_000
# What the pair may hold more at the end than after a third of the time, in MB for each 10,000 articles: pages that SQLite
# and the allocator keep, and ids that wait for their index.
MEMORY_PER_10000 = 20
# At half load the state is hardly behind; in seconds of what is sent.
MAX_LAG_SECONDS = 30


def news(count, seed):
    """Articles of many companies, most about what others tell too."""
    return articles.generate(count, seed, articles.many_companies(), told_again=0.85)


def held(program):
    """(MB of memory, file handles, threads) of a running program."""
    proc = pathlib.Path("/proc") / str(program.process.pid)
    status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines() if ":" in line)
    # Anonymous memory: pages of files that the system may take back at any time say nothing.
    return int(status["RssAnon"].split()[0]) / 1024, len(list((proc / "fd").iterdir())), int(status["Threads"])


class Sender(threading.Thread):
    """Ingests articles at a rate; counts what it was promised."""

    def __init__(self, pair, rate, seconds):
        super().__init__(daemon=True)
        self._call = pair.ingest_client.method("IngestArticles")
        self._rate, self._seconds = rate, seconds
        self.acknowledged = {}
        self.refused = 0
        self.error = None

    def run(self):
        try:
            for answer in self._call(self._paced(), timeout=None):
                if answer.WhichOneof("result") == "accepted":
                    self.acknowledged[answer.accepted.name] = answer.accepted.sequence
                else:
                    self.refused += 1
        except grpc.RpcError as error:
            self.error = error

    def _paced(self):
        start, sent, last = time.monotonic(), 0, None
        for article in news(10_000_000, seed=77):
            ahead = start + sent / self._rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            if time.monotonic() - start > self._seconds:
                return
            yield self._call.request(article=article)
            sent += 1
            if sent % 50 == 0 and last is not None:
                yield self._call.request(article=last)
            last = article


class Reader(threading.Thread):
    """Asks one question after the other until told to stop."""

    def __init__(self, pair):
        super().__init__(daemon=True)
        self._pair = pair
        self.stopping = threading.Event()
        self.answers, self.errors = 0, []

    def run(self):
        while not self.stopping.wait(0.02):
            try:
                deals = self._pair.ask("ListDeals", page_size=20).deals
                if deals:
                    self._pair.ask("GetDeal", name=deals[self.answers % len(deals)].name)
                self.answers += 1
            except grpc.RpcError as error:
                # A revision can take away the deal that was just listed.
                if error.code() != grpc.StatusCode.NOT_FOUND:
                    self.errors.append(f"{error.code().name}: {error.details()}")


def speed(pair):
    """Articles per second that the pair takes in and applies."""
    call = pair.ingest_client.method("IngestArticles")
    # Made up on the way, as later: on a small machine that takes a good part of a core.
    work = (call.request(article=article) for article in news(WARM_UP, seed=76))
    start = time.monotonic()
    last = max(answer.accepted.sequence for answer in call(work, timeout=None))
    pair.ask("GetStateInfo", min_sequence=last, timeout=10 * PATIENCE)
    return WARM_UP / (time.monotonic() - start)


def soak(minutes, rate=None):
    outcome = Outcome(f"soak of {minutes:g} minutes", times=1)
    with Pair() as pair:
        readers, watcher = [Reader(pair) for _ in range(2)], Watcher(pair.query_client)
        for thread in (watcher, *readers):
            thread.start()
        full = speed(pair)
        rate = rate or full / 2
        print(f"{full:.0f} articles/s at first, {rate:.0f} from now on\n{'min':>6} {'articles':>9} {'lag':>6}  ingest MB fds threads    query MB fds threads", flush=True)
        sender = Sender(pair, rate, 60 * minutes)
        sender.start()
        samples, lag = [], 0
        for number in range(SAMPLES):
            sender.join(60 * minutes / SAMPLES)
            if pair.ingest.process.poll() is not None or pair.query.process.poll() is not None:
                outcome.expect(False, "a service ended")
                break
            samples.append((len(sender.acknowledged), held(pair.ingest), held(pair.query)))
            count, ingest, query = samples[-1]
            # Acknowledged and not yet in the state.
            lag = max(0, max(list(sender.acknowledged.values()), default=0) - pair.ask("GetStateInfo").sequence)
            print(f"{(number + 1) * minutes / SAMPLES:6.1f} {count:9} {lag:6}  {ingest[0]:9.0f} {ingest[1]:3} {ingest[2]:7}   "
                  f"{query[0]:9.0f} {query[1]:3} {query[2]:7}", flush=True)
        outcome.expect(lag <= rate * MAX_LAG_SECONDS, f"the state was {lag} records behind at the end")
        sender.join(PATIENCE)
        judge(outcome, samples)
        for reader in readers:
            reader.stopping.set()
            reader.join()
        outcome.expect(sender.error is None and not sender.refused, f"refused: {sender.refused}, error: {sender.error}")
        for reader in readers:
            outcome.expect(not reader.errors, f"{len(reader.errors)} questions got an error, first {''.join(reader.errors[:1])}")
        info = pair.ask("GetStateInfo", min_sequence=max(sender.acknowledged.values()), timeout=10 * PATIENCE)
        outcome.expect(info.set_aside_count == 0, "records were set aside")
        watcher.stop()
        outcome.expect(watcher.sequences, "the watcher saw nothing")
        audit_log(outcome, pair.ingest, sender.acknowledged)
        outcome.note = f"{sum(reader.answers for reader in readers)} questions, {len(watcher.sequences)} changes watched"
    return outcome


def judge(outcome, samples):
    """What is held after a third of the time must suffice for the rest."""
    if len(samples) < SAMPLES:
        return
    begin, end = SAMPLES // 3, SAMPLES - 1
    articles = samples[end][0] - samples[begin][0]
    for name, index in (("ingest", 1), ("query", 2)):
        before, after = samples[begin][index], samples[end][index]
        room = 10 + MEMORY_PER_10000 * articles / 10_000
        outcome.expect(after[0] - before[0] < room, f"{name}: memory rose from {before[0]:.0f} to {after[0]:.0f} MB")
        outcome.expect(after[1] <= before[1] + 8, f"{name}: file handles rose from {before[1]} to {after[1]}")
        outcome.expect(after[2] <= before[2] + 4, f"{name}: threads rose from {before[2]} to {after[2]}")


def main():
    outcome = soak(float(sys.argv[1]) if len(sys.argv) > 1 else 30, float(sys.argv[2]) if len(sys.argv) > 2 else None)
    print("\n" + table([outcome]))
    sys.exit(0 if outcome.good else 1)


if __name__ == "__main__":
    main()
