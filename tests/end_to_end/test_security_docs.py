"""docs/security.md: its commands make the certificates, its policy is accepted, and what it promises is so."""
import pathlib
import re
import subprocess
import unittest

import grpc

from support import articles
from support.processes import ingest_program, query_program, run_program, scratch_folder, wait_until
from support.reflection import Client

DOCS = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "security.md").read_text()
STORY = articles.article("https://harbourwire.example/foundry", "Halden Energy has agreed to acquire Lumen Foundry.\n")


def tested_block(language):
    """The one block of this language after a line that says it is tested."""
    found = re.findall(rf"<!-- tested: [^\n]*-->\n```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert len(found) == 1, found
    return found[0]


class SecurityDocsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())
        subprocess.run(["bash", "-eu", "-c", tested_block("sh")], cwd=self.folder, check=True, capture_output=True,
                       timeout=60)
        self.policy = self.folder / "policy.textproto"
        self.policy.write_text(tested_block("textproto"))

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def tls(self, name):
        return [f"--tls_cert={self.folder}/{name}.pem", f"--tls_key={self.folder}/{name}.key",
                f"--tls_client_ca={self.folder}/ca.pem", f"--policy={self.policy}"]

    def test_the_pair_runs_as_the_page_says(self):
        ingest = self.start(ingest_program(self.folder, *self.tls("ingest")))
        query = self.start(query_program(
            self.folder, ingest.address, *self.tls("query"), f"--event_log=grpcs://{ingest.address}",
            f"--log_tls_ca={self.folder}/ca.pem", f"--log_tls_cert={self.folder}/query.pem",
            f"--log_tls_key={self.folder}/query.key"))
        desk = grpc.ssl_channel_credentials((self.folder / "ca.pem").read_bytes(),
                                            (self.folder / "desk.key").read_bytes(),
                                            (self.folder / "desk.pem").read_bytes())
        with Client(ingest.address, desk) as producer, Client(query.address, desk) as reader:
            sequence = producer.call("IngestArticle", article=STORY).sequence
            self.assertEqual(reader.call("GetStateInfo", min_sequence=sequence).sequence, sequence)
            with self.assertRaises(grpc.RpcError) as raised:
                producer.call("RetractArticle", name="articles/x", reason="a test")
            self.assertEqual(raised.exception.code(), grpc.StatusCode.PERMISSION_DENIED)
        lines = [line for line in ingest.log_lines() if line.get("caller") == "spiffe://tearsheet.example/desk"]
        self.assertTrue(lines)
        wait_until(lambda: query.log_lines(), "the log of the query service")

    def test_check_policy_tells_good_files_from_bad(self):
        run = run_program("tearsheet-ingest", "--check_policy", *self.tls("ingest"))
        self.assertEqual((run.returncode, run.stdout), (0, "the files are accepted\n"), run.stderr)
        self.policy.write_text(tested_block("textproto").replace("ReadRecords", "ReadRecord"))
        for program in ("tearsheet-ingest", "tearsheet-query"):
            run = run_program(program, "--check_policy", *self.tls("query"))
            self.assertEqual(run.returncode, 2)
            self.assertIn("policy.textproto: rule 1: method 'tearsheet.log.v1.EventLogService/ReadRecord'", run.stderr)

    def test_every_security_flag_is_in_the_docs(self):
        run = run_program("tearsheet-ingest", "--help")
        sections = [text for text in run.stdout.split("Flags from ") if "common/security/" in text.partition("\n")[0]]
        flags = re.findall(r"^\s+--(\w+) \(", "".join(sections), re.MULTILINE)
        self.assertGreater(len(flags), 15)
        self.assertEqual([flag for flag in flags if f"--{flag}" not in DOCS], [])


if __name__ == "__main__":
    unittest.main()
