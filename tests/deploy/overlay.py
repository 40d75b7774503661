"""An overlay on this machine: its ConfigMaps as files, its certificates made by openssl, its names as loopback ports."""
import pathlib
import re

from manifests import find, flags_of, of_kind, render
from support.certificates import Authority
from support.processes import Program, free_port, run_program


class Overlay:
    """The configuration of a rendered overlay, as if the pods' file systems were `folder`."""

    def __init__(self, name, folder):
        self.documents = render(name)
        self.folder = folder
        self._authority = Authority(folder / "ca")
        # "NAME:PORT" of a manifest -> the same on loopback.
        self.addresses = {}

    def address(self, name):
        """The loopback address that stands for `name`, "HOST:PORT" of a manifest."""
        return self.addresses.setdefault(name, f"localhost:{free_port()}")

    def certificate(self, name):
        """The folder of the secret of Certificate `name`: tls.crt, tls.key, ca.crt, with the names that it asks for."""
        folder = self.folder / f"{name}-tls"
        if not folder.exists():
            spec = find(self.documents, "Certificate", name)["spec"]
            names = [f"DNS:{dns}" for dns in spec.get("dnsNames", [])] + [f"URI:{uri}" for uri in spec.get("uris", [])]
            cert, key = self._authority.issue(name, ",".join([*names, "DNS:localhost", "IP:127.0.0.1"]), into=folder)
            cert.rename(folder / "tls.crt")
            key.rename(folder / "tls.key")
            (folder / "ca.crt").write_bytes(self._authority.ca.read_bytes())
        return folder

    def config(self, name, folder_name=None):
        """The folder of the ConfigMap that the kustomization calls `name`."""
        folder = self.folder / (folder_name or f"{name}-config")
        folder.mkdir(exist_ok=True)
        maps = [m for m in of_kind(self.documents, "ConfigMap") if re.fullmatch(rf"{name}-\w+", m["metadata"]["name"])]
        for file, text in maps[0]["data"].items():
            (folder / file).write_text(text)
        return folder

    def flags(self, service, paths):
        """The flags of a service, with `paths` ("/etc/..." -> folder) and loopback ports put in."""
        flags = []
        for flag in flags_of(self.documents, service):
            for path, folder in paths.items():
                flag = flag.replace(path, str(folder))
            if re.match(r"--(listen|health_listen)=", flag):
                flag = f"{flag.partition('=')[0]}=127.0.0.1:0"
            elif flag.startswith("--metrics_listen="):
                flag = "--metrics_listen="
            else:
                flag = re.sub(r"\btearsheet-[\w.-]+:\d+", lambda match: self.address(match[0]), flag)
            flags.append(flag)
        return flags

    def program(self, service, label, extra_paths):
        """The service as a Program, not started."""
        data = self.folder / label
        data.mkdir()
        paths = {"/etc/tearsheet/tls": self.certificate(service), "/etc/tearsheet/config": self.config(service),
                 "/var/lib/tearsheet": data, **extra_paths}
        return Program(service, self.folder, *self.flags(service, paths), label=label)

    def command_line(self, identity, *arguments, ingest="", query=""):
        """Runs `tearsheet` with the certificate of `identity`; returns the CompletedProcess."""
        folder = self.certificate(identity)
        environment = {"TEARSHEET_INGEST": as_localhost(ingest), "TEARSHEET_QUERY": as_localhost(query),
                       "TEARSHEET_TLS_CA": str(folder / "ca.crt"), "TEARSHEET_TLS_CERT": str(folder / "tls.crt"),
                       "TEARSHEET_TLS_KEY": str(folder / "tls.key")}
        return run_program("tearsheet", *arguments, environment=environment)


def as_localhost(address):
    return address.replace("127.0.0.1", "localhost")


def readable_by_all(folder):
    """For servers that run as users of their own."""
    for path in [folder, *folder.parents]:
        if path == pathlib.Path("/") or path.stat().st_mode & 0o005 == 0o005:
            break
        path.chmod(path.stat().st_mode | 0o055)
