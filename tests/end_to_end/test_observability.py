"""What operators see: metrics, and logs that tell of every call but never what an article says."""
import re
import unittest
import urllib.request

import grpc

from support import articles
from support.processes import Pair, free_port

SECRET = "Xanthippe"
STORY = articles.article("https://harbourwire.example/one",
                         f"Halden Energy agreed to acquire {SECRET} Foundry for $2 billion, the companies said.",
                         title=f"{SECRET} Foundry is bought")
INGEST_METRICS = {"tearsheet_rpc_calls_total", "tearsheet_rpc_seconds", "tearsheet_articles_total",
                  "tearsheet_events_total", "tearsheet_log_last_sequence"}
QUERY_METRICS = {"tearsheet_rpc_calls_total", "tearsheet_rpc_seconds", "tearsheet_query_applied_sequence",
                 "tearsheet_query_log_last_sequence", "tearsheet_query_lag_records", "tearsheet_query_articles",
                 "tearsheet_query_deals"}


def scrape(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return answer.read().decode()


def names(page):
    return set(re.findall(r"^# TYPE (\S+)", page, re.M))


def value(page, series):
    """The value of a series written as in the page, for example 'x_total{outcome="accepted"}'."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", page, re.M)
    return float(found.group(1)) if found else None


class ObservabilityTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.ingest_port, cls.query_port = free_port(), free_port()
        cls.pair = Pair(ingest_flags=[f"--metrics_listen=127.0.0.1:{cls.ingest_port}"],
                        query_flags=[f"--metrics_listen=127.0.0.1:{cls.query_port}"]).__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        answer = cls.pair.ingest_article(STORY)
        cls.pair.ingest_article(STORY)
        try:
            cls.pair.ingest_article({**STORY, "uri": ""})
        except grpc.RpcError:
            pass
        method = cls.pair.ingest_client.method("IngestArticles")
        list(method(method.request(article={**STORY, "uri": f"https://ledger.example/{n}"}) for n in range(3)))
        cls.pair.catch_up(4)
        cls.pair.ask("GetCompany", company=f"{SECRET} Foundry")
        cls.pair.ask("GetArticle", name=answer.name)

    def test_the_ingest_service_shows_its_metrics(self):
        page = scrape(self.ingest_port)
        self.assertLessEqual(INGEST_METRICS, names(page))
        self.assertEqual(value(page, 'tearsheet_articles_total{outcome="accepted"}'), 4)
        self.assertEqual(value(page, 'tearsheet_articles_total{outcome="duplicate"}'), 1)
        self.assertEqual(value(page, 'tearsheet_articles_total{outcome="refused"}'), 1)
        self.assertEqual(value(page, "tearsheet_log_last_sequence"), 4)
        self.assertGreaterEqual(value(page, "tearsheet_events_total"), 1)

    def test_the_query_service_shows_its_metrics(self):
        page = scrape(self.query_port)
        self.assertLessEqual(QUERY_METRICS, names(page))
        self.assertEqual(value(page, "tearsheet_query_applied_sequence"), 4)
        self.assertEqual(value(page, "tearsheet_query_lag_records"), 0)

    def test_every_log_line_is_json_with_time_severity_and_message(self):
        for program in (self.pair.ingest, self.pair.query):
            lines = program.log_lines()
            self.assertTrue(lines)
            for line in lines:
                self.assertLessEqual({"time", "severity", "message"}, set(line))

    def test_every_call_leaves_one_line(self):
        calls = [line for line in self.pair.ingest.log_lines() if line["message"] == "call"]
        ingests = [line["code"] for line in calls if line["method"] == "IngestService/IngestArticle"]
        self.assertEqual(ingests, ["OK", "OK", "INVALID_ARGUMENT"])

    def test_logs_and_metrics_hold_no_article_text(self):
        for text in (self.pair.ingest.log(), self.pair.query.log(), scrape(self.ingest_port), scrape(self.query_port)):
            self.assertNotIn(SECRET, text)


if __name__ == "__main__":
    unittest.main()
