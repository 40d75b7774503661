"""The whole cluster: JetStream on three servers, PostgreSQL, three ingest and two query replicas; each kind is killed.

TEARSHEET_CLUSTER_ARTICLES=20000 gives the full size; continuous integration takes fewer.
"""
import os
import threading
import time
import unittest

from support import articles, producer
from support.nats import NatsCluster
from support.postgres import Postgres
from support.processes import free_port, ingest_program, query_program, run_program, scratch_folder, wait_until

SEED = 20263
ARTICLES = int(os.environ.get("TEARSHEET_CLUSTER_ARTICLES", "1200"))
# How long a part of the articles may take; only a broken program ever reaches it.
CATCH_UP = 1200
STREAM = "news"


class Gaps(threading.Thread):
    """Measures the longest time without an acknowledgement, or without an answer."""

    def __init__(self, progress):
        super().__init__(daemon=True)
        self._progress = progress
        self._done = threading.Event()
        self.longest = 0.0

    def run(self):
        last, since = self._progress(), time.monotonic()
        while not self._done.wait(0.01):
            now = self._progress()
            if now != last:
                last, since = now, time.monotonic()
            self.longest = max(self.longest, time.monotonic() - since)

    def stop(self):
        self._done.set()
        self.join()


class ClusterTest(unittest.TestCase):

    def setUp(self):
        self.postgres = self.enterContext(Postgres())
        self.folder = self.enterContext(scratch_folder())
        self.cluster = self.enterContext(NatsCluster(self.folder / "nats", 3))
        url = self.cluster.url(STREAM)
        self.ingest = [self.started(ingest_program(self.folder, "--nats_replicas=3", log=url, label=f"ingest{number}",
                                                   listen=f"127.0.0.1:{free_port()}")) for number in range(3)]
        self.query = [self.started(query_program(self.folder, url, store=self.postgres.url, label=f"query{number}",
                                                 listen=f"127.0.0.1:{free_port()}")) for number in range(2)]
        self.acknowledged = producer.Acknowledgements()
        self.stories = list(articles.generate(ARTICLES, SEED))

    def started(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def test_whatever_is_killed_each_acknowledged_article_counts_once_and_the_state_is_that_of_the_embedded_pair(self):
        self.produce_while_killing()
        records = self.records()
        ids = [record.record_id for record in records]
        self.assertEqual(len(set(ids)), len(ids), "a record is in the stream twice")
        self.assertEqual(len(records), ARTICLES)
        for name, sequence in self.acknowledged.sequences.items():
            self.assertEqual(records[sequence - 1].article.article.name, name)
        for replica in self.query:
            self.assertEqual(self.applied(replica, ARTICLES), (ARTICLES, 0))
        self.assertEqual(self.export(self.postgres.url), self.embedded())

    def produce_while_killing(self):
        producers = []
        for number, replica in enumerate(self.ingest):
            client = self.enterContext(replica.client())
            producers.append(producer.Producer(client, self.stories[number::len(self.ingest)], self.acknowledged))
        gaps = Gaps(lambda: len(self.acknowledged.sequences))
        started = time.monotonic()
        for thread in producers:
            thread.start()
        victims = [self.kill_leader, self.kill_ingest, self.kill_applying, self.crash_postgres]
        for number, victim in enumerate(victims):
            share = ARTICLES * (number + 1) // (len(victims) + 1)
            # More are on their way when something dies, and the rest waits for it.
            self.acknowledged.allow(share + ARTICLES // 20)
            self.acknowledged.wait_for(share, CATCH_UP)
            if victim == self.kill_leader:
                gaps.start()
            victim()
            if victim == self.kill_leader:
                self.acknowledged.wait_for(share + ARTICLES // 40)
                gaps.stop()
        self.acknowledged.allow(ARTICLES)
        for thread in producers:
            thread.join(CATCH_UP)
            self.assertFalse(thread.is_alive(), "a producer is not done")
        print(f"\n{ARTICLES} articles acknowledged in {time.monotonic() - started:.1f} s; longest gap in acknowledgements "
              f"around the kill of the stream's leader {gaps.longest:.1f} s", flush=True)
        self.assertEqual([refusal for thread in producers for refusal in thread.refusals], [])
        self.assertEqual(self.acknowledged.contradictions, [], "an article was acknowledged at two places")
        self.assertEqual(len(self.acknowledged.sequences), ARTICLES)

    def kill_leader(self):
        leader = self.cluster.leader(STREAM)
        leader.kill()
        self.addCleanup(leader.stop)
        self.restart_later = leader

    def kill_ingest(self):
        # The lost server is back before the next thing is lost: two of three are needed.
        self.restart_later.start()
        self.ingest[0].kill()
        self.ingest[0].start()

    def kill_applying(self):
        applying = wait_until(lambda: next((one for one in self.query if self.info(one).applies), None),
                              "a replica that applies")
        other = next(one for one in self.query if one is not applying)
        since = time.monotonic()
        applying.kill()
        wait_until(lambda: self.info(other).applies, "the other replica to apply")
        print(f"\nthe other query replica applied after {time.monotonic() - since:.1f} s", flush=True)
        applying.start()

    def crash_postgres(self):
        self.postgres.crash()
        self.postgres.start()

    def info(self, replica, min_sequence=0):
        with replica.client() as client:
            return producer.retry(lambda: client.call("GetStateInfo", min_sequence=min_sequence, timeout=CATCH_UP))

    def applied(self, replica, sequence):
        info = self.info(replica, sequence)
        return info.sequence, info.set_aside_count

    def records(self):
        with self.ingest[0].client() as client:
            answers = client.call("ReadRecords", from_sequence=1, stop_at_end=True, timeout=CATCH_UP)
            records = [entry for answer in answers for entry in answer.records]
        self.assertEqual([entry.sequence for entry in records], list(range(1, len(records) + 1)))
        return [entry.record for entry in records]

    def embedded(self):
        """The exported state of an embedded pair that got the same articles."""
        ingest = self.started(ingest_program(self.folder, label="embedded-ingest"))
        query = self.started(query_program(self.folder, ingest.address, label="embedded-query"))
        acknowledged = producer.Acknowledgements()
        acknowledged.allow(ARTICLES)
        with ingest.client() as client:
            thread = producer.Producer(client, self.stories, acknowledged)
            thread.start()
            thread.join(CATCH_UP)
        self.assertEqual(self.applied(query, ARTICLES), (ARTICLES, 0))
        self.assertEqual(query.terminate(), 0)
        return self.export(f"sqlite:{self.folder / 'state.db'}")

    def export(self, store):
        run = run_program("tearsheet-query", f"--store={store}", "--export_state=-")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertGreater(len(run.stdout), 10_000)
        return run.stdout


if __name__ == "__main__":
    unittest.main()
