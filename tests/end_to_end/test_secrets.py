"""Markers that are sent through every way in are found in no log and, but for the caller's own names, in no error."""
import unittest

import grpc

from support import articles
from support.processes import ingest_program, query_program, scratch_folder
from support.reflection import Client

MARK = "Zanzibarite"
TOKEN = f"good-{MARK}-token"
BODY = f"{MARK} Holdings has agreed to acquire Lumen Foundry for $3 billion, {MARK} said. " * 3


class SecretsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())
        tokens, policy = self.folder / "tokens", self.folder / "policy"
        tokens.write_text(f"desk plain:{TOKEN}\n")
        policy.write_text('rules { callers: "token:desk" methods: "*" }\n')
        self.flags = [f"--token_file={tokens}", f"--policy={policy}"]
        self.own_token = self.folder / "own"
        self.own_token.write_text(TOKEN)

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def errors(self, method, *requests):
        """What the service says to each of the requests that it refuses."""
        said = []
        for request in requests:
            try:
                answer = method(iter([method.request(**request)]) if method.client_streaming else request)
                if method.server_streaming:
                    said += [str(item.error) for item in answer if "error" in item.DESCRIPTOR.fields_by_name]
            except grpc.RpcError as error:
                said += [error.details() or "", str(error.trailing_metadata())]
        return said

    def test_no_article_text_token_or_sql_is_told(self):
        ingest = self.start(ingest_program(self.folder, *self.flags))
        query = self.start(query_program(self.folder, ingest.address, f"--log_token_file={self.own_token}", *self.flags))
        producer = self.enterContext(Client(ingest.address, token=TOKEN))
        reader = self.enterContext(Client(query.address, token=TOKEN))
        good = articles.article("https://a.example/1", BODY, title=f"{MARK} buys")
        sequence = producer.call("IngestArticle", article=good).sequence
        reader.call("GetStateInfo", min_sequence=sequence)
        bad = [{"article": {**good, **change}} for change in
               ({"uri": ""}, {"publish_time": {"seconds": 1}}, {"body": BODY + "\x00"}, {"title": MARK * 1000},
                {"body": MARK * 200_000}, {"body": ""})]
        said = []
        for name in ("IngestArticle", "IngestArticles", "ExtractArticle"):
            said += self.errors(producer.method(name), *bad)
        self.assertTrue(said)
        for name, *requests in (
                ("Search", {"query": '"'}, {"query": "' OR 1=1 --"}, {"query": "AND", "page_token": "x"}),
                ("ListDeals", {"page_token": "'; DROP TABLE deals"}, {"company": "';--"}),
                ("GetDeal", {"name": "deals/' OR ''='"}), ("WatchDeals", {"token": "x"})):
            said += self.errors(reader.method(name), *requests)
        for token in (f"wrong-{MARK}-token", f"a.{MARK}.c"):
            for client in (producer, reader):
                method = client.method("GetOntology" if client is producer else "ListDeals")
                method.metadata = [("authorization", f"Bearer {token}")]
                said += self.errors(method, {})
        self.assertEqual([program.terminate() for program in (query, ingest)], [0, 0])
        for text in (ingest.log(), query.log(), "\n".join(said)):
            self.assertNotIn(MARK, text)
            for word in ("SELECT ", "INSERT ", "MATCH ?", "sqlite"):
                self.assertNotIn(word, text.replace("sqlite:", ""))


if __name__ == "__main__":
    unittest.main()
