"""The example clients lose nothing while both services are killed and started again."""
import json
import os
import pathlib
import subprocess
import time
import unittest

import grpc

from support import articles
from support.processes import BIN, PATIENCE, Pair, free_port, wait_until

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
SERVICE_CONFIG = EXAMPLES / "service_config.json"
ARTICLES = 60
KILLS = 4


def command(language, name, *arguments):
    if language == "python":
        return ["/usr/bin/python3", str(EXAMPLES / "python" / f"{name}.py"), arguments[0], *arguments[1:]]
    return [str(BIN / f"example_{name}"), arguments[0], str(SERVICE_CONFIG), *arguments[1:]]


class Client:
    """An example as a process; a context manager."""

    def __init__(self, folder, language, name, *arguments):
        self._output = folder / f"{name}.out"
        self._errors = folder / f"{name}.err"
        with open(self._output, "ab") as output, open(self._errors, "ab") as errors:
            environment = {**os.environ, "PYTHONPATH": os.environ["TEARSHEET_STUBS"]}
            self.process = subprocess.Popen(command(language, name, *arguments), stdout=output, stderr=errors,
                                            stdin=subprocess.DEVNULL, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def lines(self):
        return [tuple(line.split()) for line in self._output.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def errors(self):
        return self._errors.read_text()


def write_articles(path):
    """One article per line in the Protobuf JSON form; returns their URIs."""
    made = list(articles.generate(ARTICLES, 11))
    with open(path, "w", encoding="utf-8") as file:
        for article in made:
            published = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(article["publish_time"]["seconds"]))
            fields = {"publishTime": published, **{key: article[key] for key in ("uri", "publisher", "title", "body")}}
            file.write(json.dumps(fields) + "\n")


def deals(pair):
    return {deal.name for deal in pair.ask("ListDeals", page_size=1000, wait_for_ready=True).deals}


def followed(lines):
    """The deals that there are after these lines."""
    present = set()
    for name, kind in lines:
        if kind == "removed":
            present.discard(name)
        else:
            present.add(name)
    return present


class ExamplesTest(unittest.TestCase):

    def feed_and_follow(self, language):
        with Pair() as pair:
            write_articles(pair.folder / "articles.jsonl")
            token = pair.folder / "token"
            watch = [pair.folder, language, "follow", pair.query.address, str(token)]
            with Client(*watch) as follow:
                wait_until(token.exists, "the first token")
                with Client(pair.folder, language, "feed", pair.ingest.address,
                            str(pair.folder / "articles.jsonl")) as feed:
                    for number in range(1, KILLS + 1):
                        wait_until(lambda: len(feed.lines()) >= number * ARTICLES // (KILLS + 1), "more articles")
                        for service in (pair.ingest, pair.query):
                            service.kill()
                            service.start()
                    self.assertEqual(feed.process.wait(timeout=PATIENCE), 0, feed.errors())
                    accepted = feed.lines()
                self.assertEqual(len({name for name, _, _ in accepted}), ARTICLES)
                last = max(int(sequence) for _, sequence, _ in accepted)
                self.assertEqual(last, ARTICLES, "an article that was sent again is in the log once")
                pair.ask("GetStateInfo", min_sequence=last, timeout=PATIENCE, wait_for_ready=True)
                wait_until(lambda: followed(follow.lines()) == deals(pair), "the deals to be followed")
                self.assertIsNone(follow.process.poll(), follow.errors())
            # The client was away; it goes on where it stood.
            before = len(follow.lines())
            pair.ingest_client.method("IngestArticle")(
                {"article": articles.article("https://ledger.example/late", "Halden Energy agreed to acquire Oakridge Biotech"
                                             " for $7 billion, the company said on Monday.", seconds=10**6)},
                wait_for_ready=True)
            pair.ask("GetStateInfo", min_sequence=last + 1, timeout=PATIENCE, wait_for_ready=True)
            with Client(*watch) as follow:
                wait_until(lambda: followed(follow.lines()) == deals(pair), "the change that was made meanwhile")
                self.assertNotIn("present", [kind for _, kind in follow.lines()[before:]], "it resumed, and read no list")

    def test_python_clients_lose_nothing(self):
        self.feed_and_follow("python")

    def test_cpp_clients_lose_nothing(self):
        self.feed_and_follow("cpp")

    def test_a_rebuilt_state_is_read_anew(self):
        for language in ("python", "cpp"):
            with self.subTest(language), Pair() as pair:
                sequence = pair.ingest_article(articles.article("https://ledger.example/1", "Intel agreed to acquire Oracle"
                                                                " for $7 billion, the company said.")).sequence
                pair.catch_up(sequence)
                with Client(pair.folder, language, "follow", pair.query.address, str(pair.folder / "token")) as follow:
                    wait_until(lambda: follow.lines(), "the first deals")
                    pair.query.kill()
                    for file in pair.folder.glob("state.db*"):
                        file.unlink()
                    pair.query.start()
                    first = follow.lines()
                    wait_until(lambda: len(follow.lines()) >= 2 * len(first), "the deals once more")


class ServiceConfigTest(unittest.TestCase):

    def test_a_call_that_finds_no_service_is_tried_again_within_itself(self):
        options = [("grpc.service_config", SERVICE_CONFIG.read_text()), ("grpc.enable_retries", 1)]
        port = free_port()
        with Pair(ingest_flags=[], query_flags=[f"--health_listen=127.0.0.1:{port}"]) as pair:
            with grpc.insecure_channel(pair.query.address, options) as channel:
                call = channel.unary_unary("/tearsheet.v1.QueryService/GetStateInfo")
                call(b"", timeout=60, wait_for_ready=True)
                pair.query.terminate()
                started = time.monotonic()
                with self.assertRaises(grpc.RpcError) as caught:
                    call(b"", timeout=60)
                self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
                # Three pauses, the shortest of which the policy bounds from below.
                self.assertGreater(time.monotonic() - started, 0.05)

    def test_every_method_that_it_names_exists(self):
        with Pair() as pair:
            known = {f"{service}/{method}" for client in (pair.ingest_client, pair.query_client)
                     for service, methods in client.methods.items() for method in methods}
        services = {name.partition("/")[0] for name in known}
        for entry in json.loads(SERVICE_CONFIG.read_text())["methodConfig"]:
            for name in entry["name"]:
                self.assertIn(name["service"], services)
                if "method" in name:
                    self.assertIn(f"{name['service']}/{name['method']}", known)


if __name__ == "__main__":
    unittest.main()
