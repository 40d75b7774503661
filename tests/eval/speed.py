"""Speed, memory and the worst case, by the programs of tests/bench."""
import json
import statistics

from measure import Measure

MIB = 1 << 20
REPETITIONS = 5


def benchmark(programs, program, *options):
    """name -> runs, each a dictionary of Google Benchmark."""
    runs = {}
    for run in json.loads(programs.run(program, "--benchmark_format=json", *options))["benchmarks"]:
        if run["run_type"] == "iteration":
            runs.setdefault(run["name"], []).append(run)
    return runs


def measure(programs):
    runs = benchmark(programs, "extractor_bench", f"--benchmark_repetitions={REPETITIONS}",
                     "--benchmark_enable_random_interleaving=true")

    def median(name, field="items_per_second"):
        return statistics.median(run[field] for run in runs[name])

    one, two = median("ExtractNews/real_time/threads:1"), median("ExtractNews/real_time/threads:2")
    own_time = median("ExtractNews/real_time/threads:1", "cpu_time") * 1e-9
    yield Measure("speed", "articles per second, one thread", 1 / own_time, 1500, digits=0,
                  note=f"4 kB each, by processor time; {one:.0f} by the clock")
    yield Measure("speed", "a second core", two / one, 1.8, digits=2,
                  note="by the clock: other programs that run count against it")
    yield Measure("speed", "copies of an article in the time of its extraction",
                  own_time * median("CopyNews"), at_most=True, digits=0, note="memcpy on the same machine")
    yield Measure("speed", "start", median("Start", "cpu_time") / 1e9, 1, at_most=True, digits=2,
                  note="seconds to load catalogue, rules and models")
    memory = runs["WorkerMemory/iterations:1"][0]
    yield Measure("speed", "memory of a worker", memory["worker_bytes"] / MIB, 64, at_most=True, digits=1,
                  note=f"MiB above the {memory['shared_bytes'] / MIB:.0f} MiB of catalogue, rules and models")
    worst = benchmark(programs, "worst_case_bench")
    names = sorted({name.split("/")[0] for name in worst})
    seconds = {name: worst[f"{name}/{MIB}/iterations:1"][0]["cpu_time"] / 1e3 for name in names}
    growth = {name: seconds[name] * 1e3 / worst[f"{name}/{MIB // 4}/iterations:1"][0]["cpu_time"] for name in names}
    slowest, steepest = max(names, key=seconds.get), max(names, key=growth.get)
    yield Measure("speed", "worst 1 MiB", seconds[slowest], 1, at_most=True, note=f"seconds of processor time; {slowest}")
    yield Measure("speed", "growth of 1 MiB over 256 KiB", growth[steepest], 6, at_most=True, digits=1,
                  note=f"4 is linear; {steepest}")
