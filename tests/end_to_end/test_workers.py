"""What is read from an article does not depend on how many articles are read at the same time."""
import unittest

from support import articles
from support.processes import ingest_program, scratch_folder

ARTICLES = 400


class WorkersTest(unittest.TestCase):

    def extractions(self, workers):
        """Article name -> bytes of what was extracted, by so many threads."""
        with scratch_folder() as folder:
            program = ingest_program(folder, f"--workers={workers}")
            self.addCleanup(program.stop)
            with program.start().client() as client:
                call = client.method("IngestArticles")
                requests = (call.request(article=article) for article in articles.generate(ARTICLES, seed=17))
                self.assertEqual(sum(answer.HasField("accepted") for answer in call(requests)), ARTICLES)
                records = [entry.record.article for answer in client.call("ReadRecords", from_sequence=1, stop_at_end=True)
                           for entry in answer.records]
            program.stop()
        return {record.article.name: record.extraction.SerializeToString(deterministic=True) for record in records}

    def test_extraction_gives_the_same_bytes_with_any_number_of_threads(self):
        alone = self.extractions(workers=1)
        self.assertEqual(len(alone), ARTICLES)
        for workers in (2, 8):
            self.assertEqual(self.extractions(workers), alone, f"with {workers} threads")


if __name__ == "__main__":
    unittest.main()
