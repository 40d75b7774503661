"""Articles read anew by another extractor: answers change from then on, and not those about the time before."""
import datetime
import json
import os
import unittest

from support import articles
from support.processes import Pair, run_program

CATALOGUE = "org/quellmark | Quellmark Robotics | QMK Robotics | home: NO\n"
STORIES = [articles.article(f"https://harbourwire.example/quellmark-{number}",
                            f"Halden Energy has agreed to acquire QMK Robotics for ${number}.2 billion, "
                            "the companies said on Monday.\n") for number in (3, 4, 5)]


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class ReprocessTest(unittest.TestCase):

    def tearsheet(self, pair, *arguments):
        addresses = {"TEARSHEET_INGEST": pair.ingest.address, "TEARSHEET_QUERY": pair.query.address}
        run = run_program("tearsheet", *arguments, environment={**os.environ, **addresses})
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def targets(self, pair, *options):
        listed = self.tearsheet(pair, "deals", "--limit=0", "--format=jsonl", *options).splitlines()
        return {p["entity_id"] for deal in map(json.loads, listed) for p in deal["participants"] if p["role"] == "TARGET"}

    def test_replaces_events_and_leaves_the_past(self):
        with Pair() as pair:
            for story in STORIES:
                last = pair.ingest_article(story).sequence
            pair.catch_up(last)
            self.assertEqual(self.targets(pair), {"org/~qmk-robotics"})
            before = now()

            own = pair.folder / "own.txt"
            own.write_text(CATALOGUE)
            pair.ingest.terminate()
            pair.ingest.flags = (*pair.ingest.flags, f"--catalogue={own}")
            pair.ingest.start()

            told = json.loads(self.tearsheet(pair, "reprocess", "--dry-run", "--format=jsonl"))
            self.assertEqual((told["outdated"], told["changed"]), ("3", "3"))
            self.assertNotIn("replaced", told)
            done = json.loads(self.tearsheet(pair, "reprocess", "--rate=1000", "--format=jsonl"))
            self.assertEqual((done["replaced"], done["sequence"]), ("3", "6"))
            pair.catch_up(6)

            self.assertEqual(self.targets(pair), {"org/quellmark"})
            self.assertEqual(self.targets(pair, f"--as-of-ingested={before}"), {"org/~qmk-robotics"})
            again = json.loads(self.tearsheet(pair, "reprocess", "--format=jsonl"))
            self.assertNotIn("outdated", again)


if __name__ == "__main__":
    unittest.main()
