"""Producers that lose nothing: they send again what was not acknowledged, until all of it is."""
import threading

import grpc

from support.processes import PATIENCE

# What a caller simply tries again: the service is down, going down, or asks for patience.
RETRIED = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.CANCELLED}
RETRIED_VALUES = {code.value[0] for code in RETRIED}


class Acknowledgements:
    """What the service has promised, and how far producers may go. Thread-safe."""

    def __init__(self):
        self._changed = threading.Condition()
        self._allowed = 0
        self._permitted = set()
        self.sequences = {}  # Name of an article -> its acknowledged sequence.
        self.contradictions = []  # (name, sequence of the first answer, sequence of another)

    def record(self, name, sequence):
        with self._changed:
            first = self.sequences.setdefault(name, sequence)
            if first != sequence:
                self.contradictions.append((name, first, sequence))
            self._changed.notify_all()

    def wait_for(self, count, patience=PATIENCE):
        """Waits until `count` articles are acknowledged."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.sequences) >= count, timeout=patience):
                raise AssertionError(f"{len(self.sequences)} of {count} articles acknowledged, and no more come")

    def allow(self, count):
        """Lets producers send until `count` articles have been sent."""
        with self._changed:
            self._allowed = count
            self._changed.notify_all()

    def take_permit(self, article):
        """Waits until this article may be sent; one that was sent before may be sent again."""
        with self._changed:
            self._changed.wait_for(lambda: article in self._permitted or len(self._permitted) < self._allowed)
            self._permitted.add(article)
            self._changed.notify_all()


class Producer(threading.Thread):
    """Sends its articles through IngestArticles; sends again those without an answer when the stream breaks."""

    def __init__(self, client, articles, acknowledgements):
        super().__init__(daemon=True)
        self._call = client.method("IngestArticles")
        self._pending = dict(enumerate(articles))
        self._acknowledgements = acknowledgements
        self.broken_streams = 0
        self.refusals = []

    def run(self):
        while self._pending:
            try:
                self._stream_once()
            except grpc.RpcError as error:
                self.broken_streams += 1
                if error.code() not in RETRIED:
                    self.refusals.append(error)
                    return

    def _stream_once(self):
        """Ends at the first article to be sent again: the next stream sends it, and does not wait for permits."""
        order = list(self._pending)
        answers = self._call(self._requests(order), timeout=None, wait_for_ready=True)
        for answer in answers:
            number = order[answer.index]
            if answer.WhichOneof("result") == "accepted":
                self._acknowledgements.record(answer.accepted.name, answer.accepted.sequence)
                del self._pending[number]
            elif answer.error.code not in RETRIED_VALUES:
                self.refusals.append(answer.error)
                del self._pending[number]
            else:
                answers.cancel()
                return

    def _requests(self, order):
        for number in order:
            self._acknowledgements.take_permit((self, number))
            yield self._call.request(article=self._pending[number])


def retry(call):
    """The result of `call()`, tried again for as long as the service is away."""
    while True:
        try:
            return call()
        except grpc.RpcError as error:
            if error.code() not in RETRIED:
                raise
