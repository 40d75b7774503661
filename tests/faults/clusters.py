"""Faults of what the services stand on in a cluster: the broker of the log, and PostgreSQL."""
import contextlib
import random
import time

from outcome import Outcome
from proxy import Proxy
from rig import Rig, stories
from stops import produce
from support.nats import NatsCluster
from support.postgres import Postgres
from support.processes import scratch_folder

STREAM = "news"
# Seconds that a lost server stays away.
AWAY = (1.0, 6.0)


class PartitionedCluster(NatsCluster):
    """Three servers that reach each other through proxies, one for each direction of each pair."""

    def __init__(self, folder, stack):
        self._stack = stack
        self._between = {}
        super().__init__(folder, 3)

    def routes(self, number, addresses):
        for other, address in enumerate(addresses):
            if other != number:
                self._between[number, other] = self._stack.enter_context(Proxy(address))
        return [addresses[other] if other == number else self._between[number, other].address
                for other in range(len(addresses))]

    def isolate(self, server, on):
        """Whether the other servers can reach this one, and it them."""
        number = self.servers.index(server)
        for pair, proxy in self._between.items():
            if number in pair:
                proxy.partition(on)


def on_broker(name, quick, seed, cluster, disturb):
    """Three JetStream servers; `disturb(cluster, seconds)` puts their leader out of the way for a while."""
    outcome = Outcome(name)
    rng = random.Random(seed)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(scratch_folder())
        servers = stack.enter_context(cluster(folder / "nats", stack))
        rig = stack.enter_context(Rig(ingest_flags=["--nats_replicas=3"], log=servers.url(STREAM)))
        rig.ingest.start()
        rig.query.start()
        produce(outcome, rig, list(stories(300 if quick else 1200, seed=seed)),
                lambda _: disturb(servers, rng.uniform(*AWAY)), 1 if quick else 4)
    return outcome


def kill_broker(quick):
    """kill -9 of the server that leads the stream; it comes back with its files."""

    def disturb(servers, seconds):
        leader = servers.leader(STREAM)
        leader.kill()
        time.sleep(seconds)
        leader.start()
        servers.leader(STREAM)

    return on_broker("kill -9 of the stream's leader", quick, 31, lambda folder, _: NatsCluster(folder, 3), disturb)


def partition_broker(quick):
    """The server that leads the stream and the others do not reach each other, while clients reach all."""

    def disturb(servers, seconds):
        leader = servers.leader(STREAM)
        servers.isolate(leader, True)
        time.sleep(seconds)
        servers.isolate(leader, False)

    return on_broker("partition of the stream's leader", quick, 32, PartitionedCluster, disturb)


def crash_postgres(quick):
    """PostgreSQL ends without writing anything out, and starts again."""
    outcome = Outcome("crash of PostgreSQL")
    with Postgres() as postgres, Rig(store=postgres.url) as rig:
        rig.ingest.start()
        rig.query.start()

        def disturb(_):
            postgres.crash()
            postgres.start()

        produce(outcome, rig, list(stories(300 if quick else 1200, seed=33)), disturb, 1 if quick else 6, postgres.url)
    return outcome


def promote_standby(quick):
    """PostgreSQL is lost for good in the middle of the work, and a standby, which may lack the last commits, is promoted."""
    outcome = Outcome("promotion of a standby of PostgreSQL")
    for seed in range(34, 35 if quick else 37):
        with Postgres() as primary, contextlib.ExitStack() as stack:
            standby = primary.standby()
            stack.callback(standby.__exit__)
            standby.start()
            url = f"postgresql:///postgres?user=tearsheet&host={primary.folder},{standby.folder}&target_session_attrs=read-write"
            with Rig(store=url) as rig:
                rig.ingest.start()
                rig.query.start()

                def disturb(_, primary=primary, standby=standby):
                    primary.crash()
                    standby.promote()

                produce(outcome, rig, list(stories(300 if quick else 1200, seed=seed)), disturb, 1, url)
    return outcome
