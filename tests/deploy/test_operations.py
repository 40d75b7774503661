"""The steps of docs/operations.md, as they stand there."""
import os
import re
import subprocess
import unittest

from manifests import BIN, SOURCE
from support.postgres import Postgres
from support.postgres import programs as programs_of_postgres
from support.processes import PATIENCE, free_port, scratch_folder

PAGE = (SOURCE / "docs" / "operations.md").read_text()
BLOCK = re.compile(r"^ *<!-- (?P<mark>[^\n]*?) -->\n *```sh\n(?P<commands>.*?)^ *```$", re.M | re.S)
# The page has a folder with articles in the log; what a person would look at stands between the steps.
BEFORE = 'set -eu\nexport TEARSHEET_INGEST TEARSHEET_QUERY\n'
ARTICLES_IN = 'tearsheet ingest "$SAMPLES" >/dev/null\n'
CAUGHT_UP = 'tearsheet deals --min-sequence=17 --limit=1 >/dev/null 2>&1\n'


def steps():
    """Heading -> the tested commands below it."""
    found = {}
    for section in re.split(r"^##+ ", PAGE, flags=re.M)[1:]:
        title = section.splitlines()[0]
        found[title] = "".join(match["commands"] for match in BLOCK.finditer(section) if match["mark"] == "tested")
    return found


class OperationsTest(unittest.TestCase):

    def setUp(self):
        folder = scratch_folder()
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__, None, None, None)
        for name in ("data", "backup"):
            (self.folder / name).mkdir()

    def run_steps(self, *commands, environment=None):
        """Runs commands as one shell script; ends the services that they have started. Returns what it printed."""
        script = BEFORE + "".join(commands) + 'kill "$query" "$ingest"\nwait "$query" "$ingest"\n'
        environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "DATA": str(self.folder / "data"),
                       "BACKUP": str(self.folder / "backup"), "SAMPLES": str(SOURCE / "samples"),
                       "TEARSHEET_INGEST": f"127.0.0.1:{free_port()}", "TEARSHEET_QUERY": f"127.0.0.1:{free_port()}", **(environment or {})}
        run = subprocess.run(["bash", "-c", f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                             env=environment, timeout=10 * PATIENCE, check=False)
        self.assertEqual(run.returncode, 0, run.stdout)
        return run.stdout

    def state(self):
        return (self.folder / "backup" / "state.txt").read_text()

    def test_every_command_is_tested_or_says_why_not(self):
        self.assertEqual(len(re.findall(r"^ *```sh$", PAGE, re.M)), len(BLOCK.findall(PAGE)))
        for match in BLOCK.finditer(PAGE):
            kind, _, rest = match["mark"].partition(": ")
            self.assertIn(kind, ("tested", "not tested here"))
            if kind == "not tested here":
                self.assertTrue(rest)
            elif rest:
                self.assertTrue((SOURCE / rest).exists(), rest)

    def test_a_backup_that_is_restored_gives_the_same_state(self):
        step = steps()
        self.run_steps(step["Start"], ARTICLES_IN, CAUGHT_UP, step["Prove that a state is right"], step["Back up"])
        before = self.state()
        self.assertIn("Lumora", before)
        later = 'printf "URI: https://a.example/1\\nPublished: 2025-12-01\\n\\nIntel bought Arm for \\$5 billion.\\n" |' \
                ' tearsheet ingest - >/dev/null\n'
        self.run_steps(step["Start"], later, step["Restore"], CAUGHT_UP, step["Prove that a state is right"])
        self.assertEqual(self.state(), before)

    def test_a_state_that_is_rebuilt_is_the_same(self):
        step = steps()
        self.run_steps(step["Start"], ARTICLES_IN, CAUGHT_UP, step["Prove that a state is right"])
        before = self.state()
        self.run_steps(step["Start"], step["Rebuild the state"], CAUGHT_UP, step["Prove that a state is right"])
        self.assertEqual(self.state(), before)

    def test_a_state_in_postgresql_is_rebuilt_and_put_back(self):
        step = steps()
        with Postgres() as postgres:
            programs = {"PGHOST": str(postgres.folder), "PGUSER": "tearsheet", "PGDATABASE": "postgres",
                        "PATH": f"{programs_of_postgres()}:{BIN}:{os.environ['PATH']}"}
            # The same steps with the other store.
            start = step["Start"].replace('"sqlite:$DATA/state.db"', f'"{postgres.url}"')
            stop = 'kill "$query"\nwait "$query"\n'
            prove = step["Prove that a state is right"].replace('"sqlite:$DATA/state.db"', f'"{postgres.url}"')
            self.assertNotEqual(start, step["Start"])
            dump, end, restore = step["Back up the state in PostgreSQL"].partition("\n")
            self.run_steps(start, ARTICLES_IN, CAUGHT_UP, prove, dump + end, environment=programs)
            before = self.state()
            count = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'tearsheet%'"
            rebuild = step["Rebuild the state in PostgreSQL"] + f'test "$(psql -tAc "{count}")" = 0\n'
            # Dropped: nothing is left, and the replica builds it anew.
            self.run_steps(start, stop, rebuild, "start_query\nwait_ready\n", CAUGHT_UP, prove,
                           environment=programs)
            self.assertEqual(self.state(), before)
            # Put back: the dump, without the log's help.
            self.assertIn("pg_restore", restore)
            export = f'tearsheet-query --store="{postgres.url}" --export_state="$BACKUP/state.txt"\nstart_query\n'
            self.run_steps(start, stop, rebuild, restore, export, environment=programs)
            self.assertEqual(self.state(), before)

    def test_a_log_that_is_repaired_without_damage_holds_all(self):
        step = steps()
        self.run_steps(step["Start"], ARTICLES_IN, CAUGHT_UP, step["Prove that a state is right"])
        before = self.state()
        self.run_steps(step["Start"], step["Repair a damaged log"], CAUGHT_UP, step["Prove that a state is right"])
        self.assertEqual(self.state(), before)


if __name__ == "__main__":
    unittest.main()
