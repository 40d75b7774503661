"""The trace of the call that brought an article goes with its record and with the change that it makes, and has a span for
each station."""
import json
import unittest

from support import articles
from support.processes import Pair, run_program, scratch_folder

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


class SpanTest(unittest.TestCase):

    def read(self, *files):
        """Name -> span."""
        return {span["name"]: span for file in files for line in file.read_text().splitlines()
                for resource in json.loads(line)["resourceSpans"] for span in resource["scopeSpans"][0]["spans"]}

    def spans(self, *files):
        """Name -> span; all are of the trace of TRACE."""
        found = self.read(*files)
        for span in found.values():
            self.assertEqual(span["traceId"], TRACE.split("-")[1])
        return found

    def story(self, method, traceparent):
        """Sends one article and sees its change, both services writing traces; returns its spans and the change."""
        with scratch_folder() as folder:
            files = [folder / "ingest.spans", folder / "query.spans"]
            with Pair([f"--trace_file={files[0]}"], [f"--trace_file={files[1]}"]) as pair:
                steps = pair.ask("WatchDeals", token=pair.ask("ListDeals").watch_token, timeout=60)
                # Once the watch has begun its change comes from memory, as it does for watchers that keep up.
                next(steps)
                call = pair.ingest_client.method(method)
                call.metadata = [("traceparent", traceparent)]
                request = call.request(article=STORY)
                if method == "IngestArticles":
                    [_] = call(iter([request]))
                else:
                    call(request)
                change = next(step.change for step in steps if step.HasField("change"))
                steps.cancel()
                # What is recorded is written before a service ends.
                self.assertEqual(pair.query.terminate(), 0)
                self.assertEqual(pair.ingest.terminate(), 0)
            return self.spans(*files), change

    def check_way(self, method):
        spans, change = self.story(method, TRACE)
        way = [f"IngestService/{method}", "append", "apply", "publish", "send"]
        self.assertEqual(set(spans), {*way, "extract"})
        self.assertEqual(spans[way[0]]["parentSpanId"], TRACE.split("-")[2])
        self.assertEqual(spans["extract"]["parentSpanId"], spans[way[0]]["spanId"])
        for parent, child in zip(way, way[1:]):
            self.assertEqual(spans[child]["parentSpanId"], spans[parent]["spanId"])
        self.assertEqual(change.traceparent.split("-")[2], spans["publish"]["spanId"])
        self.assertFalse([span for span in spans.values() if "status" in span])

    def test_one_trace_shows_the_way_of_an_article(self):
        self.check_way("IngestArticle")

    def test_one_trace_shows_the_way_of_an_article_in_a_stream(self):
        self.check_way("IngestArticles")

    def test_one_trace_leads_from_the_command_line_to_the_watcher(self):
        with scratch_folder() as folder:
            story, file = folder / "story.txt", folder / "spans"
            story.write_text(f"URI: {STORY['uri']}\nPublished: 2025-11-03T14:20:00Z\n\n{STORY['body']}\n")
            flag = f"--trace-file={file}"
            with Pair([flag.replace("-file", "_file")], [flag.replace("-file", "_file")]) as pair:
                token = pair.ask("ListDeals").watch_token
                # Changes stay in memory, with their traces, while somebody watches.
                steps = pair.ask("WatchDeals", token=token, timeout=60)
                next(steps)
                run = run_program("tearsheet", "ingest", f"--ingest={pair.ingest.address}", flag, str(story))
                self.assertEqual(run.returncode, 0, run.stderr)
                run = run_program("tearsheet", "watch", f"--query={pair.query.address}", f"--from={token}", "--count=1", flag)
                self.assertEqual(run.returncode, 0, run.stderr)
                steps.cancel()
                self.assertEqual(pair.query.terminate(), 0)
                self.assertEqual(pair.ingest.terminate(), 0)
            spans = self.read(file)
        self.assertEqual(len({span["traceId"] for span in spans.values()}), 1)
        way = ["tearsheet ingest", "IngestService/IngestArticles", "append", "apply", "publish", "tearsheet watch"]
        self.assertNotIn("parentSpanId", spans[way[0]])
        for parent, child in zip(way, way[1:]):
            self.assertEqual(spans[child]["parentSpanId"], spans[parent]["spanId"])

    def test_a_trace_that_is_not_sampled_has_no_spans_and_goes_on(self):
        not_sampled = TRACE[:-1] + "0"
        spans, change = self.story("IngestArticle", not_sampled)
        self.assertEqual(spans, {})
        self.assertEqual(change.traceparent, not_sampled)


if __name__ == "__main__":
    unittest.main()
