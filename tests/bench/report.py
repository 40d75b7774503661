"""Runs the benchmarks and prints one table of them; scripts/bench builds them and calls this.

usage: report.py --build=FOLDER [--quick] [--only=NAME,...]

Each benchmark is a program of its own, with its own floor in the same run; this only calls them and reads what they print. What
cannot be measured is told and left out.
"""
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Row:
    measure: str
    figure: str
    floor: str = ""
    # Of figure to floor, or what the target bounds.
    ratio: float | None = None
    target: float | None = None
    at_most: bool = False

    def holds(self):
        if self.ratio is None or self.target is None:
            return ""
        return "holds" if (self.ratio <= self.target if self.at_most else self.ratio >= self.target) else "MISSED"


class Programs:

    def __init__(self, build, scratch):
        self._bin = build / "bin"
        self.scratch = scratch
        self._environment = dict(os.environ, TEARSHEET_BIN=str(self._bin.resolve()),
                                 TEARSHEET_DESCRIPTORS=str((build / "tests/end_to_end/tools.binpb").resolve()))

    def run(self, program, *options):
        """What the program prints on standard output."""
        command = [sys.executable, str(FOLDER / program)] if program.endswith(".py") else [str(self._bin / program)]
        done = subprocess.run([*command, *options], env=self._environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr[-300:]}")
        return done.stdout

    def benchmark(self, program, *options):
        """name -> median of each figure of the runs of a Google Benchmark program."""
        runs = {}
        for run in json.loads(self.run(program, "--benchmark_format=json", *options))["benchmarks"]:
            if run["run_type"] == "iteration":
                runs.setdefault(run["name"], []).append(run)
        return {name: {key: statistics.median(one[key] for one in all_runs) for key, value in all_runs[0].items()
                       if isinstance(value, (int, float))} for name, all_runs in runs.items()}


def figures(pattern, text):
    """The groups of the first match, as numbers."""
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"nothing in the output looks like '{pattern}':\n{text}")
    return [float(group) for group in match.groups()]


def extraction(programs, quick):
    runs = programs.benchmark("extractor_bench", f"--benchmark_repetitions={1 if quick else 5}",
                              "--benchmark_filter=ExtractNews|CopyNews")
    one = runs["ExtractNews/real_time/threads:1"]
    rate, copies = 1e9 / one["cpu_time"], runs["CopyNews"]["items_per_second"]
    yield Row("extraction, articles of 4 kB, one core", f"{rate:.0f}/s", f"{copies:.0f} copies/s", rate, 1500)


def worst_case(programs, quick):
    runs = programs.benchmark("worst_case_bench")
    largest = max(int(name.split("/")[1]) for name in runs)
    name, slowest = max(((name, run["cpu_time"] / 1e3) for name, run in runs.items() if f"/{largest}/" in name),
                        key=lambda entry: entry[1])
    yield Row("extraction, worst megabyte", f"{slowest:.2f} s", name.split("/")[0], slowest, 1, at_most=True)


def text(programs, quick):
    runs = programs.benchmark("text_bench", "--benchmark_filter=BM_ReadText|BM_FindMentions")
    read, find = (runs[name]["bytes_per_second"] / 1e6 for name in ("BM_ReadText", "BM_FindMentions"))
    yield Row("text read, one core", f"{read:.0f} MB/s")
    yield Row("mentions found, one core", f"{find:.0f} MB/s", f"{read:.0f} MB/s read", find / read)


def ingest(programs, quick):
    options = ["--articles=5000", "--rounds=2"] if quick else []
    said = programs.run("durable_bench", "--streams=16", *options)
    lines = {line[:36].strip(): line for line in said.splitlines()}
    for name, line in lines.items():
        if "of the floor" in line:
            rate, ratio = figures(r"(\d+) /s\s+([\d.]+) of the floor", line)
            yield Row(f"durable: {name}", f"{rate:.0f}/s", f"{rate / ratio:.0f} rows/s" if ratio else "", ratio,
                      0.7 if name == "IngestArticles, durable" else None)


def state(programs, quick):
    options = ["--articles=5000", "--floor_rows=20000"] if quick else []
    said = programs.run("state_bench", *options)
    floor, = figures(r"floor[^\n]*wall\s+(\d+)/s of run time", said)
    rate, = figures(r"events applied[^\n]*wall\s+(\d+)/s of run time", said)
    share, = figures(r"share of the floor[^\n]*wall\s+([\d.]+)\s+of run time", said)
    again, = figures(r"rebuilding to applying[^\n]*wall\s+([\d.]+)\s+of run time", said)
    disk, = figures(r"([\d.]+) GB on disk per million events", said)
    yield Row("apply, events", f"{rate:.0f}/s", f"{floor:.0f} rows/s", share, 0.6)
    yield Row("rebuild beside apply", f"{rate * again:.0f}/s", f"{rate:.0f} events/s", again, 0.9)
    yield Row("state on disk, per million events", f"{disk:.2f} GB")


def one_deal(programs, quick):
    said = programs.run("state_bench", "--articles=0", f"--one_deal={10_000 if quick else 100_000}")
    first, last, growth = figures(r"(\d+) us of run time[^,]*, (\d+) in the last: ([\d.]+) times", said)
    yield Row("one deal of very many articles, a record", f"{last:.0f} us at the end", f"{first:.0f} us at first", growth,
              2, at_most=True)


def lists(programs, quick):
    path = programs.scratch / "large.db"
    deals = 20_000 if quick else 300_000
    programs.run("make_world", f"--deals={deals}", f"--articles={deals * 13 // 20}", "--events=4", "--changes=2",
                 f"--companies={deals // 5}", "--words=30", f"--store=sqlite:{path}")
    said = programs.run("list_bench", f"--state={path}")
    count, = figures(r"(\d+) deals\n", said)
    print(f"in a state of {count:.0f} deals:")
    for name, least, most in (("50 deals of a company and type", 2000, 20), ("50 articles of a company", None, None),
                              ("50 conflicts of a company", None, None), ("search, one rare word", None, 50),
                              ("search, two common words", None, 50)):
        rate, p99 = figures(rf"{name}\s+(\d+) calls/s, p50 [\d.]+ ms, p99 ([\d.]+) ms", said)
        yield Row(name, f"{rate:.0f}/s", "", rate if least else None, least)
        yield Row("  p99", f"{p99:.2f} ms", "", p99, most, at_most=True)


def deal(programs, quick):
    said = programs.run("deal_bench", *(["--rounds=2", "--calls=10000"] if quick else []))
    echo, = figures(r"echo\s+(\d+) calls/s", said)
    rate, = figures(r"GetDeal\s+(\d+) calls/s", said)
    share, p99 = figures(r"rate ([\d.]+) \(target[^\n]*p99 ([\d.]+) times", said)
    yield Row("GetDeal of 2 kB, 64 callers", f"{rate:.0f}/s", f"{echo:.0f} echoes/s", share, 0.8)
    yield Row("GetDeal of 2 kB, p99 beside the echo's", "", "", p99, 2, at_most=True)


def watchers(programs, quick):
    said = programs.run("watch_bench", *(["--watchers=1000", "--articles=4000"] if quick else []))
    alone, = figures(r"without watchers\s+(\d+)", said)
    count, watched = figures(r"applied with\s+(\d+) watchers\s+(\d+)", said)
    share, = figures(r"share of the rate without\s+([\d.]+)", said)
    memory, = figures(r"memory of a watcher\s+([\d.]+)", said)
    yield Row(f"apply with {count:.0f} watchers, records", f"{watched:.0f}/s", f"{alone:.0f}/s without", share, 0.8)
    yield Row("memory of a watcher", f"{memory:.1f} kB")


def latency(programs, quick):
    said = programs.run("ack_to_watch.py", *(["200"] if quick else []))
    p50, p99 = figures(r"to watch at [^\n]*p50 ([\d.]+) ms, p99 ([\d.]+) ms", said)
    yield Row("acknowledged to watched, half load, p50", f"{p50:.1f} ms", "", p50, 10, at_most=True)
    yield Row("acknowledged to watched, half load, p99", f"{p99:.1f} ms", "", p99, 50, at_most=True)


def access(programs, quick):
    said = programs.run("access_cost.py", *(["5000", "2"] if quick else []))
    base, = figures(r"plaintext\s+(\d+)/s", said)
    # The client of the second is slower than the service.
    for name, figure in (("TLS, policy and limits", "rate"), ("mTLS and policy", "processor")):
        found = re.search(rf"{name}\s+(\d+)/s[^\n]*{figure} ([\d.]+)", said)
        if found:
            yield Row(f"GetDeal with {name}", f"{float(found[1]):.0f}/s", f"{base:.0f}/s plaintext", float(found[2]),
                      0.85)


BENCHES = (extraction, worst_case, text, ingest, state, one_deal, lists, deal, watchers, latency, access)


def show(row):
    ratio = "" if row.ratio is None else f"{row.ratio:.0f}" if row.ratio >= 100 else f"{row.ratio:.2f}"
    target = "" if row.target is None else f"{'<=' if row.at_most else '>='} {row.target:g}"
    print(f"{row.measure:48} {row.figure:>14} {row.floor:>22} {ratio:>9} {target:>8}  {row.holds()}".rstrip(), flush=True)


def main(arguments):
    options = dict(argument.lstrip("-").partition("=")[::2] for argument in arguments)
    only = options.get("only", "").split(",") if "only" in options else [bench.__name__ for bench in BENCHES]
    unknown = set(only) - {bench.__name__ for bench in BENCHES}
    if unknown or "build" not in options:
        sys.exit(f"usage: {__doc__.splitlines()[2][7:]}\nNAME is one of " + ", ".join(b.__name__ for b in BENCHES))
    print(f"{'measure':48} {'figure':>14} {'floor, same run':>22} {'ratio':>9} {'target':>8}")
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        programs = Programs(pathlib.Path(options["build"]), pathlib.Path(scratch))
        for bench in BENCHES:
            if bench.__name__ not in only:
                continue
            try:
                for row in bench(programs, "quick" in options):
                    show(row)
            except (RuntimeError, OSError, KeyError) as error:
                failed.append(bench.__name__)
                print(f"{bench.__name__}: {error}", flush=True)
    if failed:
        sys.exit("not measured: " + ", ".join(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
