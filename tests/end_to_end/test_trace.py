"""The trace of the call that brought an article goes with its record and with the change that it makes."""
import unittest

from support import articles
from support.processes import Pair

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
STORY = articles.article("https://harbourwire.example/one", "Halden Energy agreed to acquire Lumen Foundry for $2 billion.")


class TraceTest(unittest.TestCase):

    def ingest(self, pair, traceparent):
        """Through a stream, whose articles all belong to one trace; returns what the log and the watcher got."""
        steps = pair.ask("WatchDeals", token=pair.ask("ListDeals").watch_token, timeout=60)
        call = pair.ingest_client.method("IngestArticles")
        call.metadata = [("traceparent", traceparent)]
        [answer] = call(iter([call.request(article=STORY)]))
        change = next(step.change for step in steps if step.HasField("change"))
        steps.cancel()
        [entry] = [entry for batch in pair.ingest_client.call("ReadRecords", from_sequence=1, stop_at_end=True)
                   for entry in batch.records]
        self.assertEqual(entry.sequence, answer.accepted.sequence)
        self.assertEqual(change.sequence, answer.accepted.sequence)
        return entry.record.traceparent, change.traceparent

    def test_record_and_change_carry_the_trace_of_the_call(self):
        with Pair() as pair:
            self.assertEqual(self.ingest(pair, TRACE), (TRACE, TRACE))

    def test_what_is_no_trace_is_dropped_and_the_article_taken(self):
        with Pair() as pair:
            self.assertEqual(self.ingest(pair, "tell me of it"), ("", ""))


if __name__ == "__main__":
    unittest.main()
