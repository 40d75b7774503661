"""Strangers can use the services: Python and buf call every RPC with nothing but what reflection tells them."""
import datetime
import glob
import json
import pathlib
import subprocess
import unittest

import grpc
from google.protobuf import json_format

from support import articles
from support.processes import PATIENCE, Pair
from support.reflection import error_details

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUF = next(iter(glob.glob(str(ROOT / "node_modules/@bufbuild/buf-*/bin/buf"))), None)

STORY = articles.article(
    "https://harbourwire.example/foundry",
    "Halden Energy has agreed to acquire Lumen Foundry for $3.2 billion, the companies said on Monday. Halden Energy "
    "trains its models on Nvidia's Blackwell chips.\n")
SECOND_STORY = articles.article(
    "https://ledger.example/foundry",
    "Halden Energy completed its $3.2 billion acquisition of Lumen Foundry, Reuters reported on Friday.\n",
    publisher=articles.PUBLISHERS[1], seconds=864_000)


def requests(article_name, retracted_name, deal_name, token):
    """One request for each RPC, as Protobuf JSON."""
    return {
        "tearsheet.v1.IngestService": {
            "IngestArticle": {"article": as_json(SECOND_STORY)},
            "IngestArticles": {"article": as_json(SECOND_STORY)},
            "ExtractArticle": {"article": as_json(STORY), "include_mentions": True},
            "RetractArticle": {"name": retracted_name, "reason": "a test"},
            "ReprocessArticles": {"dry_run": True},
            "GetOntology": {},
        },
        "tearsheet.log.v1.EventLogService": {
            "ReadRecords": {"from_sequence": 1, "stop_at_end": True},
        },
        "tearsheet.v1.QueryService": {
            "GetDeal": {"name": deal_name},
            "ExplainDeal": {"name": deal_name},
            "ListDeals": {"page_size": 10},
            "GetCompany": {"company": "Halden Energy"},
            "ListCompanies": {"prefix": "halden"},
            "GetProduct": {"product": "Blackwell"},
            "GetTimeline": {"company": "Halden Energy"},
            "ListConflicts": {"page_size": 10},
            "GetNeighborhood": {"company": "Halden Energy"},
            "FindPaths": {"from": "Halden Energy", "to": "Lumen Foundry"},
            "FindCircularFlows": {"max_length": 3},
            "ListArticles": {"company": "Halden Energy"},
            "Search": {"query": "halden"},
            "ListEvents": {"deal": deal_name},
            "GetArticle": {"name": article_name},
            "WatchDeals": {"token": token},
            "GetStateInfo": {"min_sequence": 1},
        },
    }


def as_json(article):
    """An article of support.articles in the Protobuf JSON form."""
    time = datetime.datetime.fromtimestamp(article["publish_time"]["seconds"], datetime.timezone.utc)
    return {**article, "publish_time": time.strftime("%Y-%m-%dT%H:%M:%SZ")}


class ReflectionTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair().__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        token = cls.pair.ask("ListDeals").watch_token
        answer = cls.pair.ingest_article(STORY)
        retracted = cls.pair.ingest_article({**STORY, "uri": "https://harbourwire.example/withdrawn"})
        deal = cls.pair.ask("ListDeals", read_point={"min_sequence": answer.sequence}).deals[0]
        cls.requests = requests(answer.name, retracted.name, deal.name, token)

    def described(self):
        return {**self.pair.ingest_client.methods, **self.pair.query_client.methods}

    def test_knows_a_request_for_every_rpc_that_reflection_lists(self):
        listed = {service: set(methods) for service, methods in self.described().items()}
        self.assertEqual(listed, {service: set(methods) for service, methods in self.requests.items()})

    def test_python_calls_every_rpc(self):
        for service, methods in self.described().items():
            for name, method in methods.items():
                with self.subTest(rpc=f"{service}/{name}"):
                    request = json_format.ParseDict(self.requests[service][name], method.request())
                    answer = method(iter([request]) if method.client_streaming else request)
                    if method.server_streaming:
                        first = next(answer)
                        answer.cancel()
                        answer = first
                    self.assertIsInstance(answer, method.response)

    @unittest.skipIf(BUF is None, "buf is not installed: scripts/setup test")
    def test_buf_calls_every_rpc(self):
        for program in (self.pair.ingest, self.pair.query):
            for service, methods in (self.pair.ingest_client if program is self.pair.ingest
                                     else self.pair.query_client).methods.items():
                for name in methods:
                    with self.subTest(rpc=f"{service}/{name}"):
                        self.assertIsInstance(self.buf_curl(program, service, name), dict)

    def buf_curl(self, program, service, name):
        """The first answer to the request of this RPC. Streams may go on: what follows is not waited for."""
        command = [BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d",
                   json.dumps(self.requests[service][name]), f"http://{program.address}/{service}/{name}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            self.addCleanup(process.kill)
            text = ""
            for line in process.stdout:
                text += line
                if line.startswith("}") or line.strip() == "{}":
                    process.kill()
                    return json.loads(text)
            process.wait(PATIENCE)
            return self.fail(f"buf curl ended with {process.returncode}: {text}")

    def test_details_of_a_bad_request_decode(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.pair.ingest_article({**STORY, "body": ""})
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        details = error_details(caught.exception)
        self.assertEqual(details["ErrorInfo"].domain, "tearsheet")
        self.assertEqual([violation.field for violation in details["BadRequest"].field_violations], ["article.body"])

    def test_details_of_an_unknown_deal_decode(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.pair.ask("GetDeal", name="deals/0000000000000000")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)
        details = error_details(caught.exception)
        self.assertTrue(details["ErrorInfo"].reason)
        self.assertEqual(details["ResourceInfo"].resource_name, "deals/0000000000000000")

    def test_health_answers_for_the_server_and_for_each_service(self):
        self.assertEqual(self.pair.ingest_client.health(), "SERVING")
        self.assertEqual(self.pair.ingest_client.health("tearsheet.v1.IngestService"), "SERVING")
        self.assertEqual(self.pair.query_client.health(), "SERVING")
        ready = self.pair.query_client.watch_health("tearsheet.v1.QueryService")
        self.assertIn("SERVING", ready)


if __name__ == "__main__":
    unittest.main()
