"""An authority of the test's own, made by openssl, and certificates from it."""
import subprocess


def _openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


class Authority:
    """Issues certificates into its folder; `ca` is the file of its own certificate."""

    def __init__(self, folder, name="authority"):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca = folder / f"{name}.pem"
        self._key = folder / f"{name}.key"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                 "-subj", f"/CN={name}", "-keyout", str(self._key), "-out", str(self.ca))

    def issue(self, name, san, days=2, into=None):
        """A certificate for `san` ("DNS:localhost,URI:spiffe://..."); returns (certificate file, key file)."""
        folder = into or self.folder
        folder.mkdir(parents=True, exist_ok=True)
        cert, key, request = folder / f"{name}.pem", folder / f"{name}.key", folder / f"{name}.csr"
        extensions = folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={san}\n")
        _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request))
        _openssl("x509", "-req", "-in", str(request), "-CA", str(self.ca), "-CAkey", str(self._key), "-CAcreateserial",
                 "-days", str(days), "-extfile", str(extensions), "-out", str(cert))
        return cert, key
