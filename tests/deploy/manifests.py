"""The overlays as `kubectl kustomize` renders them."""
import functools
import os
import pathlib
import shutil
import subprocess

import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
KUSTOMIZE = SOURCE / "deploy" / "kustomize"
OVERLAYS = ("single", "cluster")
BIN = pathlib.Path(os.environ["TEARSHEET_BIN"])
SERVICES = ("tearsheet-ingest", "tearsheet-query")
WITHOUT_KUBECTL = None if shutil.which("kubectl") else "kubectl is not installed: overlays cannot be rendered"


@functools.lru_cache
def render(overlay):
    """The documents of an overlay."""
    run = subprocess.run(["kubectl", "kustomize", str(KUSTOMIZE / "overlays" / overlay)], capture_output=True, text=True,
                         check=False)
    if run.returncode != 0 or run.stderr:
        raise AssertionError(f"{overlay}: kubectl kustomize said: {run.stderr}")
    return list(yaml.safe_load_all(run.stdout))


def of_kind(documents, *kinds):
    return [document for document in documents if document["kind"] in kinds]


def find(documents, kind, name):
    found = [document for document in of_kind(documents, kind) if document["metadata"]["name"] == name]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} documents {kind}/{name}")
    return found[0]


def workloads(documents):
    return of_kind(documents, "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")


def pod_of(workload):
    return workload["spec"]["template"]["spec"]


def labels_of(workload):
    return workload["spec"]["template"]["metadata"]["labels"]


def flags_of(documents, name):
    """The flags that a service is started with: its arguments, with the files that they name put in their place."""
    pod = pod_of(next(workload for workload in workloads(documents) if workload["metadata"]["name"] == name))
    volume = next(volume for volume in pod["volumes"] if volume["name"] == "config")
    files = find(documents, "ConfigMap", volume["configMap"]["name"])["data"]
    flags = []
    for argument in pod["containers"][0]["args"]:
        if not argument.startswith("--flagfile="):
            flags.append(argument)
            continue
        for path in argument.partition("=")[2].split(","):
            lines = files[pathlib.PurePosixPath(path).name].splitlines()
            flags += [line for line in lines if line and not line.startswith("#")]
    return flags


def flag_value(flags, name):
    values = [flag.partition("=")[2] for flag in flags if flag.partition("=")[0] == f"--{name}"]
    return values[-1] if values else None
