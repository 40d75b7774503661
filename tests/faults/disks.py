"""Disks that are full or turn read-only, and bytes that change on them."""
import contextlib
import os
import re
import shutil
import subprocess

import grpc

from outcome import Outcome, audit_log, read_log
from rig import Rig, start_or_die, stories
from support.processes import query_program, wait_until
from support.reflection import error_details

RETRY_CODES = {grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE}


class CannotInject(Exception):
    """This machine does not let us inject the fault; says what it takes."""


def must_run(*command):
    if os.geteuid() != 0 or not shutil.which(command[0]):
        raise CannotInject("takes root and " + command[0])
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise CannotInject(run.stderr.strip())


@contextlib.contextmanager
def mounted(folder, *arguments):
    """Mounts something at `folder`, which is made."""
    folder.mkdir()
    must_run("mount", *arguments, str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(outcome, client, work, acknowledged):
    """Ingests until refused; the refusal must say when to try again."""
    for article in work:
        try:
            answer = client.call("IngestArticle", article=article)
        except grpc.RpcError as error:
            outcome.expect(error.code() in RETRY_CODES, f"refused with {error.code().name}")
            outcome.expect("RetryInfo" in error_details(error), "refused without RetryInfo")
            return
        acknowledged[answer.name] = answer.sequence
    outcome.expect(False, "the disk never got full")


def full_disk_log(quick):
    """The log's disk is full, has room again, is full again ..."""
    outcome = Outcome("full disk under the log")
    with Rig() as rig, mounted(rig.folder / "disk", "-t", "tmpfs", "-o", "size=24m", "tmpfs") as disk:
        rig.ingest.flags = [flag if "--event_log" not in flag else f"--event_log=sqlite:{disk / 'log.db'}"
                            for flag in rig.ingest.flags]
        work, acknowledged = stories(10_000, seed=11, padding=20_000), {}
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(18 << 20))
        rig.ingest.start()
        with rig.ingest.client() as client:
            for left in (11, 4, 0)[:2 if quick else 3]:
                fill(outcome, client, work, acknowledged)
                outcome.times += 1
                ballast.write_bytes(bytes(left << 20))
            answer = client.call("IngestArticle", article=next(work))
            acknowledged[answer.name] = answer.sequence
        audit_log(outcome, rig.ingest, acknowledged)
        outcome.expect(rig.ingest.process.poll() is None, "the service ended")
    return outcome


def full_disk_state(quick):
    """The state's disk is full: the query service says so, and goes on when there is room."""
    outcome = Outcome("full disk under the state")
    with Rig() as rig, mounted(rig.folder / "disk", "-t", "tmpfs", "-o", "size=8m", "tmpfs") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(6 << 20))
        rig.ingest.start()
        acknowledged = {}
        with rig.ingest.client() as client:
            for article in stories(200, seed=12, padding=20_000):
                answer = client.call("IngestArticle", article=article)
                acknowledged[answer.name] = answer.sequence
        query = query_program(rig.folder, rig.ingest.address, store=disk / "state.db")
        if start_or_die(query):
            with query.client() as client:
                wait_until(lambda: client.call("GetStateInfo").follow_error, "the state's disk to be full")
                outcome.times += 1
                must_run("mount", "-o", "remount,size=200m", str(disk))
                client.call("GetStateInfo", min_sequence=max(acknowledged.values()), timeout=60)
                outcome.expect(not client.call("GetStateInfo").follow_error, "the error stays")
            query.stop()
        audit_log(outcome, rig.ingest, acknowledged)
    return outcome


def read_only_disk(quick):
    """The file system under the log turns read-only, as ext4 does after an error of the disk; then it is repaired."""
    outcome = Outcome("disk turns read-only under the log")
    with Rig() as rig:
        image = rig.folder / "image"
        with open(image, "wb") as file:
            file.truncate(64 << 20)
        must_run("mkfs.ext4", "-q", str(image))
        acknowledged, work = {}, stories(10_000, seed=13, padding=4_000)
        rig.ingest.flags = [flag if "--event_log" not in flag else f"--event_log=sqlite:{rig.folder / 'disk' / 'log.db'}"
                            for flag in rig.ingest.flags]
        ended = 0
        for turn in range(1 if quick else 3):
            with mounted(rig.folder / "disk" if turn == 0 else remade(rig.folder / "disk"), "-o", "loop", str(image)) as disk:
                rig.ingest.start()
                with rig.ingest.client() as client:
                    for _ in range(50):
                        answer = client.call("IngestArticle", article=next(work))
                        acknowledged[answer.name] = answer.sequence
                    must_run("mount", "-o", "remount,abort", str(disk))
                    outcome.times += 1
                    for _ in range(5):
                        try:
                            answer = client.call("IngestArticle", article=next(work))
                            acknowledged[answer.name] = answer.sequence
                        except grpc.RpcError as error:
                            outcome.expect(error.code() in RETRY_CODES, f"refused with {error.code().name}")
                    if rig.ingest.process.poll() is None:
                        outcome.expect(len(read_log(client)) >= len(acknowledged), "what is there cannot be read")
                ended += rig.ingest.process.poll() is not None
                rig.ingest.stop()
            subprocess.run(["umount", str(disk)], check=False, capture_output=True)
            subprocess.run(["fsck.ext4", "-p", str(image)], check=False, capture_output=True)
        outcome.expect(not ended, f"the service ended {ended} times")
        with mounted(remade(rig.folder / "disk"), "-o", "loop", str(image)):
            audit_log(outcome, rig.ingest.start(), acknowledged)
            rig.ingest.stop()
    return outcome


def remade(folder):
    with contextlib.suppress(OSError):
        folder.rmdir()
    return folder


def flip_bytes(quick):
    """One byte in every page of the log: refused with the place, or every record is as it was."""
    outcome = Outcome("a flipped byte in every page of the log")
    page = 16_384
    with Rig() as rig:
        acknowledged = {}
        rig.ingest.start()
        with rig.ingest.client() as client:
            for article in stories(60 if quick else 200, seed=14, padding=2_000):
                answer = client.call("IngestArticle", article=article)
                acknowledged[answer.name] = answer.sequence
            intact = [entry.SerializeToString(deterministic=True) for entry in read_log(client)]
        rig.ingest.terminate()
        log = rig.folder / "log.db"
        good = log.read_bytes()
        refused = 0
        places = range(0, len(good), page * (4 if quick else 1))
        for number, start in enumerate(places):
            damaged = bytearray(good)
            # Another place within each page: head, cells and free space get their turns.
            damaged[start + (number * 2_711) % page] ^= 0x20
            log.write_bytes(damaged)
            rig.ingest.log_file.unlink(missing_ok=True)
            outcome.times += 1
            if not start_or_die(rig.ingest):
                refused += 1
                said = rig.ingest.log().strip()
                outcome.expect(re.search("record|page|log", said), f"refused without the place: {said[-300:]}")
                continue
            with rig.ingest.client() as client:
                now = [entry.SerializeToString(deterministic=True) for entry in read_log(client)]
            outcome.lost += sum(a != b for a, b in zip(intact, now)) + len(intact) - len(now)
            rig.ingest.stop()
        # The damage is mended from a copy, as the operator would.
        log.write_bytes(good)
        audit_log(outcome, rig.ingest.start(), acknowledged)
        outcome.note = f"{refused} refused with the place, {outcome.times - refused} harmless"
    return outcome
