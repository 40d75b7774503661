"""What the manifests must hold besides being well typed: the rules of docs/operations.md."""
import re
import unittest

from manifests import (OVERLAYS, SERVICES, WITHOUT_KUBECTL, find, flag_value, flags_of, labels_of, of_kind, pod_of,
                       render, workloads)


def seconds(duration):
    """'1m30s' in seconds."""
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)(ms|s|m|h)", duration))


def selects(selector, labels):
    """Whether a label selector of Kubernetes matches."""
    exact = all(labels.get(key) == value for key, value in (selector.get("matchLabels") or {}).items())
    return exact and all(rule["operator"] == "In" and labels.get(rule["key"]) in rule["values"]
                         for rule in selector.get("matchExpressions") or [])


@unittest.skipIf(WITHOUT_KUBECTL, WITHOUT_KUBECTL)
class ManifestTest(unittest.TestCase):

    def every_workload(self):
        for overlay in OVERLAYS:
            documents = render(overlay)
            for workload in workloads(documents):
                with self.subTest(overlay, workload=workload["metadata"]["name"]):
                    yield documents, workload

    def test_the_overlays_run_what_they_promise(self):
        kinds = {overlay: {workload["metadata"]["name"]: workload["kind"] for workload in workloads(render(overlay))}
                 for overlay in OVERLAYS}
        self.assertEqual(kinds["single"], {"tearsheet-ingest": "StatefulSet", "tearsheet-query": "StatefulSet"})
        self.assertEqual(kinds["cluster"], {"tearsheet-ingest": "Deployment", "tearsheet-query": "Deployment",
                                            "tearsheet-nats": "StatefulSet", "tearsheet-postgresql": "StatefulSet"})

    def test_all_is_in_the_namespace_and_that_is_restricted(self):
        for overlay in OVERLAYS:
            documents = render(overlay)
            labels = find(documents, "Namespace", "tearsheet")["metadata"]["labels"]
            self.assertEqual(labels["pod-security.kubernetes.io/enforce"], "restricted")
            for document in documents:
                if document["kind"] != "Namespace":
                    self.assertEqual(document["metadata"]["namespace"], "tearsheet", document["metadata"]["name"])

    def test_pods_are_restricted(self):
        for _, workload in self.every_workload():
            pod = pod_of(workload)
            context = pod["securityContext"]
            self.assertTrue(context["runAsNonRoot"])
            self.assertGreater(context["runAsUser"], 0)
            self.assertEqual(context["seccompProfile"]["type"], "RuntimeDefault")
            for forbidden in ("hostNetwork", "hostPID", "hostIPC", "initContainers"):
                self.assertNotIn(forbidden, pod)
            for container in pod["containers"]:
                context = container["securityContext"]
                self.assertIs(context["allowPrivilegeEscalation"], False)
                self.assertIs(context["readOnlyRootFilesystem"], True)
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
                self.assertNotIn("privileged", context)
                self.assertFalse([port for port in container["ports"] if "hostPort" in port])
            for volume in pod["volumes"]:
                self.assertNotIn("hostPath", volume)

    def test_pods_have_an_account_of_their_own_without_a_token(self):
        for documents, workload in self.every_workload():
            pod = pod_of(workload)
            self.assertEqual(pod["serviceAccountName"], workload["metadata"]["name"])
            self.assertIs(pod["automountServiceAccountToken"], False)
            account = find(documents, "ServiceAccount", pod["serviceAccountName"])
            self.assertIs(account["automountServiceAccountToken"], False)

    def test_secrets_are_files_that_only_the_group_reads(self):
        for _, workload in self.every_workload():
            pod = pod_of(workload)
            for volume in pod["volumes"]:
                if "secret" in volume:
                    self.assertEqual(volume["secret"]["defaultMode"], 0o440)
            for container in pod["containers"]:
                for variable in container.get("env", []):
                    self.assertNotIn("secretKeyRef", variable.get("valueFrom", {}))
                self.assertNotIn("envFrom", container)

    def test_no_document_holds_a_secret(self):
        for overlay in OVERLAYS:
            self.assertFalse(of_kind(render(overlay), "Secret"))

    def test_containers_have_resources_and_probes(self):
        for _, workload in self.every_workload():
            for container in pod_of(workload)["containers"]:
                self.assertLessEqual({"cpu", "memory"}, container["resources"]["requests"].keys())
                self.assertIn("memory", container["resources"]["limits"])
                self.assertLessEqual({"startupProbe", "livenessProbe", "readinessProbe"}, container.keys())

    def test_images_are_of_one_version(self):
        for _, workload in self.every_workload():
            for container in pod_of(workload)["containers"]:
                self.assertRegex(container["image"], r":\d+\.\d+")

    def test_probes_ask_the_health_port_for_names_that_exist(self):
        for overlay in OVERLAYS:
            for name, service in zip(SERVICES, ("tearsheet.v1.IngestService", "tearsheet.v1.QueryService")):
                documents = render(overlay)
                workload = next(w for w in workloads(documents) if w["metadata"]["name"] == name)
                container = pod_of(workload)["containers"][0]
                port = int(flag_value(flags_of(documents, name), "health_listen").rpartition(":")[2])
                self.assertEqual(container["readinessProbe"]["grpc"], {"port": port, "service": service})
                for probe in ("startupProbe", "livenessProbe"):
                    self.assertEqual(container[probe]["grpc"], {"port": port})

    def test_ports_are_those_of_the_flags(self):
        for overlay in OVERLAYS:
            for name in SERVICES:
                documents = render(overlay)
                workload = next(w for w in workloads(documents) if w["metadata"]["name"] == name)
                flags = flags_of(documents, name)
                ports = {port["name"]: port["containerPort"] for port in pod_of(workload)["containers"][0]["ports"]}
                for port, flag in (("grpc", "listen"), ("health", "health_listen"), ("metrics", "metrics_listen")):
                    self.assertEqual(flag_value(flags, flag), f"0.0.0.0:{ports[port]}")

    def test_the_end_outlasts_the_drain(self):
        for overlay in OVERLAYS:
            for name in SERVICES:
                documents = render(overlay)
                pod = pod_of(next(w for w in workloads(documents) if w["metadata"]["name"] == name))
                before = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
                drain = seconds(flag_value(flags_of(documents, name), "drain_time"))
                self.assertGreaterEqual(pod["terminationGracePeriodSeconds"], before + drain + 10)

    def test_a_workload_that_may_have_replicas_is_spread_and_has_a_disruption_budget(self):
        for documents, workload in self.every_workload():
            name = workload["metadata"]["name"]
            scaled = [h for h in of_kind(documents, "HorizontalPodAutoscaler")
                      if h["spec"]["scaleTargetRef"]["name"] == name]
            if scaled:
                self.assertNotIn("replicas", workload["spec"], "the autoscaler decides, and applying must not undo it")
                self.assertEqual(scaled[0]["spec"]["scaleTargetRef"]["kind"], workload["kind"])
            if not scaled and workload["spec"].get("replicas", 1) == 1:
                continue
            self.assertTrue(pod_of(workload)["topologySpreadConstraints"])
            budgets = [b for b in of_kind(documents, "PodDisruptionBudget")
                       if selects(b["spec"]["selector"], labels_of(workload))]
            self.assertEqual(len(budgets), 1)

    def test_in_the_cluster_both_services_scale(self):
        scaled = {h["metadata"]["name"] for h in of_kind(render("cluster"), "HorizontalPodAutoscaler")}
        self.assertEqual(scaled, set(SERVICES))

    def test_selectors_find_their_pods(self):
        for documents, workload in self.every_workload():
            self.assertTrue(selects(workload["spec"]["selector"], labels_of(workload)))
            for constraint in pod_of(workload).get("topologySpreadConstraints", []):
                self.assertTrue(selects(constraint["labelSelector"], labels_of(workload)))
            ports = {port["name"] for port in pod_of(workload)["containers"][0]["ports"]}
            services = [s for s in of_kind(documents, "Service")
                        if selects({"matchLabels": s["spec"]["selector"]}, labels_of(workload))]
            self.assertTrue(services)
            for service in services:
                for port in service["spec"]["ports"]:
                    self.assertIn(port.get("targetPort", port["name"]), ports)

    def test_services_come_with_and_without_an_address(self):
        for overlay in OVERLAYS:
            for name in SERVICES:
                self.assertNotIn("clusterIP", find(render(overlay), "Service", name)["spec"])
                self.assertEqual(find(render(overlay), "Service", f"{name}-headless")["spec"]["clusterIP"], "None")

    def test_nothing_goes_in_or_out_unless_it_is_said(self):
        for overlay in OVERLAYS:
            policies = of_kind(render(overlay), "NetworkPolicy")
            deny = [p for p in policies if p["spec"]["podSelector"] == {} and not p["spec"].get("ingress")
                    and not p["spec"].get("egress") and set(p["spec"]["policyTypes"]) == {"Ingress", "Egress"}]
            self.assertEqual(len(deny), 1)
            for policy in policies:
                for rule in policy["spec"].get("ingress", []):
                    self.assertTrue(rule.get("from"), "a rule without `from` lets in everybody")
                    self.assertTrue(rule.get("ports"))

    def test_whoever_is_connected_to_lets_the_connection_in(self):
        for overlay in OVERLAYS:
            documents = render(overlay)
            policies = of_kind(documents, "NetworkPolicy")
            pods = {w["metadata"]["name"]: labels_of(w) for w in workloads(documents)}
            for name, labels in pods.items():
                for policy in policies:
                    if not selects(policy["spec"]["podSelector"], labels):
                        continue
                    for rule in policy["spec"].get("egress", []):
                        for target in [t for t, other in pods.items() for to in rule["to"]
                                       if "namespaceSelector" not in to and selects(to["podSelector"], other)]:
                            self.assertTrue(self.lets_in(policies, pods[target], labels, rule["ports"]),
                                            f"{overlay}: {name} to {target}")

    def lets_in(self, policies, target, caller, ports):
        return any(selects(source["podSelector"], caller)
                   for policy in policies if selects(policy["spec"]["podSelector"], target)
                   for rule in policy["spec"].get("ingress", []) if rule["ports"] == ports
                   for source in rule["from"] if "podSelector" in source)

    def test_secrets_of_certificates_are_those_that_are_mounted(self):
        for documents, workload in self.every_workload():
            certificates = {c["spec"]["secretName"]: c for c in of_kind(documents, "Certificate")}
            mounted = [v["secret"]["secretName"] for v in pod_of(workload)["volumes"] if v["name"] == "tls"]
            self.assertEqual(len(mounted), 1)
            names = certificates[mounted[0]]["spec"]["dnsNames"]
            for service in of_kind(documents, "Service"):
                if selects({"matchLabels": service["spec"]["selector"]}, labels_of(workload)):
                    self.assertTrue({service["metadata"]["name"], f"*.{service['metadata']['name']}"} & set(names))

    def test_service_monitors_find_a_port_of_a_service(self):
        for overlay in OVERLAYS:
            documents = render(overlay)
            monitors = of_kind(documents, "ServiceMonitor")
            self.assertEqual(len(monitors), 2)
            for monitor in monitors:
                found = [port["name"] for s in of_kind(documents, "Service")
                         if selects(monitor["spec"]["selector"], s["metadata"].get("labels", {})) for port in s["spec"]["ports"]]
                self.assertEqual(found.count(monitor["spec"]["endpoints"][0]["port"]), 1, "else pods are asked twice")


if __name__ == "__main__":
    unittest.main()
