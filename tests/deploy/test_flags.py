"""The flags of the manifests are flags of the programs."""
import re
import subprocess
import unittest

from manifests import BIN, OVERLAYS, SERVICES, WITHOUT_KUBECTL, flags_of, render


@unittest.skipIf(WITHOUT_KUBECTL, WITHOUT_KUBECTL)
class FlagTest(unittest.TestCase):

    def test_the_programs_know_every_flag(self):
        for overlay in OVERLAYS:
            for name in SERVICES:
                usage = subprocess.run([BIN / name, "--help"], capture_output=True, text=True, check=True).stdout
                known = set(re.findall(r"^\s*--(\w+) \(", usage, re.M))
                for flag in flags_of(render(overlay), name):
                    with self.subTest(overlay, program=name, flag=flag):
                        self.assertIn(flag.removeprefix("--").partition("=")[0], known)


if __name__ == "__main__":
    unittest.main()
