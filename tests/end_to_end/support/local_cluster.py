"""Three NATS servers, PostgreSQL, three ingest and two query replicas, all on loopback; scripts/cluster runs it."""
import contextlib
import pathlib
import re
import signal
import sys

from support.nats import NatsCluster
from support.postgres import Postgres
from support.processes import Program, run_program, wait_until

INGEST_REPLICAS = 3
QUERY_REPLICAS = 2
STREAM = "news"


class LocalCluster:
    """A context manager; `ingest` and `query` are the replicas as Programs. Everything ends with it.

    `folder` gets the logs of the services and the files of the brokers.
    """

    def __init__(self, folder):
        self.folder = folder
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.nats = stack.enter_context(NatsCluster(self.folder / "nats"))
            self.postgres = stack.enter_context(Postgres())
            log = f"--event_log={self.nats.url(STREAM)}"
            self.ingest = self._replicas(stack, "tearsheet-ingest", INGEST_REPLICAS, log, "--nats_replicas=3")
            self.query = self._replicas(stack, "tearsheet-query", QUERY_REPLICAS, log, f"--store={self.postgres.url}")
            for program in self.query:
                with program.client() as client:
                    wait_until(lambda: client.health("tearsheet.v1.QueryService") == "SERVING", "a query replica to be ready")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def _replicas(self, stack, name, count, *flags):
        programs = []
        for number in range(count):
            program = Program(name, self.folder, "--listen=127.0.0.1:0", "--metrics_listen=", *flags, label=f"{name}-{number}")
            stack.callback(program.stop)
            programs.append(program.start())
        return programs

    def command_line(self, *arguments, ingest=0, query=0):
        """Runs `tearsheet` against these replicas; returns what it printed."""
        environment = {"TEARSHEET_INGEST": self.ingest[ingest].address, "TEARSHEET_QUERY": self.query[query].address}
        run = run_program("tearsheet", *arguments, environment=environment)
        if run.returncode != 0:
            raise AssertionError(f"tearsheet {' '.join(arguments)}: {run.stderr}")
        return run.stdout


def ingest_and_ask(cluster, samples):
    """Sends the samples to one replica, and again to another, which knows them; asks every query replica."""
    first = cluster.command_line("ingest", str(samples))
    again = cluster.command_line("ingest", str(samples), ingest=1)
    print(f"$ tearsheet ingest {samples}\n{first}\nand once more, to another replica:\n{again}")
    sequence = re.search(r"last sequence (\d+)", first)[1]
    answers = [cluster.command_line("deals", "--company=Lumora AI", f"--min-sequence={sequence}", query=number)
               for number in range(QUERY_REPLICAS)]
    if len(set(answers)) != 1:
        raise AssertionError("two replicas give two answers")
    print(f"$ tearsheet deals --company='Lumora AI'\n{answers[0]}")


def print_addresses(cluster):
    print("ingest ", *(program.address for program in cluster.ingest))
    print("query  ", *(program.address for program in cluster.query))
    print("nats   ", cluster.nats.url(STREAM))
    print("state  ", cluster.postgres.url)
    print(f"\nexport TEARSHEET_INGEST={cluster.ingest[0].address} TEARSHEET_QUERY={cluster.query[0].address}")


def main():
    folder, samples, *mode = sys.argv[1:]
    # As Ctrl-C: what was started is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with LocalCluster(pathlib.Path(folder).resolve()) as cluster:
            ingest_and_ask(cluster, samples)
            print_addresses(cluster)
            if mode != ["once"]:
                print("Ctrl-C ends everything.", flush=True)
                signal.pause()
    except KeyboardInterrupt:
        print("ended")


if __name__ == "__main__":
    main()
