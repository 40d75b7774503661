"""What the overlays configure really starts: their flags, policy, certificates, brokers and database, on loopback."""
import os
import re
import shutil
import subprocess
import unittest
import unittest.mock

from manifests import SOURCE, WITHOUT_KUBECTL, find, pod_of
from overlay import Overlay, as_localhost, readable_by_all
from support import nats
from support.postgres import Postgres
from support.processes import free_port, scratch_folder, wait_until

WITHOUT_NATS = None if nats.program() else "nats-server is not installed: run scripts/setup test"
SERVERS = 3


@unittest.skipIf(WITHOUT_KUBECTL, WITHOUT_KUBECTL)
class OverlayTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def ingest_and_ask(self, overlay, ingest, queries):
        run = overlay.command_line("tearsheet-operator", "ingest", str(SOURCE / "samples"), ingest=ingest.address)
        self.assertEqual(run.returncode, 0, run.stderr)
        sequence = re.search(r"last sequence (\d+)", run.stdout)[1]
        for query in queries:
            run = overlay.command_line("tearsheet-operator", "deals", "--company=Lumora AI", f"--min-sequence={sequence}",
                                       query=query.address)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("Lumora AI", run.stdout)

    def check_policy(self, overlay, ingest, query):
        """The services' own certificates open nothing but what they need."""
        run = overlay.command_line("tearsheet-query", "ingest", str(SOURCE / "samples"), ingest=ingest.address)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("no rule of the policy allows", run.stderr)
        run = overlay.command_line("tearsheet-ingest", "deals", query=query.address)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("no rule of the policy allows", run.stderr)

    def test_the_single_overlay_takes_articles_and_answers(self):
        overlay = Overlay("single", self.folder)
        ingest = self.start(overlay.program("tearsheet-ingest", "ingest", {}))
        overlay.addresses["tearsheet-ingest:7401"] = as_localhost(ingest.address)
        query = self.start(overlay.program("tearsheet-query", "query", {}))
        self.ingest_and_ask(overlay, ingest, [query])
        self.check_policy(overlay, ingest, query)
        for program in (query, ingest):
            self.assertEqual(program.terminate(), 0)

    @unittest.skipIf(WITHOUT_NATS, WITHOUT_NATS)
    def test_the_cluster_overlay_takes_articles_and_answers(self):
        overlay = Overlay("cluster", self.folder)
        for number in range(SERVERS):
            self.start_nats(overlay, number)
        password = self.start_postgres(overlay)
        ingest = [self.start(overlay.program("tearsheet-ingest", f"ingest-{n}", {})) for n in range(2)]
        secrets = {"/etc/tearsheet/postgresql": password.parent}
        queries = [self.start(overlay.program("tearsheet-query", f"query-{n}", secrets)) for n in range(2)]
        self.ingest_and_ask(overlay, ingest[0], queries)
        run = overlay.command_line("tearsheet-operator", "ingest", str(SOURCE / "samples"), ingest=ingest[1].address)
        self.assertRegex(run.stdout, r"\b0 new, 17 already in", "the replicas share the log")
        self.check_policy(overlay, ingest[0], queries[0])
        for program in (*queries, *ingest):
            self.assertEqual(program.terminate(), 0)

    def start_nats(self, overlay, number):
        """One server with the configuration of the manifests: other ports and folders, and a name of its own."""
        config = overlay.config("tearsheet-nats", f"nats-{number}")
        text = (config / "nats.conf").read_text()
        pod = f"tearsheet-nats-{number}"
        for listen, port in (("0.0.0.0:4222", overlay.address(f"{pod}.tearsheet-nats:4222")),
                             ("0.0.0.0:6222", overlay.address(f"{pod}.tearsheet-nats:6222"))):
            text = text.replace(listen, port.replace("localhost", "127.0.0.1"))
        text = re.sub(r"tearsheet-nats-\d\.tearsheet-nats:6222", lambda match: overlay.address(match[0]), text)
        text = text.replace("0.0.0.0:8222", f"127.0.0.1:{free_port()}").replace("/data", str(config / "data"))
        text = text.replace("/etc/nats/tls", str(overlay.certificate("tearsheet-nats")))
        # Room that the manifest promises on a volume, not on this machine.
        (config / "nats.conf").write_text(text.replace("max_file_store: 45GB", "max_file_store: 100MB"))
        with open(config / "log", "wb") as log:
            process = subprocess.Popen([nats.program(), "-c", config / "nats.conf"], stdout=log, stderr=log,
                                       stdin=subprocess.DEVNULL, env={**os.environ, "POD_NAME": pod})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def serves():
            said = (config / "log").read_text()
            self.assertIsNone(process.poll(), said)
            return "Server is ready" in said

        wait_until(serves, "a NATS server")

    def start_postgres(self, overlay):
        """A server with the manifests' arguments, TLS and rules of access; returns the file of the password."""
        server = self.enterContext(Postgres())
        password = self.folder / "postgresql" / "password"
        password.parent.mkdir()
        password.write_text("correct horse battery staple\n")
        server.query("ALTER ROLE tearsheet PASSWORD 'correct horse battery staple'")
        server.query("CREATE DATABASE tearsheet OWNER tearsheet ENCODING 'UTF8' TEMPLATE template0")
        server.crash()
        tls, config = self.folder / "pg-tls", self.folder / "pg-config"
        shutil.copytree(overlay.certificate("tearsheet-postgresql"), tls)
        shutil.copytree(overlay.config("tearsheet-postgresql"), config)
        if os.geteuid() == 0:
            for path in (tls, *tls.iterdir()):
                shutil.chown(path, "postgres", "postgres")
        readable_by_all(self.folder)
        readable_by_all(config)
        container = pod_of(find(overlay.documents, "StatefulSet", "tearsheet-postgresql"))["containers"][0]
        arguments = [argument for argument in container["args"] if argument != "-c"]
        paths = {"/etc/postgresql/config": config, "/etc/postgresql/tls": tls}
        settings = []
        for argument in arguments:
            for path, folder in paths.items():
                argument = argument.replace(path, str(folder))
            settings.append(argument)
        host, port = overlay.address("tearsheet-postgresql:5432").split(":")
        # The tools that wait for the server look for it at this port.
        self.enterContext(unittest.mock.patch.dict(os.environ, PGPORT=port))
        server.start(*settings, f"listen_addresses={host}", f"port={port}", "shared_buffers=16MB")
        return password


if __name__ == "__main__":
    unittest.main()
