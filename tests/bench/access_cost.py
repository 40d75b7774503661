"""What TLS, policy and limits cost a GetDeal: five query services over the same log are asked in turns.

usage: access_cost.py [CALLS [ROUNDS]], with TEARSHEET_BIN and TEARSHEET_DESCRIPTORS as for the end-to-end tests. Prints for
each service the median rate and the processor time of the service per call; the second hardly depends on what else runs. h2load
shows no certificate, so its calls carry a token. What mutual TLS costs callers who are known by their certificate is measured
with a client in Python, beside plaintext with the same client: it is slower than the service, whose processor time tells.
"""
import collections
import os
import pathlib
import statistics
import subprocess
import sys
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "end_to_end"))

from support import articles  # noqa: E402  (its folder is known only now)
from support.certificates import Authority  # noqa: E402
from support.processes import Pair, query_program, wait_until  # noqa: E402

TOKEN = "a-token-for-the-measurement"
CALLER = "spiffe://measurement.example/desk"
IN_FLIGHT = 64
PLAIN, MUTUAL = "plaintext, Python client", "mTLS and policy"


def processor_seconds(program):
    fields = pathlib.Path(f"/proc/{program.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def frame(name):
    """The body of a GetDeal call: one gRPC message with the field `name`."""
    message = b"\x0a" + bytes([len(name)]) + name.encode()
    return b"\0" + len(message).to_bytes(4, "big") + message


class Measurement:

    def __init__(self, calls, body):
        self._calls = calls
        self._body = body

    def run(self, program, scheme):
        """(calls per second, microseconds of processor time of the service per call)"""
        return self._timed(program, lambda: self._load(program, scheme))

    def run_python(self, program, credentials):
        """The same with a client that can show a certificate; plaintext without `credentials`."""
        channel = (grpc.secure_channel(program.address, credentials) if credentials
                   else grpc.insecure_channel(program.address))
        with channel:
            grpc.channel_ready_future(channel).result(timeout=60)
            call = channel.unary_unary("/tearsheet.v1.QueryService/GetDeal")
            message = pathlib.Path(self._body).read_bytes()[5:]

            def load():
                under_way = collections.deque()
                for _ in range(self._calls):
                    if len(under_way) == IN_FLIGHT:
                        under_way.popleft().result()
                    under_way.append(call.future(message))
                for answer in under_way:
                    answer.result()

            return self._timed(program, load)

    def _timed(self, program, load):
        used, start = processor_seconds(program), time.monotonic()
        load()
        return (self._calls / (time.monotonic() - start),
                (processor_seconds(program) - used) / self._calls * 1e6)

    def _load(self, program, scheme):
        output = subprocess.run(
            ["h2load", "-n", str(self._calls), "-c", "4", "-m", "16", "-d", self._body,
             "-H", "content-type: application/grpc", "-H", "te: trailers", "-H", f"authorization: Bearer {TOKEN}",
             f"{scheme}://{program.address}/tearsheet.v1.QueryService/GetDeal"],
            capture_output=True, text=True, check=True).stdout
        if f"{self._calls} succeeded" not in output:
            raise AssertionError(output)


def main(calls=20_000, rounds=7):
    with Pair() as pair:
        folder = pair.folder
        authority = Authority(folder / "certificates")
        cert, key = authority.issue("server", "DNS:localhost,IP:127.0.0.1")
        (folder / "tokens").write_text(f"desk plain:{TOKEN}\n")
        (folder / "policy").write_text('rules { callers: "token:desk" methods: "tearsheet.v1.QueryService/*" }\n')
        (folder / "caller_policy").write_text(f'rules {{ callers: "{CALLER}" methods: "tearsheet.v1.QueryService/*" }}\n')
        shown = [path.read_bytes() for path in authority.issue("desk", f"URI:{CALLER}")]
        credentials = grpc.ssl_channel_credentials(authority.ca.read_bytes(), shown[1], shown[0])
        tls = [f"--tls_cert={cert}", f"--tls_key={key}"]
        gate = [f"--token_file={folder}/tokens", f"--policy={folder}/policy", "--caller_rate=1000000", "--caller_calls=100000"]
        services = {"plaintext": (pair.query, "http")}
        for name, scheme, flags in (("TLS", "https", tls), ("policy and limits", "http", gate),
                                    ("TLS, policy and limits", "https", [*tls, f"--tls_client_ca={authority.ca}", *gate]),
                                    (MUTUAL, "python", [*tls, f"--tls_client_ca={authority.ca}",
                                                        f"--policy={folder}/caller_policy", *gate[2:]])):
            label = f"query{len(services)}"
            services[name] = (query_program(folder, pair.ingest.address, *flags, store=folder / f"{label}.db", label=label),
                              scheme)
        sequence = [pair.ingest_article(article).sequence for article in articles.generate(300, seed=7)][-1]
        pair.catch_up(sequence)
        try:
            for program, _ in services.values():
                if program is not pair.query:
                    program.start()
                    wait_until(lambda program=program: "caught up" in program.log(), "the state to catch up")
            body = folder / "body"
            body.write_bytes(frame(pair.ask("ListDeals", page_size=1).deals[0].name))
            measurement = Measurement(calls, body)
            results = collections.defaultdict(list)
            for _ in range(rounds):
                for name, service in services.items():
                    if name != MUTUAL:
                        results[name].append(measurement.run(*service))
                results[PLAIN].append(measurement.run_python(pair.query, None))
                results[MUTUAL].append(measurement.run_python(services[MUTUAL][0], credentials))
        finally:
            for program, _ in services.values():
                program.stop()
    for name, figures in results.items():
        base = [statistics.median(values) for values in zip(*results[PLAIN if name in (PLAIN, MUTUAL) else "plaintext"])]
        rate, processor = (statistics.median(values) for values in zip(*figures))
        print(f"{name:26} {rate:8.0f}/s  {processor:6.1f} us of processor time  rate {rate / base[0]:.2f}, "
              f"processor {base[1] / processor:.2f} of plaintext")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
