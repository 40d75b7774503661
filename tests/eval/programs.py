"""Runs the built programs and the scorers of the shared folder."""
import json
import pathlib
import subprocess
import sys


class Missing(Exception):
    """Something that a measurement needs is not there; the text says what."""


class Programs:
    """`binaries`: folder of the built programs. `shared`: folder with gold/ and eval/. `scratch`: where outputs go."""

    def __init__(self, binaries, shared, scratch):
        self.binaries = pathlib.Path(binaries)
        self.shared = pathlib.Path(shared)
        self.scratch = pathlib.Path(scratch)

    def file(self, name):
        """A file of the shared folder."""
        path = self.shared / name
        if not path.exists():
            raise Missing(f"{path} is not there; name the folder that holds gold/ and eval/ with --shared=FOLDER")
        return path

    def run(self, program, *arguments):
        """What the program writes to standard output."""
        path = self.binaries / program
        if not path.exists():
            raise Missing(f"{path} is not built")
        return subprocess.run([path, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout

    def score(self, script, *arguments):
        return subprocess.run([sys.executable, self.file(f"eval/{script}"), *arguments], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def keep(self, name, text):
        """Writes an intermediate result and returns where it is."""
        path = self.scratch / name
        path.write_text(text, encoding="utf-8")
        return path

    def extract(self, name, articles, *options):
        return self.keep(name, self.run("tearsheet", "extract", "--format=jsonl", *options, articles))


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
