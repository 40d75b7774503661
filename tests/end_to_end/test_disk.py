"""Disks that are full, logs that cannot be written, and logs that are damaged."""
import contextlib
import os
import random
import resource
import shutil
import subprocess
import unittest

import grpc

from support import articles
from support.processes import ingest_program, run_program, scratch_folder
from support.reflection import error_details

RETRY_CODES = {grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE}
# As much text as fills a small disk soon.
PADDING = "It was a quiet day on the exchange. " * 400


def story(number):
    return articles.article(f"https://harbourwire.example/{number}",
                            f"Halden Energy agreed to acquire Lumen Foundry for ${number + 1} billion.\n\n{PADDING}")


def read_all(client):
    """Every record of the log as (sequence, bytes)."""
    return [(entry.sequence, entry.record.SerializeToString(deterministic=True))
            for answer in client.call("ReadRecords", from_sequence=1, stop_at_end=True) for entry in answer.records]


@contextlib.contextmanager
def mounted_tmpfs(folder, size):
    """A small file system; skips the test where it may not be mounted."""
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True,
                           text=True, check=False) if shutil.which("mount") and os.geteuid() == 0 else None
    if mount is None or mount.returncode != 0:
        raise unittest.SkipTest("mounting a small file system takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


class DiskTest(unittest.TestCase):

    def setUp(self):
        folder = scratch_folder()
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__, None, None, None)

    def start(self, **keywords):
        program = ingest_program(self.folder, **keywords)
        self.addCleanup(program.stop)
        return program.start()

    def ingest_until_refused(self, client):
        """Names and sequences acknowledged until the disk was full, and the refusal."""
        acknowledged = {}
        for number in range(2000):
            try:
                answer = client.call("IngestArticle", article=story(number))
            except grpc.RpcError as error:
                return acknowledged, error
            acknowledged[answer.name] = answer.sequence
        return self.fail("the disk never got full")

    def check_refusal(self, error):
        self.assertIn(error.code(), RETRY_CODES)
        delay = error_details(error)["RetryInfo"].retry_delay
        self.assertGreater(delay.seconds + delay.nanos, 0)

    def check_log(self, client, acknowledged, more):
        """The log holds what was acknowledged before, and takes in more."""
        answers = {}
        for number in more:
            answer = client.call("IngestArticle", article=story(number))
            answers[answer.name] = answer.sequence
        records = [entry for answer in client.call("ReadRecords", from_sequence=1, stop_at_end=True)
                   for entry in answer.records]
        self.assertEqual([entry.sequence for entry in records], list(range(1, len(records) + 1)))
        self.assertEqual({entry.record.article.article.name: entry.sequence for entry in records},
                         {**acknowledged, **answers})

    def test_a_full_disk_refuses_and_recovers_without_restart(self):
        disk = mounted_tmpfs(self.folder / "disk", "8m")
        mount = disk.__enter__()
        self.addCleanup(disk.__exit__, None, None, None)
        ballast = mount / "ballast"
        ballast.write_bytes(bytes(5 << 20))
        with self.start(log=mount / "log.db").client() as client:
            acknowledged, error = self.ingest_until_refused(client)
            self.check_refusal(error)
            ballast.unlink()
            self.check_log(client, acknowledged, more=range(5000, 5010))

    def test_a_limit_on_file_sizes_refuses_and_recovers_without_restart(self):
        program = self.start()
        _, hard = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE)
        with program.client() as client:
            resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (2 << 20, hard))
            acknowledged, error = self.ingest_until_refused(client)
            self.check_refusal(error)
            resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
            self.check_log(client, acknowledged, more=range(5000, 5010))

    def test_a_log_that_turns_read_only_refuses_and_recovers_without_restart(self):
        program = self.start()
        with program.client() as client:
            first = client.call("IngestArticle", article=story(1))
            # Not the -shm file: it is memory that processes share, and writing to it would be a fault, not an error.
            files = [str(self.folder / name) for name in ("log.db", "log.db-wal")]
            self.make_immutable(files)
            with self.assertRaises(grpc.RpcError) as caught:
                client.call("IngestArticle", article=story(2))
            self.check_refusal(caught.exception)
            subprocess.run(["chattr", "-i", *files], check=True)
            self.check_log(client, {first.name: first.sequence}, more=[2])

    def make_immutable(self, files):
        """Even root cannot write them then; skips the test where that cannot be had."""
        if not shutil.which("chattr"):
            self.skipTest("chattr is not installed")
        self.addCleanup(subprocess.run, ["chattr", "-i", *files], check=False, capture_output=True)
        if subprocess.run(["chattr", "+i", *files], check=False, capture_output=True).returncode != 0:
            self.skipTest("making files immutable takes root and a file system that can")


class DamageTest(unittest.TestCase):
    """Wherever a byte of a log changes, the service says so or nothing is lost; never does it serve something else."""

    RECORDS = 40

    def setUp(self):
        folder = scratch_folder()
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__, None, None, None)
        program = ingest_program(self.folder).start()
        self.addCleanup(program.stop)
        with program.client() as client:
            for article in articles.generate(self.RECORDS, seed=7):
                client.call("IngestArticle", article=article)
            self.records = read_all(client)
        self.assertEqual(program.terminate(), 0)
        self.log = self.folder / "log.db"
        self.intact = self.log.read_bytes()

    def flip(self, offset):
        damaged = bytearray(self.intact)
        damaged[offset] ^= 0xFF
        self.log.write_bytes(damaged)

    def serve_or_refuse(self):
        """(None, records) when the service starts, else (what it said, None)."""
        program = ingest_program(self.folder)
        program.log_file.unlink(missing_ok=True)
        program.launch()
        self.addCleanup(program.stop)
        while not program.port_file.exists():
            if program.process.poll() is not None:
                self.assertNotEqual(program.process.returncode, 0)
                return program.log(), None
        program.address = program.port_file.read_text().strip()
        with program.client() as client:
            records = read_all(client)
        program.stop()
        return None, records

    def test_a_flipped_byte_anywhere_is_told_or_harmless(self):
        rng = random.Random(11)
        refused = 0
        # Free space is full of zeros, and a flip there harms nothing.
        used = [offset for offset, byte in enumerate(self.intact) if byte]
        for offset in sorted(rng.sample(used, 24)):
            with self.subTest(offset=offset):
                self.flip(offset)
                said, records = self.serve_or_refuse()
                if said is None:
                    self.assertEqual(records, self.records)
                else:
                    self.assertRegex(said, r"^ERROR: .*(record|page|log)")
                    refused += 1
        # Some bytes that are used do not count any more; but most must have hit.
        self.assertGreater(refused, 4)

    def test_the_repair_saves_what_is_before_the_damage(self):
        body = b"Story 20 of the day."
        self.flip(self.intact.index(body))
        said, _ = self.serve_or_refuse()
        self.assertIsNotNone(said, "the damage was not noticed")
        self.assertIn("21", said)
        self.assertIn("--repair_log", said)
        repaired = self.folder / "repaired.db"
        run = run_program("tearsheet-ingest", f"--event_log=sqlite:{self.log}", f"--repair_log={repaired}")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("20", run.stdout)
        program = ingest_program(self.folder, log=repaired, label="repaired")
        self.addCleanup(program.stop)
        with program.start().client() as client:
            self.assertEqual(read_all(client), self.records[:20])


if __name__ == "__main__":
    unittest.main()
