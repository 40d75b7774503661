"""Whoever asks knows how fresh the answer is, and can wait for what was just written."""
import signal
import time
import unittest

import grpc

from support import articles
from support.processes import Pair, ingest_program, query_program, scratch_folder, wait_until

STORY = articles.article("https://harbourwire.example/one", "Halden Energy agreed to acquire Lumen Foundry for $2 billion.")
QUERY_SERVICE = "tearsheet.v1.QueryService"


class FreshnessTest(unittest.TestCase):

    def test_a_caller_reads_its_own_write(self):
        with Pair() as pair:
            for number in range(20):
                answer = pair.ingest_article({**STORY, "uri": f"https://harbourwire.example/{number}"})
                stored = pair.ask("GetArticle", name=answer.name, read_point={"min_sequence": answer.sequence})
                self.assertEqual(stored.article_sequence, answer.sequence)
                self.assertGreaterEqual(stored.sequence, answer.sequence)

    def test_min_sequence_waits_until_the_deadline(self):
        with Pair() as pair:
            start = time.monotonic()
            with self.assertRaises(grpc.RpcError) as caught:
                pair.ask("ListDeals", read_point={"min_sequence": 10}, timeout=0.5)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
            self.assertGreaterEqual(time.monotonic() - start, 0.45)

    def test_is_ready_only_once_it_has_caught_up(self):
        with scratch_folder() as folder:
            ingest = ingest_program(folder)
            self.addCleanup(ingest.stop)
            ingest.start()
            with ingest.client() as client:
                self.assertEqual(client.health("tearsheet.v1.IngestService"), "SERVING")
                sequence = client.call("IngestArticle", article=STORY).sequence
            # A log that does not answer: the query service is alive and answers from nothing.
            ingest.process.send_signal(signal.SIGSTOP)
            query = query_program(folder, ingest.address)
            self.addCleanup(query.stop)
            query.start()
            with query.client() as client:
                self.assertEqual(client.health(), "SERVING")
                self.assertEqual(client.health(QUERY_SERVICE), "NOT_SERVING")
                info = client.call("GetStateInfo")
                self.assertEqual((info.sequence, info.caught_up), (0, False))
                self.assertEqual(client.call("ListDeals").sequence, 0)
                ingest.process.send_signal(signal.SIGCONT)
                for health in client.watch_health(QUERY_SERVICE):
                    if health == "SERVING":
                        break
                info = client.call("GetStateInfo")
                self.assertEqual((info.sequence, info.caught_up), (sequence, True))

    def test_goes_on_answering_while_the_log_is_away_and_follows_again(self):
        with Pair() as pair:
            first = pair.ingest_article(STORY).sequence
            pair.catch_up(first)
            pair.ingest.kill()
            self.assertEqual(pair.ask("ListDeals").sequence, first)
            wait_until(lambda: pair.ask("GetStateInfo").follow_error, "a word on the lost log")
            pair.ingest.start()
            second = pair.ingest_client.wait_connected().call(
                "IngestArticle", article={**STORY, "uri": "https://harbourwire.example/two"}).sequence
            self.assertEqual(pair.catch_up(second).follow_error, "")

    def test_a_watch_resumes_after_a_restart_without_gap_or_repeat(self):
        with Pair() as pair:
            token = pair.ask("ListDeals").watch_token
            seen = []
            for number, (a, b) in enumerate([("Microsoft", "Intel"), ("Oracle", "Nvidia"), ("Amazon", "Siemens")]):
                sequence = pair.ingest_article(articles.article(
                    f"https://ledger.example/{number}", f"{a} has agreed to acquire {b} for $3 billion.")).sequence
                pair.catch_up(sequence)
                watch = pair.ask("WatchDeals", token=token)
                step = next(step for step in watch if step.HasField("change"))
                watch.cancel()
                token = step.token
                seen.append((step.change.sequence, step.change.deal.name))
                pair.query.kill()
                pair.query.start()
                pair.query_client.wait_connected()
            self.assertEqual([sequence for sequence, _ in seen], [1, 2, 3])
            self.assertEqual(len({name for _, name in seen}), 3)

    def test_refuses_a_log_that_is_shorter_than_its_state(self):
        with scratch_folder() as folder:
            ingest = ingest_program(folder)
            self.addCleanup(ingest.stop)
            ingest.start()
            query = query_program(folder, ingest.address)
            self.addCleanup(query.stop)
            query.start()
            with ingest.client() as client, query.client() as asker:
                sequence = client.call("IngestArticle", article=STORY).sequence
                asker.call("GetStateInfo", min_sequence=sequence)
            query.kill()
            other = ingest_program(folder, log=folder / "other.db", label="other")
            self.addCleanup(other.stop)
            other.start()
            query = query_program(folder, other.address, label="misled")
            self.addCleanup(query.stop)
            query.start()
            with query.client() as asker:
                wait_until(lambda: asker.call("GetStateInfo").follow_error, "a word on the wrong log")
                self.assertEqual(asker.health(QUERY_SERVICE), "NOT_SERVING")


if __name__ == "__main__":
    unittest.main()
