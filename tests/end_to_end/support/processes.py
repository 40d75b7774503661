"""The real programs as child processes."""
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from support.reflection import Client

BIN = pathlib.Path(os.environ["TEARSHEET_BIN"])
# A bound on waiting for something that must happen; only a broken program ever reaches it.
PATIENCE = 120


def wait_until(condition, what):
    """Returns the first true value of `condition()`, asking often; an error that says `what` when none comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError(f"waited {PATIENCE} s in vain for {what}")


def free_port():
    """A port that stays ours to open again and again: below the range that the system gives to outgoing connections."""
    while True:
        port = random.SystemRandom().randrange(15000, 32000)
        with socket.socket() as probe:
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port


def run_program(name, *flags, environment=None, **keywords):
    """Runs a program to its end; returns the CompletedProcess with texts."""
    return subprocess.run([str(BIN / name), *flags], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          env={**os.environ, **(environment or {})}, timeout=PATIENCE, check=False, **keywords)


class Program:
    """A running service. `address` is where it listens; `log` is what it wrote on standard error over all its lives."""

    def __init__(self, name, folder, *flags, environment=None, prefix=(), label=None):
        """`label` names its files; two programs of one name in one folder need two. `prefix` is a command to run it by."""
        self.name = name
        self.flags = flags
        self.environment = environment or {}
        self.prefix = prefix
        self.port_file = folder / f"{label or name}.port"
        self.log_file = folder / f"{label or name}.log"
        self.process = None
        self.address = None

    def launch(self):
        """Starts the process without waiting for its port."""
        self.port_file.unlink(missing_ok=True)
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, str(BIN / self.name), f"--port_file={self.port_file}", *self.flags], stderr=log, stdout=log,
                stdin=subprocess.DEVNULL, env={**os.environ, **self.environment})
        return self

    def start(self):
        """Starts the process and waits until its port is open."""
        self.launch()

        def opened():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.process.returncode}:\n{self.log()[-4000:]}")
            return self.port_file.exists()

        wait_until(opened, f"the port file of {self.name}")
        self.address = self.port_file.read_text().strip()
        return self

    def kill(self):
        """kill -9, and waits until it is gone."""
        self.process.kill()
        self.process.wait()

    def terminate(self):
        """SIGTERM; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def stop(self):
        """Ends it whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()

    def log(self):
        return self.log_file.read_text() if self.log_file.exists() else ""

    def log_lines(self):
        """The structured lines of the log."""
        return [json.loads(line) for line in self.log().splitlines()]

    def client(self):
        return Client(self.address).wait_connected()


def ingest_program(folder, *flags, listen="127.0.0.1:0", log=None, **keywords):
    """`log` is a path, or the URL of a stream."""
    name = log if "://" in str(log) else f"sqlite:{log or folder / 'log.db'}"
    return Program("tearsheet-ingest", folder, f"--listen={listen}", "--metrics_listen=", f"--event_log={name}", *flags,
                   **keywords)


def query_program(folder, log_address, *flags, listen="127.0.0.1:0", store=None, **keywords):
    """`log_address` is the address of an ingest service, or a URL; `store` is a path, or the URL of a server."""
    log = log_address if "://" in log_address else f"grpc://{log_address}"
    name = store if "://" in str(store) else f"sqlite:{store or folder / 'state.db'}"
    return Program("tearsheet-query", folder, f"--listen={listen}", "--metrics_listen=",
                   f"--event_log={log}", f"--store={name}", *flags, **keywords)


@contextlib.contextmanager
def scratch_folder():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tearsheet-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Pair:
    """Both services on free ports in a folder of their own, with a client each; a context manager.

    A service that is killed and started again is at its old address. `log` and `store` are URLs of what is used instead of
    the embedded ones.
    """

    def __init__(self, ingest_flags=(), query_flags=(), log=None, store=None):
        self._stack = contextlib.ExitStack()
        self._log = log
        self._store = store
        self._ingest_flags = ingest_flags
        self._query_flags = query_flags

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(scratch_folder())
            self.ingest = ingest_program(self.folder, *self._ingest_flags, log=self._log,
                                         listen=f"127.0.0.1:{free_port()}")
            stack.callback(self.ingest.stop)
            self.ingest.start()
            self.query = query_program(self.folder, self._log or self.ingest.address, *self._query_flags,
                                       store=self._store, listen=f"127.0.0.1:{free_port()}")
            stack.callback(self.query.stop)
            self.query.start()
            self.ingest_client = stack.enter_context(self.ingest.client())
            self.query_client = stack.enter_context(self.query.client())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def ingest_article(self, article):
        """Sends one article, a dictionary; returns the answer."""
        return self.ingest_client.call("IngestArticle", article=article)

    def ask(self, method, request=None, **fields):
        """A question to the query service."""
        return self.query_client.call(method, request, **fields)

    def catch_up(self, sequence):
        """Waits until the query service has applied `sequence`."""
        return self.ask("GetStateInfo", min_sequence=sequence, timeout=PATIENCE)
