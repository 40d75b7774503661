"""Real nats-server processes with JetStream on loopback: one, or a cluster."""
import ctypes
import json
import os
import shutil
import signal
import subprocess
import unittest
import urllib.error
import urllib.request

from support.processes import free_port, wait_until

PR_SET_PDEATHSIG = 1


def program():
    """The path of nats-server; skips the test where it is missing."""
    found = shutil.which("nats-server", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/bin")
    if found is None:
        raise unittest.SkipTest("nats-server is not installed: scripts/setup test installs it")
    return found


def _end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class NatsServer:
    """One server. It keeps its ports and its files when it is started again."""

    def __init__(self, folder, number, routes, configuration=""):
        self.name = f"n{number}"
        self.port = free_port()
        self.monitor_port = free_port()
        self.log_file = folder / f"{self.name}.log"
        self.process = None
        self._file = folder / f"{self.name}.conf"
        lines = [f"server_name: {self.name}", f"listen: 127.0.0.1:{self.port}",
                 f"http: 127.0.0.1:{self.monitor_port}",
                 f'jetstream {{ store_dir: "{folder / self.name}" }}', "max_payload: 8MB", configuration]
        if len(routes) > 1:
            peers = ", ".join(f"nats://{address}" for address in routes)
            # Every server knows all others by its own configuration.
            lines.append(f"cluster {{ name: local, listen: {routes[number]}, no_advertise: true, routes: [{peers}] }}")
        self._file.write_text("\n".join(lines) + "\n")

    def start(self):
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([program(), "-c", str(self._file)], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent)
        return self

    def kill(self):
        """kill -9, and waits until it is gone; a stopped one too."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    stop = kill

    def signal(self, number):
        self.process.send_signal(number)

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)


class NatsCluster:
    """`count` servers in `folder`; a context manager. `url(stream)` is what --event_log takes."""

    def __init__(self, folder, count=3, configuration=""):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        addresses = [f"127.0.0.1:{free_port()}" for _ in range(count)]
        self.servers = [NatsServer(folder, number, self.routes(number, addresses), configuration)
                        for number in range(count)]

    def routes(self, number, addresses):
        """Where server `number` finds the others, itself at its own address."""
        return addresses

    def __enter__(self):
        for server in self.servers:
            server.start()
        return self

    def __exit__(self, *error):
        for server in self.servers:
            server.stop()

    def url(self, stream):
        return f"nats://{','.join(f'127.0.0.1:{server.port}' for server in self.servers)}/{stream}"

    def leader(self, stream):
        """The server that leads the stream, by the monitoring of those that run; waits for one."""
        return wait_until(lambda: self._leader(stream), f"a leader of the stream {stream}")

    def _leader(self, stream):
        for server in self.servers:
            if server.process.poll() is not None:
                continue
            for detail in _streams(server.monitor_port):
                leader = detail.get("cluster", {}).get("leader")
                if detail["name"] == stream and leader:
                    found = next(one for one in self.servers if one.name == leader)
                    if found.process.poll() is None:
                        return found
        return None


def _streams(port):
    """What /jsz of the server on this monitoring port tells of its streams."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jsz?streams=true", timeout=5) as answer:
            accounts = json.load(answer).get("account_details") or []
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return []
    return [detail for account in accounts for detail in account.get("stream_detail") or []]
