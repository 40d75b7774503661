"""Nothing acknowledged is lost and nothing counts twice, however often both services are killed."""
import concurrent.futures
import random
import unittest

from support import articles, producer
from support.processes import PATIENCE, free_port, ingest_program, query_program, run_program, scratch_folder

SEED = 20260
ARTICLES = 2400
PRODUCERS = 4
KILLS_OF_EACH = 12
# So many articles are on their way at a kill.
IN_FLIGHT = 60


class KillTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())
        self.rng = random.Random(SEED)
        address = f"127.0.0.1:{free_port()}"
        self.ingest = ingest_program(self.folder, listen=address)
        self.query = query_program(self.folder, address)
        self.addCleanup(self.ingest.stop)
        self.addCleanup(self.query.stop)
        self.ingest.start()
        self.query.start()
        self.acknowledged = producer.Acknowledgements()

    def test_every_acknowledged_article_is_logged_once_and_the_state_is_that_of_a_replay(self):
        self.produce_while_killing()
        records = self.read_log()
        self.check_log(records)
        self.check_state(last_sequence=len(records))

    def produce_while_killing(self):
        with self.ingest.client() as client:
            stories = list(articles.generate(ARTICLES, SEED))
            producers = [producer.Producer(client, stories[i::PRODUCERS], self.acknowledged) for i in range(PRODUCERS)]
            for thread in producers:
                thread.start()
            with concurrent.futures.ThreadPoolExecutor() as pool:
                killing = pool.submit(self.kill_again_and_again)
                self.retractions = pool.submit(self.retract_some, client).result()
                killing.result()
            for thread in producers:
                thread.join(PATIENCE)
        self.assertEqual([refusal for thread in producers for refusal in thread.refusals], [])
        self.assertEqual(self.acknowledged.contradictions, [], "an article was acknowledged at two places")
        self.assertEqual(len(self.acknowledged.sequences), ARTICLES)
        self.assertGreaterEqual(sum(thread.broken_streams for thread in producers), KILLS_OF_EACH)

    def kill_again_and_again(self):
        """Kills at random counts of acknowledged articles, always with more articles on their way, in random order."""
        victims = [self.ingest, self.query] * KILLS_OF_EACH
        self.rng.shuffle(victims)
        moments = sorted(self.rng.sample(range(1, ARTICLES - IN_FLIGHT), len(victims)))
        for victim, moment in zip(victims, moments):
            self.acknowledged.allow(moment + IN_FLIGHT)
            self.acknowledged.wait_for(moment)
            victim.kill()
            victim.start()
        self.acknowledged.allow(ARTICLES)

    def retract_some(self, client):
        """Retracts some articles while all this goes on; returns article name -> acknowledged sequence."""
        retracted = {}
        for count in range(ARTICLES // 20, ARTICLES, ARTICLES // 20):
            self.acknowledged.wait_for(count)
            name = list(self.acknowledged.sequences)[count - 1]
            # A time of its own makes the retraction the same one when it is sent again.
            answer = producer.retry(lambda: client.call("RetractArticle", name=name, reason="withdrawn by the publisher", wait_for_ready=True,
                                                        retract_time={"seconds": articles.START + 10_000_000 + count}))
            retracted[name] = answer.sequence
        return retracted

    def read_log(self):
        with self.ingest.client() as client:
            answers = client.call("ReadRecords", from_sequence=1, stop_at_end=True)
            records = [entry for answer in answers for entry in answer.records]
        self.assertEqual([entry.sequence for entry in records], list(range(1, len(records) + 1)))
        return [entry.record for entry in records]

    def check_log(self, records):
        ids = [record.record_id for record in records]
        self.assertEqual(len(set(ids)), len(ids), "a record is in the log twice")
        for name, sequence in self.acknowledged.sequences.items():
            self.assertEqual(records[sequence - 1].article.article.name, name)
        for name, sequence in self.retractions.items():
            self.assertEqual(records[sequence - 1].retraction.article, name)
        # Each article was sent until it was acknowledged, so the log holds those and nothing else.
        self.assertEqual(len(records), len(self.acknowledged.sequences) + len(set(self.retractions.values())))

    def check_state(self, last_sequence):
        replayed = query_program(self.folder, self.ingest.address, store=self.folder / "replayed.db", label="replay")
        self.addCleanup(replayed.stop)
        replayed.start()
        for program in (self.query, replayed):
            with program.client() as client:
                info = client.call("GetStateInfo", min_sequence=last_sequence, timeout=300)
                self.assertEqual(info.sequence, last_sequence)
                self.assertEqual(info.set_aside_count, 0)
                self.assertGreater(info.deal_count, 50)
            self.assertEqual(program.terminate(), 0)
        self.assertEqual(self.export("state.db"), self.export("replayed.db"))

    def export(self, store):
        run = run_program("tearsheet-query", f"--store=sqlite:{self.folder / store}", "--export_state=-")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertGreater(len(run.stdout), 10_000)
        return run.stdout


if __name__ == "__main__":
    unittest.main()
