"""JSON Web Tokens signed by openssl, and the key set that their verifier reads."""
import base64
import json
import subprocess


def _run(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60, input=data).stdout


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """Signs with an RSA key of its own (RS256)."""

    def __init__(self, folder, key_id="first"):
        folder.mkdir(parents=True, exist_ok=True)
        self._key = folder / f"{key_id}.jwt.key"
        self.key_id = key_id
        _run("genrsa", "-out", str(self._key), "2048")

    def jwk(self):
        text = _run("rsa", "-in", str(self._key), "-noout", "-modulus").decode()
        modulus = bytes.fromhex(text.strip().partition("=")[2])
        return {"kty": "RSA", "kid": self.key_id, "use": "sig", "alg": "RS256", "n": _encode(modulus), "e": "AQAB"}

    def token(self, **claims):
        header = {"alg": "RS256", "kid": self.key_id, "typ": "JWT"}
        text = ".".join(_encode(json.dumps(part).encode()) for part in (header, claims))
        signature = _run("dgst", "-sha256", "-sign", str(self._key), data=text.encode())
        return f"{text}.{_encode(signature)}"


def key_set(*issuers):
    return json.dumps({"keys": [issuer.jwk() for issuer in issuers]})
