"""What bad input gets, over the wire: a code, the field, the limit, and what to do."""
import unittest

import grpc

from support import articles
from support.processes import Pair
from support.reflection import error_details, status_details

MAX_BODY = 20_000
GOOD = articles.article("https://harbourwire.example/one", "Halden Energy agreed to acquire Lumen Foundry for $2 billion.")
CENTURY = 100 * 366 * 86_400

# What is wrong -> (article, bad field, word of the limit that the message names)
BAD_ARTICLES = {
    "an empty body": ({**GOOD, "body": ""}, "article.body", ""),
    "no URI": ({**GOOD, "uri": ""}, "article.uri", ""),
    "a URI that is none": ({**GOOD, "uri": "not a uri"}, "article.uri", ""),
    "no publication time": ({key: value for key, value in GOOD.items() if key != "publish_time"},
                            "article.publish_time", ""),
    "a body over the limit": ({**GOOD, "body": "x" * (MAX_BODY + 1)}, "article.body", str(MAX_BODY)),
    "a title over the limit": ({**GOOD, "title": "x" * 2049}, "article.title", "2048"),
    "a time 100 years ahead": ({**GOOD, "publish_time": {"seconds": articles.START + CENTURY}},
                               "article.publish_time", ""),
    "a time 100 years ago": ({**GOOD, "publish_time": {"seconds": articles.START - CENTURY}},
                             "article.publish_time", "1926"),
}


class BadInputTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair(ingest_flags=[f"--max_body_bytes={MAX_BODY}"]).__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)

    def refusal(self, call):
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertIn("ErrorInfo", error_details(caught.exception))
        return caught.exception

    def check_field(self, details, field, limit):
        violations = {violation.field: violation.description for violation in details["BadRequest"].field_violations}
        self.assertEqual(list(violations), [field])
        self.assertIn(limit, violations[field])

    def test_a_bad_article_is_refused_naming_field_and_limit(self):
        for what, (article, field, limit) in BAD_ARTICLES.items():
            with self.subTest(what):
                error = self.refusal(lambda: self.pair.ingest_article(article))
                self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
                self.check_field(error_details(error), field, limit)

    def test_a_dry_run_refuses_the_same(self):
        for what, (article, field, limit) in BAD_ARTICLES.items():
            with self.subTest(what):
                error = self.refusal(lambda: self.pair.ingest_client.call("ExtractArticle", article=article))
                self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
                self.check_field(error_details(error), field, limit)

    def test_a_bad_article_does_not_end_the_stream(self):
        method = self.pair.ingest_client.method("IngestArticles")
        bad = [article for article, _, _ in BAD_ARTICLES.values()]
        sent = [GOOD, *bad, {**GOOD, "uri": "https://harbourwire.example/last"}]
        answers = list(method(method.request(article=article) for article in sent))
        self.assertEqual([answer.index for answer in answers], list(range(len(sent))))
        self.assertEqual([answer.WhichOneof("result") for answer in answers],
                         ["accepted", *["error"] * len(bad), "accepted"])
        for answer, (_, field, limit) in zip(answers[1:-1], BAD_ARTICLES.values()):
            self.assertEqual(answer.error.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])
            self.check_field(status_details(answer.error), field, limit)

    def test_invalid_utf8_is_refused_naming_the_field(self):
        method = self.pair.ingest_client.method("IngestArticle")
        good = method.request(article={**GOOD, "body": "AAAA"}).SerializeToString()
        call = self.pair.ingest_client.channel.unary_unary("/tearsheet.v1.IngestService/IngestArticle")
        error = self.refusal(lambda: call(good.replace(b"AAAA", b"A\xff\xfeA"), timeout=60))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.check_field(error_details(error), "article.body", "UTF-8")

    def test_another_language_is_stored_without_events_and_with_a_warning(self):
        answer = self.pair.ingest_article({**GOOD, "uri": "https://harbourwire.example/fr", "language": "fr",
                                           "body": "Halden Energy rachète Lumen Foundry pour 2 milliards de dollars."})
        self.assertEqual(answer.event_count, 0)
        self.assertEqual(len(answer.warnings), 1)
        stored = self.pair.ask("GetArticle", name=answer.name, read_point={"min_sequence": answer.sequence})
        self.assertEqual(stored.article.language, "fr")

    def test_the_same_again_gets_its_first_answer(self):
        article = {**GOOD, "uri": "https://harbourwire.example/again"}
        first, again = self.pair.ingest_article(article), self.pair.ingest_article(article)
        self.assertFalse(first.duplicate)
        self.assertTrue(again.duplicate)
        self.assertEqual((again.name, again.sequence, again.event_count, again.ingest_time),
                         (first.name, first.sequence, first.event_count, first.ingest_time))

    def test_bad_questions_are_refused_with_details(self):
        other_token = self.page_token()
        for what, method, request, code, field in [
                ("a negative page size", "ListDeals", {"page_size": -1}, "INVALID_ARGUMENT", "page_size"),
                ("a negative page size", "ListEvents", {"page_size": -1}, "INVALID_ARGUMENT", "page_size"),
                ("a page token that is none", "ListDeals", {"page_token": "x"}, "INVALID_ARGUMENT", "page_token"),
                ("a page token of another request", "ListDeals", {"page_token": other_token, "types": ["STAKE"]},
                 "INVALID_ARGUMENT", "page_token"),
                ("a type that the ontology does not have", "ListDeals", {"types": ["NO_SUCH_TYPE"]},
                 "INVALID_ARGUMENT", "types"),
                ("a name of another form", "GetDeal", {"name": "x"}, "INVALID_ARGUMENT", "name"),
                ("a watch token that is none", "WatchDeals", {"token": "x"}, "INVALID_ARGUMENT", "token"),
                ("an unknown deal", "GetDeal", {"name": "deals/0000000000000000"}, "NOT_FOUND", None),
                ("an unknown article", "GetArticle", {"name": "articles/" + "0" * 32}, "NOT_FOUND", None),
                ("an unknown company", "GetCompany", {"company": "Nobody of that name"}, "NOT_FOUND", None)]:
            with self.subTest(what, method=method):
                call = self.pair.query_client.method(method)
                error = self.refusal(lambda: list(call(request)) if call.server_streaming else call(request))
                self.assertEqual(error.code().name, code)
                details = error_details(error)
                if field is None:
                    self.assertIn("ResourceInfo", details)
                else:
                    self.assertTrue(details["BadRequest"].field_violations[0].field.startswith(field))

    def page_token(self):
        for number in range(3):
            a, b = articles.COMPANIES[2 * number: 2 * number + 2]
            answer = self.pair.ingest_article(articles.article(
                f"https://ledger.example/{number}", f"{a} has agreed to acquire {b} for $3 billion."))
        listed = self.pair.ask("ListDeals", page_size=1, read_point={"min_sequence": answer.sequence})
        self.assertTrue(listed.next_page_token)
        return listed.next_page_token

    def test_an_unknown_article_cannot_be_retracted(self):
        error = self.refusal(lambda: self.pair.ingest_client.call("RetractArticle", name="articles/" + "0" * 32))
        self.assertEqual(error.code(), grpc.StatusCode.NOT_FOUND)

    def test_the_log_refuses_a_position_beyond_its_end(self):
        error = self.refusal(lambda: list(self.pair.ingest_client.call("ReadRecords", from_sequence=10_000)))
        self.assertEqual(error.code(), grpc.StatusCode.OUT_OF_RANGE)
        error = self.refusal(lambda: list(self.pair.ingest_client.call("ReadRecords", from_sequence=0)))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)


if __name__ == "__main__":
    unittest.main()
