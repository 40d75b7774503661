"""The sample articles tell what the README promises: one deal told many times, a conflict, a status that advances."""
import json
import os
import pathlib
import unittest

from support.processes import Pair, run_program

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"
SLOTS = ("amount", "percent", "quantity", "term", "time")


class SamplesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair().__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.environment = {"TEARSHEET_INGEST": cls.pair.ingest.address, "TEARSHEET_QUERY": cls.pair.query.address}
        cls.first_run = cls.tearsheet("ingest", str(SAMPLES))
        cls.articles = sum(1 for answer in cls.pair.ingest_client.call("ReadRecords", from_sequence=1, stop_at_end=True)
                           for _ in answer.records)
        cls.pair.catch_up(cls.articles)
        listed = cls.tearsheet("deals", "--limit=0", "--format=jsonl")
        names = [json.loads(line)["name"] for line in listed.stdout.splitlines()]
        cls.deals = [json.loads(cls.tearsheet("deal", name, "--format=jsonl").stdout) for name in names]

    @classmethod
    def tearsheet(cls, *arguments):
        run = run_program("tearsheet", *arguments, environment={**os.environ, **cls.environment})
        if run.returncode != 0:
            raise AssertionError(f"tearsheet {' '.join(arguments)} ended with {run.returncode}: {run.stderr}")
        return run

    def test_there_are_at_least_twelve_and_all_go_in(self):
        self.assertGreaterEqual(self.articles, 12)

    def test_ingesting_them_again_appends_nothing(self):
        self.tearsheet("ingest", str(SAMPLES))
        again = self.pair.ingest_client.call("ReadRecords", from_sequence=1, stop_at_end=True)
        self.assertEqual(sum(len(answer.records) for answer in again), self.articles)

    def test_one_deal_is_told_by_several_publishers(self):
        self.assertTrue([deal for deal in self.deals if deal["article_count"] >= 4 and len(deal["publishers"]) >= 3])

    def test_sources_conflict_somewhere_and_every_claim_stands(self):
        conflicts = [deal[slot] for deal in self.deals for slot in SLOTS
                     if deal.get(slot, {}).get("state") == "CONFLICTING"]
        self.assertTrue(conflicts)
        for slot in conflicts:
            self.assertGreaterEqual(len(slot["claims"]), 2)
            self.assertNotIn("consensus", slot)

    def test_a_status_advances(self):
        self.assertTrue([deal for deal in self.deals
                         if len({step["status"] for step in deal.get("status_history", [])}) >= 3])

    def test_every_event_of_a_deal_quotes_its_article(self):
        for deal in self.deals:
            events = self.pair.ask("ListEvents", deal=deal["name"], page_size=1000).events
            self.assertTrue(events)
            for record in events:
                article = self.pair.ask("GetArticle", name=record.article).article
                self.assertTrue(record.event.evidence)
                for evidence in record.event.evidence:
                    text = article.title if evidence.part == 1 else article.body
                    self.assertEqual(text.encode()[evidence.start:evidence.end].decode(), evidence.quote)

    def test_the_tear_sheet_shows_claims_history_and_evidence(self):
        deal = max(self.deals, key=lambda deal: deal["article_count"])
        sheet = self.tearsheet("deal", deal["name"]).stdout
        for publisher in deal["publishers"]:
            self.assertIn(publisher, sheet)
        quote = self.pair.ask("ListEvents", deal=deal["name"]).events[0].event.evidence[0].quote
        self.assertIn(" ".join(quote.split()[:3]), " ".join(sheet.split()))

    def test_extract_needs_no_server(self):
        run = run_program("tearsheet", "extract", "--format=jsonl", str(SAMPLES),
                          environment={"TEARSHEET_INGEST": "127.0.0.1:1", "TEARSHEET_QUERY": "127.0.0.1:1"})
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(len(lines), self.articles)
        self.assertTrue(all(line["uri"] and line["article_id"] for line in lines))


if __name__ == "__main__":
    unittest.main()
