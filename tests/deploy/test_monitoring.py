"""Dashboard, alerts and documents name only metrics that the services have, and every alert has its page in the runbook."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

import yaml

from manifests import KUSTOMIZE, SOURCE
from support import articles
from support.nats import NatsCluster
from support.processes import Pair, free_port, ingest_program, scratch_folder

MONITORING = KUSTOMIZE / "components" / "monitoring"
DASHBOARD = MONITORING / "dashboard.json"
ALERTS = MONITORING / "alerts.yaml"
NAMED_IN = [DASHBOARD, ALERTS, SOURCE / "docs" / "services.md", SOURCE / "docs" / "operations.md"]
METRIC = re.compile(r"\btearsheet_(?:rpc|articles|events|log|query)_?\w*")
WITHOUT_PROMTOOL = None if shutil.which("promtool") else "promtool is not installed (Debian: prometheus)"
STORY = articles.article("https://harbourwire.example/one", "Halden Energy agreed to acquire Lumen Foundry for $2 billion.")


def rules():
    return [rule for group in yaml.safe_load(ALERTS.read_text())["spec"]["groups"] for rule in group["rules"]]


def scraped(port):
    """Every name of a series on a page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return set(re.findall(r"^(\w+)", answer.read().decode(), re.M))


class MetricTest(unittest.TestCase):

    def known_on_nats(self):
        """Names of the series of an ingest service whose log is on NATS."""
        port = free_port()
        with scratch_folder() as folder, NatsCluster(folder / "nats", 1) as cluster:
            ingest = ingest_program(folder, f"--metrics_listen=127.0.0.1:{port}", log=cluster.url("news"))
            self.addCleanup(ingest.stop)
            ingest.start()
            try:
                return scraped(port)
            finally:
                ingest.stop()

    def test_every_metric_that_is_named_exists(self):
        ports = [free_port(), free_port()]
        with Pair([f"--metrics_listen=127.0.0.1:{ports[0]}"], [f"--metrics_listen=127.0.0.1:{ports[1]}"]) as pair:
            pair.catch_up(pair.ingest_article(STORY).sequence)
            pair.ask("ListDeals")
            known = scraped(ports[0]) | scraped(ports[1])
        known |= self.known_on_nats()
        # A document names a histogram without its endings.
        known |= {re.sub("_bucket$", "", name) for name in known}
        for file in NAMED_IN:
            for name in sorted(set(METRIC.findall(file.read_text()))):
                with self.subTest(file.name, metric=name):
                    self.assertIn(name, known)


class AlertTest(unittest.TestCase):

    def test_every_alert_has_its_heading_in_the_runbook(self):
        headings = re.findall(r"^### (\w+)$", (SOURCE / "docs" / "operations.md").read_text(), re.M)
        alerts = [rule["alert"] for rule in rules()]
        self.assertEqual([h for h in headings if h.startswith("Tearsheet")], alerts)
        for rule in rules():
            self.assertEqual(rule["annotations"]["runbook"], rule["alert"].lower())

    @unittest.skipIf(WITHOUT_PROMTOOL, WITHOUT_PROMTOOL)
    def test_alerts_fire_when_they_should(self):
        with tempfile.TemporaryDirectory(prefix="tearsheet-") as name:
            folder = pathlib.Path(name)
            (folder / "alerts.yaml").write_text(yaml.safe_dump(yaml.safe_load(ALERTS.read_text())["spec"]))
            shutil.copy(SOURCE / "tests" / "deploy" / "alerts_test.yaml", folder)
            for command in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]):
                run = subprocess.run(["promtool", *command], cwd=folder, capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


class DashboardTest(unittest.TestCase):

    def test_panels_have_titles_explanations_and_places_of_their_own(self):
        panels = json.loads(DASHBOARD.read_text())["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        self.assertEqual(len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}), len(panels))
        for panel in panels:
            if panel["type"] != "row":
                self.assertTrue(panel["title"] and panel["description"] and panel["targets"], panel["title"])


if __name__ == "__main__":
    unittest.main()
