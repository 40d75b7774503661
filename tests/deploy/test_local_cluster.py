"""The cluster that scripts/cluster starts answers, and loses nothing when a server of each kind is killed."""
import contextlib
import io
import unittest

from manifests import SOURCE
from support import nats
from support.local_cluster import STREAM, LocalCluster, ingest_and_ask, print_addresses
from support.processes import scratch_folder

WITHOUT_NATS = None if nats.program() else "nats-server is not installed: run scripts/setup test"


@unittest.skipIf(WITHOUT_NATS, WITHOUT_NATS)
class ClusterTest(unittest.TestCase):

    def test_it_takes_articles_and_every_replica_gives_the_same_answer(self):
        said = io.StringIO()
        with scratch_folder() as folder, LocalCluster(folder) as cluster, contextlib.redirect_stdout(said):
            ingest_and_ask(cluster, SOURCE / "samples")
            print_addresses(cluster)
            # One of each kind goes, and the others carry on.
            cluster.nats.leader(STREAM).kill()
            cluster.ingest[0].kill()
            cluster.query[0].kill()
            again = cluster.command_line("ingest", str(SOURCE / "samples"), ingest=1)
            self.assertIn("17 already in", again)
            self.assertIn("Lumora AI", cluster.command_line("deals", "--company=Lumora AI", query=1))
        self.assertIn("17 new", said.getvalue())
        self.assertIn(cluster.query[0].address, said.getvalue())


if __name__ == "__main__":
    unittest.main()
