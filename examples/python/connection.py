"""What both examples share: a channel that balances and retries, and how long to wait between tries."""
import pathlib
import random

import grpc

SERVICE_CONFIG = (pathlib.Path(__file__).resolve().parent.parent / "service_config.json").read_text()

# What may be tried again: the service is away, going away, too slow for once, or asks for patience.
PASSING = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED,
           grpc.StatusCode.CANCELLED}


def connect(target, credentials=None):
    """A channel to "HOST:PORT", or to every replica behind "dns:///NAME:PORT". `credentials` as grpc.ssl_channel_credentials
    makes them; without, the connection is not encrypted."""
    options = [
        ("grpc.service_config", SERVICE_CONFIG),  # Retries within a call, and round robin over the replicas.
        ("grpc.keepalive_time_ms", 30_000),       # A peer that has silently gone is noticed, also by a silent watch.
        ("grpc.max_reconnect_backoff_ms", 5_000),
    ]
    if credentials is None:
        return grpc.insecure_channel(target, options)
    return grpc.secure_channel(target, credentials, options)


def pauses():
    """Seconds to wait before the next try, longer and longer; random, so that not all callers come back at once."""
    limit = 0.1
    while True:
        yield random.uniform(limit / 2, limit)
        limit = min(limit * 2, 5)
