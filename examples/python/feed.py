"""Feeds articles, each until it is durable: feed.py HOST:PORT FILE, with one article per line in the Protobuf JSON form.

Prints "NAME SEQUENCE new" or "NAME SEQUENCE again" for each.
"""
import sys
import time

import grpc
from google.protobuf import json_format
from tearsheet.v1 import article_pb2, ingest_service_pb2, ingest_service_pb2_grpc

from connection import PASSING, connect, pauses

TRY_SECONDS = 10  # One try.
PATIENCE_SECONDS = 300  # All tries of one article.


def ingest(service, article):
    """Returns the answer once the article is durable, whatever happens to the service meanwhile.

    Sending an article again is safe: its id is made of its URI and text, and the service answers the second time as it
    did the first. So a try without an answer is simply repeated. Raises the last error after PATIENCE_SECONDS, and at
    once what no repetition mends (INVALID_ARGUMENT).
    """
    request = ingest_service_pb2.IngestArticleRequest(article=article)
    end = time.monotonic() + PATIENCE_SECONDS
    for pause in pauses():
        try:
            return service.IngestArticle(request, timeout=TRY_SECONDS)
        except grpc.RpcError as error:
            if error.code() not in PASSING or time.monotonic() + pause > end:
                raise
            time.sleep(pause)


def main():
    target, path = sys.argv[1:]
    with connect(target) as channel, open(path, encoding="utf-8") as lines:
        service = ingest_service_pb2_grpc.IngestServiceStub(channel)
        for line in lines:
            answer = ingest(service, json_format.Parse(line, article_pb2.Article()))
            print(answer.name, answer.sequence, "again" if answer.duplicate else "new", flush=True)


if __name__ == "__main__":
    main()
