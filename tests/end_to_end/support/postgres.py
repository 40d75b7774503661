"""A real PostgreSQL in a folder of the test: no port, only a socket in that folder."""
import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import unittest

from support.processes import wait_until

USER = "postgres"
PR_SET_PDEATHSIG = 1


def programs():
    """The folder of initdb and postgres; skips the test where they are missing."""
    try:
        folder = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        folder = ""
    if not folder or not (pathlib.Path(folder) / "initdb").exists():
        raise unittest.SkipTest("PostgreSQL is not installed: scripts/setup test installs it")
    return pathlib.Path(folder)


def _as_its_user():
    """Options of Popen: the server refuses to run as root, and ends with the test."""
    libc = ctypes.CDLL(None)

    def end_with_parent():
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)

    options = {"preexec_fn": end_with_parent, "stdin": subprocess.DEVNULL, "cwd": "/"}
    if os.geteuid() == 0:
        options.update(user=USER, group=USER, extra_groups=[])
    return options


class Postgres:
    """A server with an empty database; a context manager. `url` is what --store takes."""

    def __init__(self, *settings):
        """`settings` as in postgresql.conf: "max_connections=50"."""
        self._programs = programs()
        self._settings = settings
        # A path of its own, because the name of a socket must be short.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tearsheet-pg-"))
        if os.geteuid() == 0:
            user = pwd.getpwnam(USER)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.url = f"postgresql:///postgres?user=tearsheet&host={self.folder}"
        self.process = None

    def __enter__(self):
        with open(self.folder / "initdb.log", "wb") as log:
            subprocess.run([self._programs / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "tearsheet",
                            "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"], stdout=log, stderr=log, check=True,
                           **_as_its_user())
        self.start()
        return self

    def __exit__(self, *error):
        if self.process is not None:
            self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *settings):
        """Starts the server, with these settings too, and waits until it answers."""
        options = [option for setting in (f"unix_socket_directories={self.folder}", "listen_addresses=",
                                          *self._settings, *settings) for option in ("-c", setting)]
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen([self._programs / "postgres", "-D", self.folder / "data", *options],
                                            stdout=log, stderr=log, **_as_its_user())

        def answers():
            if self.process.poll() is not None:
                raise AssertionError(f"PostgreSQL ended:\n{self.log()[-4000:]}")
            return subprocess.run([self._programs / "pg_isready", "-q", "-h", self.folder], check=False).returncode == 0

        wait_until(answers, "PostgreSQL to answer")
        return self

    def crash(self):
        """Ends the server as a crash does ("immediate"): nothing is written out, and connections break."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        self.process = None

    def standby(self):
        """A server that follows this one; start it with start(), and it takes over with promote()."""
        other = Postgres(*self._settings)
        with open(other.folder / "initdb.log", "wb") as log:
            subprocess.run([self._programs / "pg_basebackup", "-D", other.folder / "data", "-R", "-c", "fast", "-h",
                            self.folder, "-U", "tearsheet"], stdout=log, stderr=log, check=True, **_as_its_user())
        return other

    def promote(self):
        self.query("SELECT pg_promote()")

    def log(self):
        return (self.folder / "server.log").read_text(errors="replace")

    def query(self, sql):
        """The rows of a statement, fields separated by "|"."""
        run = subprocess.run([self._programs / "psql", "-X", "-A", "-t", "-h", self.folder, "-U", "tearsheet", "-d", "postgres",
                              "-c", sql], capture_output=True, text=True, check=True)
        return run.stdout.splitlines()
