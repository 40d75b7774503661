"""The pair over a stream on NATS: ingest replicas that share it, killed or not, and connections that are encrypted."""
import concurrent.futures
import random
import unittest

import grpc

from support import articles, producer
from support.certificates import Authority
from support.nats import NatsCluster
from support.processes import (PATIENCE, free_port, ingest_program, query_program, run_program, scratch_folder,
                               wait_until)

SEED = 20262
ARTICLES = 600
IN_FLIGHT = 40
STREAM = "news"


class NatsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())

    def servers(self, count, configuration=""):
        return self.enterContext(NatsCluster(self.folder / "nats", count, configuration))

    def ingest(self, url, *flags, label="ingest"):
        program = ingest_program(self.folder, *flags, log=url, label=label, listen=f"127.0.0.1:{free_port()}")
        self.addCleanup(program.stop)
        return program.start()

    def query(self, url, *flags, label="query"):
        program = query_program(self.folder, url, *flags, label=label, store=self.folder / f"{label}.db")
        self.addCleanup(program.stop)
        return program.start()

    def records(self, ingest):
        with ingest.client() as client:
            answers = client.call("ReadRecords", from_sequence=1, stop_at_end=True)
            return [entry.record for answer in answers for entry in answer.records]

    def test_replicas_that_are_killed_acknowledge_each_article_once_and_the_state_is_that_of_a_replay(self):
        cluster = self.servers(3)
        url = cluster.url(STREAM)
        replicas = [self.ingest(url, "--nats_replicas=3", label=f"ingest{number}") for number in range(2)]
        query = self.query(url)
        acknowledged = producer.Acknowledgements()
        stories = list(articles.generate(ARTICLES, SEED))
        with replicas[0].client() as one, replicas[1].client() as other:
            # Half of the articles go to both replicas.
            producers = [producer.Producer(one, stories[:400], acknowledged),
                         producer.Producer(other, stories[200:], acknowledged)]
            for thread in producers:
                thread.start()
            rng = random.Random(SEED)
            for moment in sorted(rng.sample(range(1, ARTICLES - IN_FLIGHT), 6)):
                acknowledged.allow(moment + 200 + IN_FLIGHT)
                acknowledged.wait_for(moment)
                victim = rng.choice(replicas)
                victim.kill()
                victim.start()
            acknowledged.allow(2 * ARTICLES)
            for thread in producers:
                thread.join(PATIENCE)
        self.assertEqual([refusal for thread in producers for refusal in thread.refusals], [])
        self.assertEqual(acknowledged.contradictions, [], "an article was acknowledged at two places")
        self.assertEqual(len(acknowledged.sequences), ARTICLES)
        records = self.records(replicas[0])
        self.assertEqual(len(records), ARTICLES, "each article is in the stream once")
        for name, sequence in acknowledged.sequences.items():
            self.assertEqual(records[sequence - 1].article.article.name, name)
        # Followed over gRPC, the log of any replica is the same one.
        replayed = self.query(replicas[1].address, label="replayed")
        exports = []
        for program, store in ((query, "query"), (replayed, "replayed")):
            with program.client() as client:
                info = client.call("GetStateInfo", min_sequence=ARTICLES, timeout=PATIENCE)
                self.assertEqual((info.sequence, info.set_aside_count), (ARTICLES, 0))
            self.assertEqual(program.terminate(), 0)
            run = run_program("tearsheet-query", f"--store=sqlite:{self.folder / store}.db", "--export_state=-")
            self.assertEqual(run.returncode, 0, run.stderr)
            exports.append(run.stdout)
        self.assertEqual(exports[0], exports[1])

    def test_replicas_that_reprocess_at_once_replace_each_article_once(self):
        url = self.servers(1).url(STREAM)
        old = self.ingest(url, label="old")
        with old.client() as client:
            for story in articles.generate(40, SEED):
                client.call("IngestArticle", article=story)
        old.terminate()
        catalogue = self.folder / "more.catalogue"
        catalogue.write_text("Q_BRIGHTWATER | COMPANY | Brightwater Robotics\n")
        frames = self.folder / "none.frames"
        frames.write_text("# Another file makes another version of the extractor.\n")
        replicas = [self.ingest(url, f"--frames={frames}", label=f"new{number}") for number in range(2)]

        def reprocess(replica):
            with replica.client() as client:
                sequence, replaced = 1, 0
                while sequence:
                    answer = client.call("ReprocessArticles", from_sequence=sequence, max_records=7, timeout=PATIENCE)
                    sequence, replaced = answer.next_sequence, replaced + answer.replaced
                return replaced

        with concurrent.futures.ThreadPoolExecutor() as pool:
            replaced = list(pool.map(reprocess, replicas))
        ids = [record.record_id for record in self.records(replicas[0])]
        self.assertEqual(len(set(ids)), len(ids), "a record is in the stream twice")
        self.assertEqual(sum(replaced), len(ids) - 40)
        self.assertEqual(len(ids), 80)

    def test_a_query_service_starts_before_there_is_a_stream_and_a_server(self):
        cluster = NatsCluster(self.folder / "nats", 1)
        query = self.query(cluster.url(STREAM))
        self.enterContext(cluster)
        ingest = self.ingest(cluster.url(STREAM))
        with ingest.client() as client:
            sequence = client.call("IngestArticle", article=articles.article(
                "https://ledger.example/1", "Microsoft has agreed to acquire Intel for $3 billion.")).sequence
        with query.client() as client:
            wait_until(lambda: client.health("tearsheet.v1.QueryService") == "SERVING", "being ready")
            self.assertEqual(client.call("GetStateInfo", min_sequence=sequence, timeout=PATIENCE).deal_count, 1)

    def test_ingest_asks_for_patience_while_the_servers_are_away_and_goes_on_afterwards(self):
        cluster = self.servers(1)
        ingest = self.ingest(cluster.url(STREAM), "--nats_append_patience=100ms")
        story = articles.article("https://ledger.example/1", "Oracle has agreed to acquire Intel for $3 billion.")
        with ingest.client() as client:
            cluster.servers[0].kill()
            with self.assertRaises(grpc.RpcError) as caught:
                client.call("IngestArticle", article=story)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
            cluster.servers[0].start()
            self.assertEqual(producer.retry(lambda: client.call("IngestArticle", article=story)).sequence, 1)

    def test_services_and_servers_know_each_other_by_certificates(self):
        authority = Authority(self.folder / "pki")
        server, server_key = authority.issue("server", "IP:127.0.0.1")
        client, client_key = authority.issue("client", "DNS:tearsheet")
        stranger = Authority(self.folder / "stranger")
        cluster = self.servers(1, f'tls {{ cert_file: "{server}", key_file: "{server_key}", ca_file: "{authority.ca}", '
                                  "verify: true }")
        url = cluster.url(STREAM)
        flags = [f"--nats_ca={authority.ca}", f"--nats_certificate={client}", f"--nats_key={client_key}"]
        ingest = self.ingest(url, *flags)
        query = self.query(url, *flags)
        with ingest.client() as one, query.client() as other:
            sequence = one.call("IngestArticle", article=articles.article(
                "https://ledger.example/1", "Microsoft has agreed to acquire Intel for $3 billion.")).sequence
            self.assertEqual(other.call("GetStateInfo", min_sequence=sequence, timeout=PATIENCE).deal_count, 1)
        # Without a certificate, and towards a server of another authority, there is no connection.
        for wrong in ([f"--nats_ca={authority.ca}"], [f"--nats_ca={stranger.ca}", *flags[1:]], []):
            outside = self.query(url, *wrong, label="outside")
            with outside.client() as one:
                wait_until(lambda: "cannot follow the log" in outside.log(), "an error")
                self.assertEqual(one.health("tearsheet.v1.QueryService"), "NOT_SERVING")
            outside.stop()

    def test_a_server_whose_certificate_is_for_another_name_is_not_talked_to(self):
        authority = Authority(self.folder / "pki")
        server, server_key = authority.issue("server", "IP:127.0.0.2")
        cluster = self.servers(1, f'tls {{ cert_file: "{server}", key_file: "{server_key}" }}')
        query = self.query(cluster.url(STREAM), f"--nats_ca={authority.ca}")
        with query.client() as client:
            wait_until(lambda: "cannot follow the log" in query.log(), "an error")
            self.assertEqual(client.health("tearsheet.v1.QueryService"), "NOT_SERVING")
            self.assertNotIn("connected to NATS", query.log())


if __name__ == "__main__":
    unittest.main()
