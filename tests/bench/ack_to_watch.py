#!/usr/bin/python3
"""Measures how long after the acknowledgement of an article the WatchDeals answer that it causes arrives.

usage: TEARSHEET_BIN=build/test/bin TEARSHEET_DESCRIPTORS=build/test/tests/end_to_end/tools.binpb \\
           tests/bench/ack_to_watch.py [ARTICLES] [--cluster]

With --cluster the log is a stream on three servers of NATS JetStream and the state is in PostgreSQL.

Starts the real pair on loopback and ingests one article after the other, each the first word of a deal of its own; so a
figure is one article's way through log, follower, consolidation and watch, with nothing else to do. Then prints the
articles per second of one IngestArticles stream, without and with the query service keeping up, and the same times while
articles of 4 kB come in at half of the rate at which a watcher sees them, for ten seconds; there an article counts as
visible with the first change of its sequence or a later one.
"""
import bisect
import contextlib
import pathlib
import queue
import subprocess
import sys
import threading
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))

from support import articles  # noqa: E402  (its folder is known only now)
from support.nats import NatsCluster  # noqa: E402
from support.postgres import Postgres  # noqa: E402
from support.processes import Pair, scratch_folder  # noqa: E402
from support.reflection import Client  # noqa: E402


def names(number):
    """Two company names that no other number has."""
    syllables = ["Bar", "Cor", "Dun", "Fel", "Gar", "Hol", "Kel", "Lor", "Mar", "Nor"]
    word = "".join(syllables[int(digit)].lower() for digit in f"{number:05d}").capitalize()
    return f"{word} Systems", f"{word} Energy"


def deal_story(number):
    a, b = names(number)
    return articles.article(f"https://ledger.example/{number}", f"{a} has agreed to acquire {b} for $3 billion.",
                            seconds=number)


def news(number):
    """The same story as one of 4 kB, as articles are."""
    story = deal_story(number)
    return {**story, "body": story["body"] + "\n\n" + " ".join(articles.NOISE * 12)}


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measure_latency(pair, count):
    """Seconds from each acknowledgement to the first change of that sequence; and from each request."""
    token = pair.ask("ListDeals").watch_token
    arrivals = queue.Queue()

    steps = pair.ask("WatchDeals", token=token, timeout=None)

    def watch():
        try:
            for step in steps:
                if step.HasField("change"):
                    arrivals.put((step.change.sequence, time.monotonic()))
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.CANCELLED:
                raise

    watcher = threading.Thread(target=watch)
    watcher.start()
    from_acknowledgement, from_request = [], []
    for number in range(count):
        sent = time.monotonic()
        sequence = pair.ingest_article(deal_story(number)).sequence
        acknowledged = time.monotonic()
        seen = 0
        while seen < sequence:
            seen, arrived = arrivals.get(timeout=60)
        from_acknowledgement.append(max(0.0, arrived - acknowledged))
        from_request.append(arrived - sent)
    steps.cancel()
    watcher.join()
    return from_acknowledgement, from_request


def measure_rate(pair, count):
    """Articles per second until all are acknowledged, and until all are applied."""
    method = pair.ingest_client.method("IngestArticles")
    requests = [method.request(article=deal_story(number)) for number in range(count)]
    start = time.monotonic()
    last = [answer.accepted.sequence for answer in method(iter(requests), timeout=None)][-1]
    acknowledged = time.monotonic()
    pair.catch_up(last)
    return count / (acknowledged - start), count / (time.monotonic() - start)


def measure_under_load(pair, rate, first, count):
    """Seconds from each acknowledgement to the first change of that sequence or a later one, at `rate` articles per
    second; and the articles per second until the last one was seen. Stories from `first` on."""
    acknowledged, arrived = {}, {}
    # In a process of its own: threads of one interpreter would wait for each other, and not for the service.
    watcher = subprocess.Popen([sys.executable, __file__, "--watch", pair.query.address], stdout=subprocess.PIPE, text=True)
    watcher.stdout.readline()
    method = pair.ingest_client.method("IngestArticles")

    def paced():
        start = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            yield method.request(article=news(first + number))

    begin = time.monotonic()
    for answer in method(paced(), timeout=None):
        if not answer.HasField("accepted"):
            raise SystemExit(f"article {answer.index} was refused: {answer.error.message}")
        acknowledged[answer.accepted.sequence] = time.monotonic()
    last = max(acknowledged)
    for line in watcher.stdout:
        sequence, at = line.split()
        arrived.setdefault(int(sequence), float(at))
        if int(sequence) >= last:
            break
    if not arrived or max(arrived) < last:
        raise SystemExit(f"the watch ended with {watcher.wait()} at sequence {max(arrived, default=0)} of {last}")
    watcher.kill()
    watcher.wait()
    # Articles of one batch are told of under the sequence of its last one. What the machine did while everything was being
    # started is not the half load.
    told = sorted(arrived.items())
    ends = [sequence for sequence, _ in told]
    measured = sorted(acknowledged.items())[count // 10:]
    places = [(bisect.bisect_left(ends, sequence), at) for sequence, at in measured if sequence <= ends[-1]]
    return [max(0.0, told[place][1] - at) for place, at in places], count / (arrived[ends[-1]] - begin)


def watch(address):
    """Prints the first sequence and time of every answer with a new sequence; begins with a line of its own. Goes on where
    it was when the service ends the stream, as it does with a reader that is too slow for the load."""
    with Client(address) as client:
        client.wait_connected()
        seen, begun, token = 0, False, client.call("ListDeals").watch_token
        while True:
            try:
                for step in client.call("WatchDeals", token=token, timeout=None):
                    token = step.token
                    if not begun:
                        begun = True
                        print(flush=True)
                    if step.HasField("change") and step.change.sequence > seen:
                        seen = step.change.sequence
                        print(seen, time.monotonic(), flush=True)
            except grpc.RpcError as error:
                if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
                    raise


def tell(title, values):
    print(f"{title}: p50 {percentile(values, 0.5) * 1e3:.2f} ms, p99 {percentile(values, 0.99) * 1e3:.2f} ms "
          f"({len(values)} articles)", flush=True)


@contextlib.contextmanager
def started(cluster):
    """The embedded pair, or one over JetStream and PostgreSQL."""
    with contextlib.ExitStack() as stack:
        if not cluster:
            yield stack.enter_context(Pair())
            return
        folder = stack.enter_context(scratch_folder())
        servers = stack.enter_context(NatsCluster(folder / "nats"))
        postgres = stack.enter_context(Postgres())
        yield stack.enter_context(Pair(["--nats_replicas=3"], log=servers.url("news"), store=postgres.url))


def main():
    if sys.argv[1:2] == ["--watch"]:
        watch(sys.argv[2])
        return
    cluster = "--cluster" in sys.argv
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    count = int(numbers[0]) if numbers else 1000
    with started(cluster) as pair:
        for title, values in zip(("acknowledgement to watch", "request to watch"), measure_latency(pair, count)):
            tell(title, values)
    with started(cluster) as pair:
        acknowledged, applied = measure_rate(pair, 5 * count)
        print(f"one stream from Python: {acknowledged:.0f} articles/s acknowledged, {applied:.0f} articles/s applied")
    with started(cluster) as pair:
        _, full = measure_under_load(pair, float("inf"), 10_000, 10 * count)
        values, half = measure_under_load(pair, full / 2, 50_000, int(5 * full))
        print(f"with a watcher: {full:.0f} articles/s until they are seen")
        tell(f"acknowledgement to watch at {half:.0f} articles/s", values)


if __name__ == "__main__":
    main()
