"""TLS and mTLS on both services, the command line and the way from query to ingest; certificates that change; plaintext."""
import socket
import ssl
import threading
import unittest

import grpc

from support import articles
from support.certificates import Authority
from support.processes import ingest_program, query_program, run_program, scratch_folder, wait_until
from support.reflection import Client

LOCAL = "DNS:localhost,IP:127.0.0.1"
STORY = articles.article("https://harbourwire.example/foundry", "Halden Energy has agreed to acquire Lumen Foundry.\n")


def channel_credentials(ca, pair=None):
    cert, key = pair or (None, None)
    return grpc.ssl_channel_credentials(ca.read_bytes(), key.read_bytes() if key else None,
                                        cert.read_bytes() if cert else None)


class TlsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())
        self.authority = Authority(self.folder / "certificates")
        self.server = self.authority.issue("server", LOCAL)
        self.caller = self.authority.issue("caller", "DNS:caller.example")
        self.policy = self.folder / "policy"
        self.policy.write_text('rules { callers: "dns:caller.example" methods: "*" }')
        self.mtls = [f"--tls_client_ca={self.authority.ca}", f"--policy={self.policy}"]
        self.server_flags = [f"--tls_cert={self.server[0]}", f"--tls_key={self.server[1]}", *self.mtls]

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def start_ingest(self, *flags):
        return self.start(ingest_program(self.folder, *self.server_flags, *flags))

    def client(self, program, credentials):
        return self.enterContext(Client(program.address, credentials))

    def test_only_a_caller_with_a_certificate_of_the_authority_gets_in(self):
        ingest = self.start_ingest()
        good = self.client(ingest, channel_credentials(self.authority.ca, self.caller))
        self.assertGreater(good.call("IngestArticle", article=STORY).sequence, 0)
        self.assertEqual(good.health(), "SERVING")
        stranger = Authority(self.folder / "strangers").issue("caller", "DNS:caller.example")
        for pair in (None, stranger):
            with self.subTest(pair=pair):
                bad = self.client(ingest, channel_credentials(self.authority.ca, pair))
                self.assertEqual(bad.health(timeout=20), "UNAVAILABLE")
        self.assertEqual(Client(ingest.address).health(timeout=20), "UNAVAILABLE")

    def test_the_pair_and_the_command_line_speak_mtls(self):
        ingest = self.start_ingest()
        query = self.start(query_program(
            self.folder, ingest.address, *self.server_flags, f"--event_log=grpcs://{ingest.address}",
            f"--log_tls_ca={self.authority.ca}", f"--log_tls_cert={self.caller[0]}",
            f"--log_tls_key={self.caller[1]}"))
        flags = [f"--ingest={ingest.address}", f"--query={query.address}", f"--tls-ca={self.authority.ca}",
                 f"--tls_cert={self.caller[0]}", f"--tls-key={self.caller[1]}"]
        good = self.client(ingest, channel_credentials(self.authority.ca, self.caller))
        sequence = good.call("IngestArticle", article=STORY).sequence
        answer = self.client(query, channel_credentials(self.authority.ca, self.caller))
        self.assertEqual(answer.call("GetStateInfo", min_sequence=sequence).sequence, sequence)
        run = run_program("tearsheet", *flags, "status")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = run_program("tearsheet", *flags[:3], "deals", "--timeout=20s")
        self.assertNotEqual(run.returncode, 0)

    def test_certificates_change_under_load_and_no_call_fails(self):
        # As Kubernetes does it: files are links through a folder link, which is replaced at once.
        live = self.folder / "live"
        live.symlink_to(self.server[0].parent)
        ingest = self.start(ingest_program(
            self.folder, f"--tls_cert={live}/server.pem", f"--tls_key={live}/server.key", *self.mtls))
        credentials = channel_credentials(self.authority.ca, self.caller)
        stop, failures, calls = threading.Event(), [], []

        def load(new_connections):
            client = Client(ingest.address, credentials).wait_connected()
            while not stop.is_set():
                try:
                    client.health() if new_connections else client.call("GetOntology")
                    calls.append(new_connections)
                except grpc.RpcError as error:
                    failures.append(error)
                if new_connections:
                    client.close()
                    client = Client(ingest.address, credentials)
            client.close()

        threads = [threading.Thread(target=load, args=(new,)) for new in (False, True, True)]
        for thread in threads:
            thread.start()
        try:
            for number in range(3):
                pair = self.authority.issue("server", LOCAL, into=self.folder / f"version{number}")
                link = self.folder / "next"
                link.symlink_to(pair[0].parent)
                link.replace(live)
                wanted = ssl.PEM_cert_to_DER_cert(pair[0].read_text())
                wait_until(lambda: self.shown_certificate(ingest) == wanted, "the new certificate")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(failures, [])
        self.assertTrue({True, False} <= set(calls))

    def shown_certificate(self, program):
        context = ssl.create_default_context(cafile=self.authority.ca)
        context.load_cert_chain(*self.caller)
        context.set_alpn_protocols(["h2"])
        host, port = program.address.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as connection:
                return connection.getpeercert(binary_form=True)

    def refusal(self, *flags):
        run = run_program("tearsheet-ingest", f"--event_log=sqlite:{self.folder}/log.db", "--listen=127.0.0.1:0",
                          "--metrics_listen=", *flags)
        self.assertEqual(run.returncode, 2, run.stderr)
        return run.stderr

    def test_bad_files_are_refused_at_start_with_file_and_reason(self):
        cert, key = self.server
        broken = self.folder / "broken.pem"
        broken.write_text("no certificate")
        old = self.authority.issue("old", LOCAL, days=-1)
        for flags, words in [
                ([f"--tls_cert={self.folder}/none.pem", f"--tls_key={key}"], ["none.pem", "No such file"]),
                ([f"--tls_cert={cert}"], ["server.pem", "private key"]),
                ([f"--tls_key={key}"], ["server.key", "certificate"]),
                ([f"--tls_cert={broken}", f"--tls_key={key}"], ["broken.pem", "no certificate"]),
                ([f"--tls_cert={cert}", f"--tls_key={broken}"], ["broken.pem", "no private key"]),
                ([f"--tls_cert={cert}", f"--tls_key={self.caller[1]}"], ["caller.key", "not the key"]),
                ([f"--tls_cert={old[0]}", f"--tls_key={old[1]}"], ["old.pem", "out of date"]),
                ([f"--tls_cert={cert}", f"--tls_key={key}", *self.mtls, f"--tls_client_ca={broken}"], ["broken.pem"]),
                (self.mtls, ["--tls_cert"])]:
            with self.subTest(flags=flags):
                text = self.refusal(*flags)
                for word in words:
                    self.assertIn(word, text)

    def test_plaintext_for_other_machines_must_be_asked_for(self):
        self.assertIn("--insecure_listen", self.refusal("--listen=0.0.0.0:0"))
        self.assertIn("--insecure_metrics", self.refusal("--metrics_listen=0.0.0.0:0"))
        ingest = self.start(ingest_program(self.folder, "--insecure_listen", listen="0.0.0.0:0"))
        self.assertTrue([line for line in ingest.log_lines()
                         if line["severity"] == "WARNING" and "plaintext" in line["message"]])

    def test_a_unix_socket_serves_both_services(self):
        ingest = self.start(ingest_program(self.folder, listen=f"unix:{self.folder}/ingest.sock"))
        self.assertEqual(ingest.address, f"unix:{self.folder}/ingest.sock")
        query = self.start(query_program(self.folder, ingest.address, listen=f"unix:{self.folder}/query.sock"))
        run = run_program("tearsheet", f"--ingest={ingest.address}", f"--query={query.address}", "ontology")
        self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == "__main__":
    unittest.main()
