"""Query replicas that share a state in PostgreSQL: one applies, all answer, and whoever is killed, nothing is lost."""
import pathlib
import random
import unittest

import grpc

from support import articles, producer
from support.postgres import Postgres
from support.processes import PATIENCE, free_port, ingest_program, query_program, run_program, scratch_folder, wait_until

SEED = 20261
ARTICLES = 900
PRODUCERS = 3
IN_FLIGHT = 60
QUERY_SERVICE = "tearsheet.v1.QueryService"


class PostgresTest(unittest.TestCase):

    def setUp(self):
        self.postgres = self.enterContext(Postgres())
        self.folder = self.enterContext(scratch_folder())
        self.ingest = ingest_program(self.folder, listen=f"127.0.0.1:{free_port()}")
        self.addCleanup(self.ingest.stop)
        self.ingest.start()
        self.replicas = [self.replica(f"replica{number}", listen=f"127.0.0.1:{free_port()}") for number in range(2)]

    def replica(self, label, *flags, **keywords):
        program = query_program(self.folder, self.ingest.address, *flags, store=self.postgres.url, label=label, **keywords)
        self.addCleanup(program.stop)
        return program.start()

    def info(self, replica, min_sequence=0):
        with replica.client() as client:
            return client.call("GetStateInfo", min_sequence=min_sequence, timeout=PATIENCE)

    def applying(self):
        """The replica that applies the log."""
        return wait_until(lambda: next((replica for replica in self.replicas if self.info(replica).applies), None),
                          "a replica that applies")

    def export(self, store):
        run = run_program("tearsheet-query", f"--store={store}", "--export_state=-")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertGreater(len(run.stdout), 10_000)
        return run.stdout

    def ingest_one(self, client, number, text):
        return client.call("IngestArticle", article=articles.article(f"https://ledger.example/{number}", text)).sequence

    def test_whoever_is_killed_the_state_is_that_of_the_embedded_store(self):
        acknowledged = producer.Acknowledgements()
        with self.ingest.client() as client:
            stories = list(articles.generate(ARTICLES, SEED))
            producers = [producer.Producer(client, stories[i::PRODUCERS], acknowledged) for i in range(PRODUCERS)]
            for thread in producers:
                thread.start()
            kills = ["applying", "postgres", "applying", "either", "applying"]
            moments = sorted(random.Random(SEED).sample(range(1, ARTICLES - IN_FLIGHT), len(kills)))
            for victim, moment in zip(kills, moments):
                acknowledged.allow(moment + IN_FLIGHT)
                acknowledged.wait_for(moment)
                self.kill(victim)
            acknowledged.allow(ARTICLES)
            for thread in producers:
                thread.join(PATIENCE)
        self.assertEqual(len(acknowledged.sequences), ARTICLES)
        embedded = query_program(self.folder, self.ingest.address, label="embedded")
        self.addCleanup(embedded.stop)
        embedded.start()
        last = max(acknowledged.sequences.values())
        for program in (*self.replicas, embedded):
            info = self.info(program, min_sequence=last)
            self.assertEqual((info.sequence, info.set_aside_count), (last, 0))
        self.assertEqual(sum(self.info(replica).applies for replica in self.replicas), 1, "one of them applies")
        for program in (*self.replicas, embedded):
            self.assertEqual(program.terminate(), 0)
        self.assertEqual(self.export(self.postgres.url), self.export(f"sqlite:{self.folder / 'state.db'}"))

    def kill(self, victim):
        if victim == "postgres":
            self.postgres.crash()
            self.postgres.start()
            return
        replica = self.applying() if victim == "applying" else self.replicas[0]
        replica.kill()
        replica.start()

    def test_a_replica_that_only_follows_serves_fresh_reads_and_watches(self):
        follower = next(replica for replica in self.replicas if replica is not self.applying())
        self.assertFalse(self.info(follower).applies)
        with self.ingest.client() as ingest, follower.client() as client:
            watch = client.call("WatchDeals", timeout=PATIENCE)
            next(watch)  # It has begun.
            for number, (a, b) in enumerate([("Microsoft", "Intel"), ("Oracle", "Nvidia"), ("Amazon", "Siemens")]):
                sequence = self.ingest_one(ingest, number, f"{a} has agreed to acquire {b} for $3 billion.")
                deals = client.call("ListDeals", read_point={"min_sequence": sequence}, company=b)
                self.assertGreaterEqual(deals.sequence, sequence)
                self.assertEqual(len(deals.deals), 1)
                step = next(step for step in watch if step.HasField("change"))
                self.assertEqual(step.change.deal.name, deals.deals[0].name)
            found = client.call("Search", query="acquire nvidia")
            self.assertEqual(len(found.hits), 1)
            self.assertEqual(client.health(QUERY_SERVICE), "SERVING")

    def test_a_watch_goes_on_at_another_replica(self):
        first, second = self.replicas
        with self.ingest.client() as ingest, first.client() as one, second.client() as other:
            token = one.call("ListDeals").watch_token
            sequence = self.ingest_one(ingest, "a", "Microsoft has agreed to acquire Intel for $3 billion.")
            one.call("GetStateInfo", min_sequence=sequence)
            first.kill()
            changes = other.call("WatchDeals", token=token, timeout=PATIENCE)
            step = next(step for step in changes if step.HasField("change"))
            self.assertEqual(step.change.deal.type, "ACQUISITION")

    def test_a_program_of_another_version_builds_its_state_beside_the_old_one(self):
        with self.ingest.client() as client:
            sequence = self.ingest_one(client, "a", "Microsoft has agreed to acquire Intel for $3 billion.")
        self.info(self.replicas[0], min_sequence=sequence)
        ontology = self.folder / "ontology.textproto"
        text = (pathlib.Path(__file__).parents[2] / "ontology" / "tearsheet.textproto").read_text()
        ontology.write_text(text.replace('version: "', 'version: "newer-', 1))
        newer = self.replica("newer", f"--ontology={ontology}")
        info = self.info(newer, min_sequence=sequence)
        self.assertTrue(info.applies, "each version has one that applies")
        self.assertNotEqual(info.ontology_version, self.info(self.replicas[0]).ontology_version)
        with self.ingest.client() as client:
            sequence = self.ingest_one(client, "b", "Oracle has agreed to acquire Nvidia for $3 billion.")
        for replica in (*self.replicas, newer):
            self.assertEqual(self.info(replica, min_sequence=sequence).deal_count, 2)
        self.assertEqual(self.postgres.query("SELECT count(*) FROM tearsheet.states"), ["2"])

    def test_reads_fail_with_a_delay_while_the_server_is_away_and_work_again_afterwards(self):
        replica = self.replicas[0]
        with replica.client() as client:
            client.call("ListDeals")
            self.postgres.crash()
            with self.assertRaises(grpc.RpcError) as caught:
                client.call("ListDeals")
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
            wait_until(lambda: client.health(QUERY_SERVICE) == "NOT_SERVING", "not being ready")
            self.postgres.start()
            wait_until(lambda: client.health(QUERY_SERVICE) == "SERVING", "being ready")
            client.call("ListDeals")

    def test_a_password_in_the_url_is_refused_and_not_shown(self):
        run = run_program("tearsheet-query", "--store=postgresql://tearsheet:sesame@localhost/tearsheet")
        self.assertEqual(run.returncode, 2)
        self.assertIn("--store_password_file", run.stderr)
        self.assertNotIn("sesame", run.stderr)


if __name__ == "__main__":
    unittest.main()
