"""The list of parts is complete: whatever a program loads, is built with or contains has a licence in it."""
import json
import re
import subprocess
import unittest

from manifests import BIN, SOURCE

SBOM = SOURCE / "scripts" / "sbom"
IDENTIFIER = re.compile(r"^SPDXRef-[A-Za-z0-9.-]+$")
WORD = re.compile(r"^[A-Za-z0-9.+-]+$")


class SbomTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        run = subprocess.run([SBOM, BIN], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        cls.document = json.loads(run.stdout)
        cls.packages = {package["SPDXID"]: package for package in cls.document["packages"]}

    def test_it_is_spdx(self):
        for field in ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo"):
            self.assertTrue(self.document[field])
        self.assertRegex(self.document["creationInfo"]["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(len(self.packages), len(self.document["packages"]), "an identifier for two packages")
        for package in self.document["packages"]:
            self.assertRegex(package["SPDXID"], IDENTIFIER)
            for field in ("name", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText"):
                self.assertTrue(package[field], package["name"])

    def test_every_relationship_joins_packages_and_every_package_is_joined(self):
        joined = set()
        for relationship in self.document["relationships"]:
            if relationship["relationshipType"] == "DESCRIBES":
                continue
            self.assertIn(relationship["spdxElementId"], self.packages)
            self.assertEqual(relationship["relatedSpdxElement"], "SPDXRef-tearsheet")
            joined.add(relationship["spdxElementId"])
        self.assertEqual(joined, self.packages.keys() - {"SPDXRef-tearsheet"})

    def test_licences_are_expressions_and_those_without_a_name_are_written_out(self):
        known = {text["licenseId"] for text in self.document["hasExtractedLicensingInfos"]}
        for package in self.document["packages"]:
            for word in re.sub(r"[()]", " ", package["licenseDeclared"]).split():
                self.assertRegex(word, WORD, package["name"])
                if word.startswith("LicenseRef-"):
                    self.assertIn(word, known)

    def test_what_programs_load_and_contain_is_in_it(self):
        kinds = {}
        for relationship in self.document["relationships"]:
            kinds.setdefault(relationship["relationshipType"], set()).add(
                self.packages.get(relationship["spdxElementId"], {}).get("name"))
        self.assertLessEqual({"libgrpc++1.51", "libprotobuf32", "libsqlite3-0", "libssl3", "libc6"},
                             kinds["RUNTIME_DEPENDENCY_OF"])
        self.assertLessEqual({"ingest_service/lexicons/syntax.model", "ingest_service/lexicons/names.model",
                              "ontology/tearsheet.textproto"}, kinds["CONTAINED_BY"])
        self.assertIn("typescript", kinds["DEV_TOOL_OF"])

    def test_the_page_lists_the_same(self):
        table = subprocess.run([SBOM, "--table"], capture_output=True, text=True, check=True).stdout
        self.assertIn(table, (SOURCE / "docs" / "dependencies.md").read_text(),
                      "put what scripts/sbom --table prints into docs/dependencies.md")


if __name__ == "__main__":
    unittest.main()
