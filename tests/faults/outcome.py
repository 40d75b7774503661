"""What a fault did: counted from what producers were promised and from what the log and the state hold."""
import collections
import dataclasses

from support.processes import PATIENCE, query_program, run_program


@dataclasses.dataclass
class Outcome:
    """One line of the table."""
    fault: str
    times: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    # Promises beside "nothing lost, nothing twice" that were broken, as sentences.
    broken: list = dataclasses.field(default_factory=list)
    # What else is worth telling.
    note: str = ""

    @property
    def good(self):
        return self.times > 0 and self.acknowledged > 0 and not (self.lost or self.twice or self.broken)

    def expect(self, condition, sentence):
        if not condition:
            self.broken.append(sentence)


def read_log(client):
    """All records of the log, in order."""
    # A soak leaves hundreds of thousands.
    answers = client.call("ReadRecords", from_sequence=1, stop_at_end=True, timeout=10 * PATIENCE)
    return [entry for answer in answers for entry in answer.records]


def audit_log(outcome, program, acknowledged):
    """Counts what of `acknowledged` (article name -> sequence) is not where it was promised, and what is there twice."""
    with program.client() as client:
        records = read_log(client)
    outcome.expect([entry.sequence for entry in records] == list(range(1, len(records) + 1)), "the log has gaps")
    at = {entry.sequence: entry.record.article.article.name for entry in records}
    outcome.acknowledged += len(acknowledged)
    outcome.lost += sum(at.get(sequence) != name for name, sequence in acknowledged.items())
    ids = collections.Counter(entry.record.record_id for entry in records)
    outcome.twice += sum(count - 1 for count in ids.values())
    return len(records)


def audit_state(outcome, folder, ingest, query, last_sequence, store=None):
    """The state is that of a replay of the log, byte for byte. Stops `query`, whose --store is `store` or the usual file."""
    replayed = query_program(folder, ingest.address, store=folder / "replayed.db", label="replay").start()
    try:
        for program in (query, replayed):
            with program.client() as client:
                info = client.call("GetStateInfo", min_sequence=last_sequence, timeout=PATIENCE)
            outcome.expect(info.sequence == last_sequence, f"{program.name} stopped at {info.sequence} of {last_sequence}")
            outcome.expect(info.set_aside_count == 0, f"{info.set_aside_count} records were set aside")
            outcome.expect(program.terminate() == 0, f"{program.name} did not end well")
    finally:
        replayed.stop()
    outcome.expect(export(store or f"sqlite:{folder / 'state.db'}") == export(f"sqlite:{folder / 'replayed.db'}"), "the state is not that of a replay")


def export(store):
    """The canonical form of a state."""
    run = run_program("tearsheet-query", f"--store={store}", "--export_state=-")
    if run.returncode != 0:
        raise AssertionError(run.stderr)
    return run.stdout


def table(outcomes):
    """The outcomes as text."""
    rows = [("fault", "times", "acknowledged", "lost", "twice", "")]
    rows += [(outcome.fault, str(outcome.times), str(outcome.acknowledged), str(outcome.lost), str(outcome.twice),
              "; ".join(["BROKEN: " + sentence for sentence in outcome.broken] + [outcome.note] * bool(outcome.note)))
             for outcome in outcomes]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in range(1, 5)), row[5]]).rstrip()
                     for row in rows)
