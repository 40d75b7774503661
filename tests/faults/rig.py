"""The pair with faults built in, and producers that remember what they were promised."""
import contextlib
import os
import pathlib
import random
import signal
import subprocess
import struct
import threading

import grpc

from support import articles, producer
from support.processes import (PATIENCE, free_port, ingest_program, query_program, scratch_folder, wait_until)

SHIM = pathlib.Path(os.environ["TEARSHEET_SHIM"])


class Rig:
    """A folder and both programs on fixed ports, not started; a context manager that ends them."""

    def __init__(self, ingest_flags=(), query_flags=(), log=None, store=None):
        self._ingest_flags = ingest_flags
        self._query_flags = query_flags
        self._log = log
        self._store = store

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(scratch_folder())
            address = f"127.0.0.1:{free_port()}"
            self.ingest = ingest_program(self.folder, *self._ingest_flags, listen=address, log=self._log)
            stack.callback(self.ingest.stop)
            self.query = query_program(self.folder, address, *self._query_flags, store=self._store,
                                       listen=f"127.0.0.1:{free_port()}")
            stack.callback(self.query.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)


def stories(count, seed, padding=0):
    """Articles as `articles.generate` makes them, with `padding` more bytes each, which nobody can pack."""
    rng = random.Random(seed)
    for article in articles.generate(count, seed):
        letters = rng.randbytes(padding * 9 // 20).hex()
        noise = " ".join(letters[at:at + 9] for at in range(0, len(letters), 9))
        yield {**article, "body": f"{article['body']}\n\n{noise}"}


def preload(**variables):
    """The environment in which a program runs with the shim (shim.cc)."""
    return {"LD_PRELOAD": str(SHIM), **{name: str(value) for name, value in variables.items()}}


def start_or_die(program):
    """Starts it; false when it ended before its port was open."""
    program.launch()
    wait_until(lambda: program.process.poll() is not None or program.port_file.exists(), f"{program.name} to start or die")
    if program.process.poll() is not None:
        return False
    program.address = program.port_file.read_text().strip()
    return True


def was_killed(program):
    return program.process.poll() == -signal.SIGKILL


def send_until_death(program, work, acknowledged):
    """Ingests `work` one by one and notes the acknowledgements; ends early when the program dies."""
    try:
        with program.client() as client:
            for article in work:
                answer = client.call("IngestArticle", article=article)
                acknowledged[answer.name] = answer.sequence
    except (grpc.RpcError, grpc.FutureTimeoutError):
        # Its connections end a moment before it has.
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.process.wait(timeout=10)


class Production:
    """Producers at work on streams of their own; a context manager that waits for the end of all of them."""

    def __init__(self, address_client, work, streams=2):
        self._client = address_client
        self.acknowledgements = producer.Acknowledgements()
        self.acknowledgements.allow(len(work))
        self.count = len(work)
        self._producers = [producer.Producer(address_client, work[i::streams], self.acknowledgements)
                           for i in range(streams)]

    def __enter__(self):
        for thread in self._producers:
            thread.start()
        return self

    def __exit__(self, kind, *_):
        for thread in self._producers:
            thread.join(PATIENCE if kind is None else 0)

    def wait_for(self, count):
        self.acknowledgements.wait_for(count)

    def finish(self, outcome):
        """After the end: what must hold of the answers; returns name -> sequence."""
        outcome.expect(not any(thread.refusals for thread in self._producers), "an article was refused for good")
        outcome.expect(not self.acknowledgements.contradictions, "an article was acknowledged at two places")
        outcome.expect(len(self.acknowledgements.sequences) == self.count,
                       f"{len(self.acknowledgements.sequences)} of {self.count} articles were acknowledged")
        return self.acknowledgements.sequences


class ShiftedClock:
    """A wall clock that programs started with `environment` see, and that can be moved while they run."""

    def __init__(self, path):
        self._path = path
        self.set(0)
        self.environment = preload(FAULT_CLOCK_FILE=path)

    def set(self, seconds):
        with open(self._path, "r+b" if self._path.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))


class Watcher(threading.Thread):
    """Watches all deals; `sequences` are those of the changes seen."""

    def __init__(self, client):
        super().__init__(daemon=True)
        token = client.call("ListDeals").watch_token
        self._steps = client.call("WatchDeals", token=token, timeout=None)
        self.sequences = []

    def run(self):
        with contextlib.suppress(grpc.RpcError):
            for step in self._steps:
                if step.HasField("change"):
                    self.sequences.append(step.change.sequence)

    def stop(self):
        self._steps.cancel()
        self.join()
