"""The rendered manifests against the types of Kubernetes, cert-manager and the Prometheus operator: a field that no API
knows, or of another type, does not compile."""
import json
import subprocess
import tempfile
import pathlib
import unittest

from manifests import OVERLAYS, SOURCE, WITHOUT_KUBECTL, render

MODULES = SOURCE / "node_modules"
COMPILER = MODULES / "typescript" / "bin" / "tsc"
WITHOUT_TYPES = None if COMPILER.exists() else "typescript is not installed: run scripts/setup test"
PACKAGES = {"cert-manager.io": "@kubernetes-models/cert-manager",
            "monitoring.coreos.com": "@kubernetes-models/prometheus-operator"}


def type_file(document):
    """The module with the type of a document."""
    version = document["apiVersion"]
    package = PACKAGES.get(version.partition("/")[0], "kubernetes-models")
    return f"{package}/{version}/{document['kind']}"


def program(documents):
    """TypeScript that gives each document the type that it claims. Literals, so that unknown fields are errors."""
    lines = []
    for number, document in enumerate(documents):
        kind = document["kind"]
        lines.append(f"import type {{ I{kind} as T{number} }} from {json.dumps(type_file(document))};")
        lines.append(f"export const d{number}: T{number} = {json.dumps(document)};")
    return "\n".join(lines)


def compile_types(documents):
    """What the compiler says; empty when all is well."""
    with tempfile.TemporaryDirectory(prefix="tearsheet-") as name:
        folder = pathlib.Path(name)
        (folder / "node_modules").symlink_to(MODULES)
        (folder / "manifests.ts").write_text(program(documents))
        run = subprocess.run(
            ["node", COMPILER, "--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution",
             "bundler", "--preserveSymlinks", "manifests.ts"],
            cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode == 0 and run.stdout == "":
        return ""
    return run.stdout + run.stderr


@unittest.skipIf(WITHOUT_KUBECTL, WITHOUT_KUBECTL)
@unittest.skipIf(WITHOUT_TYPES, WITHOUT_TYPES)
class TypeTest(unittest.TestCase):

    def test_the_overlays_are_well_typed(self):
        for overlay in OVERLAYS:
            with self.subTest(overlay):
                self.assertEqual(compile_types(render(overlay)), "")

    def test_a_misspelt_field_and_a_wrong_type_are_noticed(self):
        budget = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "x"}}
        certificate = {"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "x"},
                       "spec": {"secretName": 5, "issuerRef": {"name": "x"}}}
        said = compile_types([{**budget, "spec": {"maxUnavalable": 1}}, certificate,
                              {**budget, "spec": {"maxUnavailable": 1}}])
        self.assertIn("maxUnavalable", said)
        self.assertEqual(said.count("error TS"), 2, said)


if __name__ == "__main__":
    unittest.main()
