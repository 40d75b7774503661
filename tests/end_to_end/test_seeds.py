"""Five articles by others about one deal, where ../shared holds them: they are one deal, in whatever order they come."""
import itertools
import json
import pathlib
import subprocess
import sys
import unittest

from google.protobuf import json_format

from support.processes import Pair, run_program, scratch_folder

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "gold" / "seeds"
SCORE = SHARED / "eval" / "score.py"
LEAST_STRICT_F1 = 0.60


@unittest.skipUnless(SEEDS.is_dir(), "the reference articles are not here")
class SeedsTest(unittest.TestCase):

    def setUp(self):
        self.lines = (SEEDS / "articles.jsonl").read_text().splitlines()

    def deals_of(self, lines):
        """All INVESTMENT deals that these articles make, ingested in this order."""
        with Pair() as pair:
            method = pair.ingest_client.method("IngestArticle")
            for line in lines:
                answer = method(json_format.ParseDict({"article": json.loads(line)}, method.request()))
            pair.catch_up(answer.sequence)
            run = run_program("tearsheet", "deals", "--type=INVESTMENT", "--limit=0", "--format=jsonl",
                              f"--query={pair.query.address}")
            self.assertEqual(run.returncode, 0, run.stderr)
            return [json.loads(line) for line in run.stdout.splitlines()]

    def test_are_one_investment_in_any_order(self):
        orders = list(itertools.permutations(self.lines))
        for order in (0, 23, 61, 97, len(orders) - 1):
            with self.subTest(order=order):
                found = [deal for deal in self.deals_of(orders[order])
                         if {(party["role"], party["name"]) for party in deal["participants"]}
                         >= {("INVESTOR", "Amazon"), ("INVESTEE", "OpenAI")}]
                self.assertEqual(len(found), 1)
                self.assertEqual(found[0]["article_count"], 5)
                self.assertEqual(found[0]["origins"], ["Bloomberg", "Reuters", "TFN"])
                consensus = found[0]["amount"]["consensus"]
                self.assertEqual((consensus["currency"], consensus["low"], consensus["high"]),
                                 ("USD", "10000000000", "10000000000"))

    @unittest.skipUnless(SCORE.is_file(), "the scorer is not here")
    def test_extraction_reaches_the_score(self):
        with scratch_folder() as folder:
            extracted = run_program("tearsheet", "extract", "--format=jsonl", str(SEEDS / "articles.jsonl"))
            self.assertEqual(extracted.returncode, 0, extracted.stderr)
            (folder / "output.jsonl").write_text(extracted.stdout)
            scored = subprocess.run([sys.executable, str(SCORE), str(SEEDS / "events.jsonl"),
                                     str(folder / "output.jsonl"), "--json"], capture_output=True, text=True, check=True)
        self.assertGreaterEqual(json.loads(scored.stdout)["strict"]["f1"], LEAST_STRICT_F1)


if __name__ == "__main__":
    unittest.main()
