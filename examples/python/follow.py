"""Follows all deals for ever and misses no change: follow.py HOST:PORT TOKEN_FILE.

Prints "NAME present", "NAME created", "NAME updated" or "NAME removed". The file keeps the place to go on from, so that
this program may be stopped and started, and the service too. A change whose place was not yet kept comes again: do with
it what can be done twice.
"""
import os
import pathlib
import sys
import time

import grpc
from tearsheet.v1 import query_service_pb2, query_service_pb2_grpc

from connection import PASSING, connect, pauses

KINDS = {query_service_pb2.DEAL_CHANGE_KIND_CREATED: "created", query_service_pb2.DEAL_CHANGE_KIND_UPDATED: "updated",
         query_service_pb2.DEAL_CHANGE_KIND_REMOVED: "removed"}


class TokenFile:
    """The place in the changes, kept over restarts."""

    def __init__(self, path):
        self._path = pathlib.Path(path)
        self.token = self._path.read_text(encoding="ascii") if self._path.exists() else ""

    def keep(self, token):
        """Written whole and renamed into place: a crash leaves the old one or the new one."""
        draft = self._path.with_suffix(".new")
        draft.write_text(token, encoding="ascii")
        os.replace(draft, self._path)
        self.token = token


def read_all(service, place):
    """Every deal there is. What changes during the walk comes afterwards: the token is that of the first page."""
    request, token = query_service_pb2.ListDealsRequest(page_size=1000), ""
    while True:
        page = service.ListDeals(request)
        token = token or page.watch_token
        for deal in page.deals:
            print(deal.name, "present", flush=True)
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    place.keep(token)


def follow(service, place):
    """Prints changes until the stream breaks; yields at every step."""
    if not place.token:
        read_all(service, place)
    # No deadline: a watch has no end. A sign of life without a change comes every few seconds; it moves the token too.
    for step in service.WatchDeals(query_service_pb2.WatchDealsRequest(token=place.token)):
        if step.HasField("change"):
            print(step.change.deal.name, KINDS[step.change.kind], flush=True)
        place.keep(step.token)
        yield


def main():
    target, path = sys.argv[1:]
    place = TokenFile(path)
    with connect(target) as channel:
        service = query_service_pb2_grpc.QueryServiceStub(channel)
        waits = pauses()
        while True:
            try:
                for _ in follow(service, place):
                    waits = pauses()
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.OUT_OF_RANGE:
                    place.keep("")  # Away for longer than changes are kept, or the state was rebuilt: read all again.
                elif error.code() not in PASSING:
                    raise
            time.sleep(next(waits))


if __name__ == "__main__":
    main()
