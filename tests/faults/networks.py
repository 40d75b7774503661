"""A slow network with broken connections between producers and ingest service, and between the services."""
import random
import time

from outcome import Outcome
from proxy import Proxy
from rig import Rig, stories
from stops import produce
from support.reflection import Client
from support.processes import query_program


def slow_network(quick):
    """Every chunk is 1 to 20 ms late, bandwidth is 1 MB/s, and connections are cut."""
    return through_proxies("slow network, connections cut", quick, seed=21, delay=(0.001, 0.02), rate=1_000_000,
                           disturb=lambda near, far: (near.cut(), far.cut()))


def partition(quick):
    """Bytes go nowhere for a while though connections stay open."""

    def disturb(near, far):
        for proxy in (near, far):
            proxy.partition(True)
        time.sleep(random.uniform(0.5, 1.0 if quick else 4.0))
        for proxy in (near, far):
            proxy.partition(False)

    return through_proxies("partition of producers and of the services", quick, seed=22, disturb=disturb)


def through_proxies(name, quick, seed, disturb, delay=(0.0, 0.0), rate=None):
    outcome = Outcome(name)
    with Rig() as rig:
        rig.ingest.start()
        with Proxy(rig.ingest.address, delay, rate, seed) as near, Proxy(rig.ingest.address, delay, rate, seed) as far:
            rig.query = query_program(rig.folder, far.address)
            rig.query.start()
            rig.ingest.client = lambda address=near.address: Client(address).wait_connected()
            try:
                produce(outcome, rig, list(stories(200 if quick else 1200, seed=seed, padding=2_000)),
                        lambda number: disturb(near, far), 2 if quick else 10)
            finally:
                rig.query.stop()
    return outcome
