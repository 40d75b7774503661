"""What one caller may use up: rates, concurrency, sizes, pings, streams that live too long or are not read."""
import socket
import threading
import unittest

import grpc

from support import articles
from support.processes import Pair, ingest_program, scratch_folder, wait_until
from support.reflection import Client, error_details

TOKENS = {"one": "a-token-for-number-one", "two": "a-token-for-number-two"}
EVERYTHING = 'rules { callers: "*" methods: "*" }'
STORY = articles.article("https://harbourwire.example/foundry", "Halden Energy has agreed to acquire Lumen Foundry.\n")

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS, PING, GOAWAY = 4, 6, 7


def frame(kind, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, 0]) + bytes(4) + payload


class LimitsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def start_ingest(self, *flags):
        tokens, policy = self.folder / "tokens", self.folder / "policy"
        tokens.write_text("".join(f"{name} plain:{token}\n" for name, token in TOKENS.items()))
        policy.write_text(EVERYTHING)
        return self.start(ingest_program(self.folder, f"--token_file={tokens}", f"--policy={policy}", *flags))

    def client(self, program, name=None):
        return self.enterContext(Client(program.address, token=TOKENS.get(name)))

    def refusal(self, call):
        with self.assertRaises(grpc.RpcError) as raised:
            call()
        return raised.exception

    def reason(self, error):
        return error_details(error)["ErrorInfo"].reason

    def test_the_rate_of_one_caller_does_not_touch_another(self):
        ingest = self.start_ingest("--caller_rate=0.001", "--caller_burst=20")
        one, two = self.client(ingest, "one"), self.client(ingest, "two")
        one.method("GetOntology")  # Reflection is a call as well.
        two.method("GetOntology")
        error = self.refusal(lambda: [one.call("GetOntology") for _ in range(21)])
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assertEqual(self.reason(error), "CALLER_RATE_LIMIT")
        self.assertGreater(error_details(error)["RetryInfo"].retry_delay.seconds, 100)
        two.call("GetOntology")

    def test_a_stream_takes_a_place_until_it_ends(self):
        ingest = self.start_ingest("--caller_calls=1")
        one = self.client(ingest, "one")

        def when_free(action):
            """What `action` gives once its call finds a place: a call keeps its own for a moment after its last answer."""
            try:
                return action()
            except grpc.RpcError as error:
                self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
                return None

        def follow():
            stream = one.call("ReadRecords", from_sequence=1)
            next(stream)
            return stream

        wait_until(lambda: when_free(lambda: one.method("GetOntology")), "the place of a question to reflection")
        stream = wait_until(lambda: when_free(follow), "a place for the stream")
        self.assertEqual(self.reason(self.refusal(lambda: one.call("GetOntology"))), "CALLER_CONCURRENCY_LIMIT")
        stream.cancel()
        wait_until(lambda: when_free(lambda: one.call("GetOntology")), "the place of the stream")

    def test_who_shows_nothing_is_one_caller_per_address(self):
        ingest = self.start(ingest_program(self.folder, "--caller_rate=0.001", "--caller_burst=20"))
        first, second = self.client(ingest), self.client(ingest)
        first.method("GetOntology")
        second.method("GetOntology")
        self.refusal(lambda: [first.call("GetOntology") for _ in range(21)])
        self.refusal(lambda: second.call("GetOntology"))

    def test_messages_and_metadata_are_bounded(self):
        ingest = self.start_ingest("--max_message_bytes=100000", "--max_metadata_bytes=4096")
        client = self.client(ingest, "one")
        error = self.refusal(lambda: client.call("IngestArticle", article={**STORY, "body": "x" * 200_000}))
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        client.method("GetOntology").metadata = [("authorization", f"Bearer {TOKENS['one']}"), ("more", "x" * 5000)]
        error = self.refusal(lambda: client.call("GetOntology"))
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_who_pings_without_end_loses_the_connection(self):
        ingest = self.start(ingest_program(self.folder))
        host, port = ingest.address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(PREFACE + frame(SETTINGS))
            received = b""
            while b"too_many_pings" not in received:
                try:
                    connection.sendall(frame(PING, bytes(8)))
                except BrokenPipeError:
                    pass
                data = connection.recv(65536)
                self.assertTrue(data, "closed without a reason")
                received += data

    def test_streams_end_when_they_have_had_their_time(self):
        ingest = self.start_ingest("--max_stream_age=1s")
        client = self.client(ingest, "one")
        error = self.refusal(lambda: list(client.call("ReadRecords", from_sequence=1)))
        self.assertEqual((error.code(), self.reason(error)), (grpc.StatusCode.UNAVAILABLE, "STREAM_TOO_OLD"))
        method = client.method("IngestArticles")
        wanted = method.request(article=STORY)

        started = threading.Event()

        def requests():
            yield wanted
            started.wait()
            wait_until(lambda: not answers.is_active(), "the end of the stream")

        answers = method(requests())
        started.set()
        self.assertEqual(next(answers).index, 0)
        self.assertEqual(self.reason(self.refusal(lambda: next(answers))), "STREAM_TOO_OLD")

    def test_watches_end_when_they_have_had_their_time(self):
        with Pair(query_flags=["--max_stream_age=1s", "--watch_heartbeat=100ms"]) as pair:
            error = self.refusal(lambda: list(pair.ask("WatchDeals")))
            self.assertEqual(self.reason(error), "STREAM_TOO_OLD")

    def test_a_follower_that_reads_nothing_is_cut_off(self):
        ingest = self.start(ingest_program(self.folder, "--log_max_stall=1s"))
        client = self.client(ingest)
        for number in range(40):
            client.call("IngestArticle", article={**STORY, "uri": f"https://a.example/{number}", "body": "Words. " * 100_000})
        stream = client.call("ReadRecords", from_sequence=1)
        line = wait_until(lambda: [line for line in ingest.log_lines() if line.get("reason") == "READER_TOO_SLOW"],
                          "the end of the stream")
        self.assertEqual(line[0]["method"], "EventLogService/ReadRecords")
        self.refusal(lambda: list(stream))

    def test_a_producer_that_reads_no_answers_is_cut_off(self):
        ingest = self.start(ingest_program(self.folder, "--stream_max_stall=1s"))
        client = self.client(ingest)
        method = client.method("IngestArticles")
        # Answers of a stream that nobody reads fill the window of the connection.
        request = method.request(article={**STORY, "uri": "https://a.example/" + "u" * 1500, "body": ""})

        started = threading.Event()

        def requests():
            started.wait()
            while stream.is_active():
                yield request

        stream = method(requests())
        started.set()
        wait_until(lambda: [line for line in ingest.log_lines() if line.get("reason") == "READER_TOO_SLOW"],
                   "the end of the stream")
        self.refusal(lambda: list(stream))


if __name__ == "__main__":
    unittest.main()
