"""Kills the query replica that applies, with kill -9, while articles come in and both replicas are asked; prints the longest gap in the
answers and in the applying. PostgreSQL and all services are started here.

    TEARSHEET_BIN=build/test/bin TEARSHEET_DESCRIPTORS=build/test/tests/end_to_end/tools.binpb /usr/bin/python3 tests/bench/take_over.py
"""
import itertools
import pathlib
import sys
import threading
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))
# pylint: disable=wrong-import-position
from support import articles
from support.postgres import Postgres
from support.processes import free_port, ingest_program, query_program, scratch_folder, wait_until

KILLS = 5
ARTICLES_PER_SECOND = 50
SECONDS_BEFORE_A_KILL = 2
SECONDS_AFTER_A_KILL = 6


class Gaps:
    """Longest time between two events of a kind."""

    def __init__(self):
        self._last = None
        self.longest = 0.0

    def mark(self):
        now = time.monotonic()
        if self._last is not None:
            self.longest = max(self.longest, now - self._last)
        self._last = now

    def restart(self):
        """Forgets what was before; returns it."""
        longest, self.longest = self.longest, 0.0
        return longest

    def end(self):
        """The longest, with the time that has passed since the last event."""
        return max(self.longest, time.monotonic() - self._last)


def ingest(program, stop):
    with program.client() as client:
        for story in itertools.cycle(articles.generate(20_000, 7)):
            if stop.is_set():
                return
            client.call("IngestArticle", article=story)
            time.sleep(1 / ARTICLES_PER_SECOND)


def ask(replicas, stop, answers, applied):
    """A caller that goes to the next replica when one does not answer."""
    clients = [replica.client() for replica in replicas]
    turn, sequence = 0, 0
    while not stop.is_set():
        try:
            seen = clients[turn].call("ListDeals", page_size=1, timeout=1).sequence
            answers.mark()
            if seen > sequence:
                sequence = seen
                applied.mark()
            time.sleep(0.002)
        except grpc.RpcError:
            pass
        turn = (turn + 1) % len(clients)


def applying(replicas):
    def find():
        for replica in replicas:
            with replica.client() as client:
                if client.call("GetStateInfo").applies:
                    return replica
        return None
    return wait_until(find, "a replica that applies")


def main():
    with Postgres() as postgres, scratch_folder() as folder:
        source = ingest_program(folder, listen=f"127.0.0.1:{free_port()}").start()
        replicas = [query_program(folder, source.address, store=postgres.url, label=f"replica{number}",
                                  listen=f"127.0.0.1:{free_port()}").start() for number in range(2)]
        end = threading.Event()
        producer = threading.Thread(target=ingest, args=(source, end), daemon=True)
        producer.start()
        for kill in range(KILLS):
            answers, applied, stop = Gaps(), Gaps(), threading.Event()
            caller = threading.Thread(target=ask, args=(replicas, stop, answers, applied))
            caller.start()
            wait_until(lambda: applied.longest > 0, "answers that change")
            victim = applying(replicas)
            time.sleep(SECONDS_BEFORE_A_KILL)
            before = (answers.restart(), applied.restart())
            victim.kill()
            time.sleep(SECONDS_AFTER_A_KILL)
            after = (answers.end(), applied.end())
            stop.set()
            caller.join()
            print(f"kill {kill + 1}: longest gap in answers {after[0]:.2f} s (before {before[0]:.2f}), "
                  f"in applying {after[1]:.2f} s (before {before[1]:.2f})", flush=True)
            victim.start()
        end.set()
        producer.join()
        for program in (*replicas, source):
            program.stop()


if __name__ == "__main__":
    main()
