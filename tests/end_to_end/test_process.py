"""The services as processes: flags, flag file, environment, exit codes, signals."""
import signal
import unittest

import grpc

from support import articles
from support.processes import Pair, free_port, ingest_program, query_program, run_program, scratch_folder
from support.reflection import Client

STORY = articles.article("https://harbourwire.example/one", "Halden Energy agreed to acquire Lumen Foundry for $2 billion.")
SERVICES = ("tearsheet-ingest", "tearsheet-query")
USAGE_ERROR = 2


class SignalTest(unittest.TestCase):

    def test_sigterm_ends_an_idle_service_with_0(self):
        with Pair() as pair:
            self.assertEqual(pair.query.terminate(), 0)
            self.assertEqual(pair.ingest.terminate(), 0)

    def test_sigint_ends_it_too(self):
        with Pair() as pair:
            for program in (pair.query, pair.ingest):
                program.process.send_signal(signal.SIGINT)
                self.assertEqual(program.process.wait(), 0)

    def test_sigterm_ends_services_with_open_streams_with_0(self):
        with Pair(ingest_flags=["--drain_time=1s"], query_flags=["--drain_time=1s"]) as pair:
            sequence = pair.ingest_article(STORY).sequence
            pair.catch_up(sequence)
            watch = pair.ask("WatchDeals", token="", timeout=None)
            records = pair.ingest_client.call("ReadRecords", from_sequence=1, timeout=None)
            next(records)
            self.assertEqual(pair.query.terminate(), 0)
            self.assertEqual(pair.ingest.terminate(), 0)
            for stream in (watch, records):
                with self.assertRaises(grpc.RpcError):
                    list(stream)

    def test_what_was_sent_before_sigterm_is_answered_or_can_be_sent_again(self):
        with Pair() as pair:
            method = pair.ingest_client.method("IngestArticles")
            stories = [{**STORY, "uri": f"https://harbourwire.example/{number}"} for number in range(500)]
            acknowledged = {}
            try:
                for answer in method(method.request(article=story) for story in stories):
                    if answer.WhichOneof("result") == "accepted":
                        acknowledged[answer.accepted.name] = answer.accepted.sequence
                    if answer.index == 20:
                        pair.ingest.process.send_signal(signal.SIGTERM)
            except grpc.RpcError:
                pass
            self.assertEqual(pair.ingest.process.wait(), 0)
            pair.ingest.start()
            pair.ingest_client.wait_connected()
            for story in stories:
                answer = pair.ingest_article(story)
                self.assertEqual(acknowledged.get(answer.name, answer.sequence), answer.sequence)
            self.assertEqual(pair.catch_up(len(stories)).article_count, len(stories))


class HealthPortTest(unittest.TestCase):

    def test_the_port_for_probes_says_what_the_service_says_and_answers_nothing_else(self):
        ports = [free_port(), free_port()]
        with Pair([f"--health_listen=127.0.0.1:{ports[0]}"], [f"--health_listen=127.0.0.1:{ports[1]}"]) as pair:
            pair.catch_up(pair.ingest_article(STORY).sequence)
            for port, service in zip(ports, ("tearsheet.v1.IngestService", "tearsheet.v1.QueryService")):
                with Client(f"127.0.0.1:{port}") as probe:
                    self.assertEqual(probe.health(), "SERVING")
                    self.assertIn("SERVING", probe.watch_health(service))
                    self.assertEqual(probe.health("no.such.Service"), "NOT_FOUND")
                    self.assertEqual(probe.methods, {})
                    with self.assertRaises(grpc.RpcError) as caught:
                        probe.channel.unary_unary(f"/{service}/GetStateInfo")(b"", timeout=60)
                    self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_a_probe_that_watches_does_not_hold_up_the_end(self):
        port = free_port()
        with Pair(query_flags=[f"--health_listen=127.0.0.1:{port}"]) as pair, Client(f"127.0.0.1:{port}") as probe:
            states = probe.watch_health("", timeout=None)
            self.assertEqual(next(states), "SERVING")
            self.assertEqual(pair.query.terminate(), 0)

    def test_a_taken_port_ends_with_its_flag(self):
        with scratch_folder() as folder, Pair() as pair:
            run = run_program("tearsheet-query", "--listen=127.0.0.1:0", "--metrics_listen=",
                              f"--store=sqlite:{folder}/state.db", f"--health_listen={pair.query.address}")
            self.assertEqual(run.returncode, 1)
            self.assertIn("--health_listen", run.stderr)


class ConfigurationTest(unittest.TestCase):

    def setUp(self):
        folder = scratch_folder()
        self.folder = folder.__enter__()
        self.addCleanup(folder.__exit__, None, None, None)

    def check_usage_error(self, run, *words):
        self.assertEqual(run.returncode, USAGE_ERROR, run.stderr)
        for word in words:
            self.assertIn(word, run.stderr)
        self.assertLessEqual(len(run.stderr.strip().splitlines()), 4, run.stderr)

    def test_a_wrong_flag_ends_with_a_sentence_and_2(self):
        for name in SERVICES:
            for flag, word in [("--no_such_flag=1", "no_such_flag"), ("--drain_time=soon", "drain_time"),
                               ("--event_log=carrier-pigeon:x", "event_log"), ("stray", "stray")]:
                with self.subTest(name, flag=flag):
                    self.check_usage_error(run_program(name, flag, cwd=self.folder), word)

    def test_a_wrong_limit_ends_with_a_sentence_and_2(self):
        self.check_usage_error(run_program("tearsheet-ingest", "--max_body_bytes=-1", cwd=self.folder), "max_body_bytes")

    def test_an_ontology_that_cannot_be_read_ends_with_a_sentence_and_2(self):
        for name in SERVICES:
            with self.subTest(name):
                missing = self.folder / "missing.textproto"
                self.check_usage_error(run_program(name, f"--ontology={missing}", cwd=self.folder), str(missing))

    def test_an_ontology_that_is_wrong_ends_with_file_and_line(self):
        bad = self.folder / "bad.textproto"
        bad.write_text('version: "1"\nno_such_field: 1\n')
        for name in SERVICES:
            with self.subTest(name):
                self.check_usage_error(run_program(name, f"--ontology={bad}", cwd=self.folder), f"{bad}:2")

    def test_a_log_where_no_file_can_be_ends_with_its_name(self):
        (self.folder / "file").touch()
        run = run_program("tearsheet-ingest", f"--event_log=sqlite:{self.folder}/file/log.db", "--listen=127.0.0.1:0",
                          "--metrics_listen=")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("file/log.db", run.stderr)

    def test_a_taken_port_ends_with_a_sentence(self):
        ingest = ingest_program(self.folder)
        self.addCleanup(ingest.stop)
        ingest.start()
        run = run_program("tearsheet-ingest", f"--listen={ingest.address}", "--metrics_listen=",
                          f"--event_log=sqlite:{self.folder}/other.db")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn(ingest.address, run.stderr)

    def test_a_log_has_one_owner(self):
        ingest = ingest_program(self.folder)
        self.addCleanup(ingest.stop)
        ingest.start()
        run = run_program("tearsheet-ingest", "--listen=127.0.0.1:0", "--metrics_listen=",
                          f"--event_log=sqlite:{self.folder}/log.db")
        self.check_usage_error(run, "log.db")

    def test_flags_come_from_a_file_and_from_the_environment(self):
        flag_file = self.folder / "flags"
        flag_file.write_text("--max_body_bytes=100\n")
        for label, flags, environment in [
                ("file", [f"--flagfile={flag_file}"], {}),
                ("environment", ["--fromenv=max_body_bytes"], {"FLAGS_max_body_bytes": "100"})]:
            with self.subTest(label):
                ingest = ingest_program(self.folder, *flags, log=self.folder / f"{label}.db", environment=environment,
                                        label=label)
                self.addCleanup(ingest.stop)
                ingest.start()
                with ingest.client() as client, self.assertRaises(grpc.RpcError) as caught:
                    client.call("IngestArticle", article={**STORY, "body": "x" * 101})
                self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
                self.assertIn("100", caught.exception.details())

    def test_help_and_version_end_with_0(self):
        for name in SERVICES:
            for flag in ("--help", "--version"):
                with self.subTest(name, flag=flag):
                    run = run_program(name, flag)
                    self.assertEqual(run.returncode, 0)
                    self.assertTrue(run.stdout)

    def test_the_query_service_starts_before_its_log_is_there(self):
        query = query_program(self.folder, "127.0.0.1:1")
        self.addCleanup(query.stop)
        query.start()
        with query.client() as client:
            self.assertEqual(client.health(), "SERVING")
            self.assertEqual(client.health("tearsheet.v1.QueryService"), "NOT_SERVING")


if __name__ == "__main__":
    unittest.main()
