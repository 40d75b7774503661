"""Who may call what: certificates, tokens and JSON Web Tokens against a policy that changes, over the real services."""
import hashlib
import json
import pathlib
import glob
import subprocess
import time
import unittest

import grpc

from support import articles
from support.certificates import Authority
from support.jwt import Issuer, key_set
from support.processes import (PATIENCE, ingest_program, query_program, run_program, scratch_folder, wait_until)
from support.reflection import Client, error_details

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUF = next(iter(glob.glob(str(ROOT / "node_modules/@bufbuild/buf-*/bin/buf"))), None)
LOCAL = "DNS:localhost,IP:127.0.0.1"
STORY = articles.article("https://harbourwire.example/foundry", "Halden Energy has agreed to acquire Lumen Foundry.\n")
REFLECTION = 'rules { callers: "*" methods: "grpc.reflection.v1alpha.ServerReflection/*" }\n'
TOKEN, HASHED_TOKEN = "a-token-for-the-desk", "another-token-for-the-desk"


class AccessTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(scratch_folder())
        self.policy = self.folder / "policy.textproto"
        self.tokens = self.folder / "tokens"

    def start(self, program):
        self.addCleanup(program.stop)
        return program.start()

    def write(self, path, text):
        """Replaces a file at once, as an operator should."""
        draft = path.with_suffix(".new")
        draft.write_text(text)
        draft.replace(path)

    def start_with_tokens(self, rules, *flags):
        self.write(self.tokens, f"crawler plain:{TOKEN}\n"
                   f"desk sha256:{hashlib.sha256(HASHED_TOKEN.encode()).hexdigest()}\n")
        self.write(self.policy, rules)
        return self.start(ingest_program(self.folder, f"--token_file={self.tokens}", f"--policy={self.policy}", *flags))

    def client(self, program, credentials=None, token=None):
        return self.enterContext(Client(program.address, credentials, token))

    def outcome(self, client, method, **fields):
        """"OK", or the reason of the refusal."""
        try:
            client.call(method, **fields)
        except grpc.RpcError as error:
            info = error_details(error).get("ErrorInfo")
            return info.reason if info else error.code().name
        return "OK"

    def test_a_token_opens_what_the_policy_names(self):
        ingest = self.start_with_tokens(
            REFLECTION + 'rules { callers: "token:crawler" methods: "tearsheet.v1.IngestService/IngestArticle" }')
        crawler, desk = self.client(ingest, token=TOKEN), self.client(ingest, token=HASHED_TOKEN)
        self.assertEqual(self.outcome(crawler, "IngestArticle", article=STORY), "OK")
        self.assertEqual(self.outcome(crawler, "GetOntology"), "METHOD_NOT_ALLOWED")
        self.assertEqual(self.outcome(desk, "IngestArticle", article=STORY), "METHOD_NOT_ALLOWED")
        with self.assertRaises(grpc.RpcError) as raised:
            desk.call("GetOntology")
        self.assertEqual(raised.exception.code(), grpc.StatusCode.PERMISSION_DENIED)
        info = error_details(raised.exception)["ErrorInfo"]
        self.assertEqual(dict(info.metadata), {"caller": "token:desk", "method": "tearsheet.v1.IngestService/GetOntology"})

    def test_no_method_of_any_service_answers_a_stranger(self):
        """The safeguard against a handler that forgets the gate."""
        ingest = self.start_with_tokens('rules { callers: "token:crawler" methods: "*" }')
        query = self.start(query_program(
            self.folder, ingest.address, f"--token_file={self.tokens}", f"--policy={self.policy}"))
        for program in (ingest, query):
            known, stranger = self.client(program, token=TOKEN), self.client(program)
            self.assertEqual(stranger.health(), "SERVING")
            for service, methods in known.methods.items():
                for name, method in methods.items():
                    with self.subTest(method=f"{service}/{name}"):
                        method.metadata = None
                        with self.assertRaises(grpc.RpcError) as raised:
                            answer = method(iter([method.request()]) if method.client_streaming else {})
                            list(answer)
                        if raised.exception.code() == grpc.StatusCode.UNIMPLEMENTED:
                            continue  # It answers nobody.
                        self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
                        self.assertEqual(error_details(raised.exception)["ErrorInfo"].reason, "CREDENTIALS_MISSING")

    def test_reflection_stands_behind_the_policy(self):
        ingest = self.start_with_tokens(
            'rules { callers: "token:crawler" methods: "grpc.reflection.v1alpha.ServerReflection/*" }')
        self.assertIn("tearsheet.v1.IngestService", self.client(ingest, token=TOKEN).methods)
        for token, code in ((HASHED_TOKEN, grpc.StatusCode.PERMISSION_DENIED), (None, grpc.StatusCode.UNAUTHENTICATED)):
            with self.assertRaises(grpc.RpcError) as raised:
                _ = self.client(ingest, token=token).methods
            self.assertEqual(raised.exception.code(), code)

    def test_a_policy_changes_while_the_service_runs_and_a_bad_one_changes_nothing(self):
        closed = 'rules { callers: "token:nobody" methods: "tearsheet.v1.IngestService/GetOntology" }'
        open_to_all = 'rules { callers: "*" methods: "tearsheet.v1.IngestService/GetOntology" }'
        ingest = self.start_with_tokens(REFLECTION + closed)
        client = self.client(ingest, token=TOKEN)
        self.assertEqual(self.outcome(client, "GetOntology"), "METHOD_NOT_ALLOWED")
        self.write(self.policy, REFLECTION + open_to_all)
        wait_until(lambda: self.outcome(client, "GetOntology") == "OK", "the new policy")
        self.write(self.policy, "rules { callers: 1 }")
        refused = wait_until(lambda: [line for line in ingest.log_lines() if "not accepted" in line["message"]],
                             "the refusal of the bad policy")
        self.assertIn("policy.textproto:1:", refused[0]["why"])
        self.assertEqual(self.outcome(client, "GetOntology"), "OK")
        self.write(self.tokens, f"desk plain:{TOKEN}\n")
        self.write(self.policy, REFLECTION + open_to_all.replace('"*"', '"token:crawler"'))
        wait_until(lambda: self.outcome(client, "GetOntology") == "METHOD_NOT_ALLOWED", "the new owner of the token")

    def test_unknown_tokens_are_refused(self):
        ingest = self.start_with_tokens(REFLECTION + 'rules { callers: "*" methods: "*" }')
        known = self.client(ingest, token=TOKEN)
        method = known.method("GetOntology")
        for header in ("Bearer wrong", "Basic YTpi", "Bearer", f"Bearer {TOKEN} x", "a.b.c"):
            with self.subTest(header=header):
                method.metadata = [("authorization", header)]
                self.assertEqual(self.outcome(known, "GetOntology"), "TOKEN_INVALID")
        method.metadata = [("authorization", f"Bearer {TOKEN}")] * 2
        self.assertEqual(self.outcome(known, "GetOntology"), "TOKEN_INVALID")

    def test_json_web_tokens_and_their_keys(self):
        first, second = Issuer(self.folder, "first"), Issuer(self.folder, "second")
        keys = self.folder / "keys.json"
        self.write(keys, key_set(first))
        self.write(self.policy, REFLECTION + 'rules { callers: "jwt:desk" methods: "tearsheet.v1.IngestService/*" }')
        ingest = self.start(ingest_program(
            self.folder, f"--jwks_file={keys}", "--jwt_issuer=https://issuer.example", "--jwt_audience=tearsheet",
            "--jwt_leeway=0s", f"--policy={self.policy}"))
        claims = {"iss": "https://issuer.example", "aud": ["tearsheet"], "sub": "desk", "exp": int(time.time()) + 600}
        client = self.client(ingest, token=first.token(**claims))
        self.assertEqual(self.outcome(client, "GetOntology"), "OK")
        method = client.method("GetOntology")

        def with_token(token):
            method.metadata = [("authorization", f"Bearer {token}")]
            return self.outcome(client, "GetOntology")

        self.assertEqual(with_token(first.token(**{**claims, "sub": "cellar"})), "METHOD_NOT_ALLOWED")
        for change in ({"exp": int(time.time()) - 1}, {"nbf": int(time.time()) + 600}, {"aud": "other"}, {"iss": "x"}):
            self.assertEqual(with_token(first.token(**{**claims, **change})), "TOKEN_INVALID")
        # A token that was good is refused as soon as its time is over, though its signature was checked before.
        short = first.token(**{**claims, "exp": int(time.time()) + 3})
        self.assertEqual(with_token(short), "OK")
        wait_until(lambda: with_token(short) == "TOKEN_INVALID", "the end of the token")
        self.assertEqual(with_token(second.token(**claims)), "TOKEN_INVALID")
        self.write(keys, key_set(second))
        wait_until(lambda: with_token(second.token(**claims)) == "OK", "the new key")
        self.assertEqual(with_token(first.token(**claims)), "TOKEN_INVALID")

    def test_certificates_are_callers(self):
        authority = Authority(self.folder / "certificates")
        server = authority.issue("server", LOCAL)
        spiffe = authority.issue("one", "URI:spiffe://news.example/crawler")
        named = authority.issue("two", "DNS:desk.example")
        # A URI that looks like another kind of identity is none.
        forged = authority.issue("three", "URI:token:crawler")
        self.write(self.policy, REFLECTION + """
            rules { callers: "spiffe://news.example/*" methods: "tearsheet.v1.IngestService/*" }
            rules { callers: "dns:desk.example" methods: "tearsheet.v1.IngestService/GetOntology" }
            rules { callers: "token:crawler" methods: "*" }""")
        ingest = self.start(ingest_program(
            self.folder, f"--tls_cert={server[0]}", f"--tls_key={server[1]}", f"--tls_client_ca={authority.ca}",
            f"--policy={self.policy}"))

        def with_certificate(pair):
            return self.client(ingest, grpc.ssl_channel_credentials(
                authority.ca.read_bytes(), pair[1].read_bytes(), pair[0].read_bytes()))

        self.assertEqual(self.outcome(with_certificate(spiffe), "IngestArticle", article=STORY), "OK")
        self.assertEqual(self.outcome(with_certificate(named), "GetOntology"), "OK")
        self.assertEqual(self.outcome(with_certificate(named), "IngestArticle", article=STORY), "METHOD_NOT_ALLOWED")
        self.assertEqual(self.outcome(with_certificate(forged), "GetOntology"), "METHOD_NOT_ALLOWED")
        if BUF:
            host, port = ingest.address.rsplit(":", 1)
            run = subprocess.run(
                [BUF, "curl", "--protocol", "grpc", "--cacert", authority.ca, "--cert", named[0], "--key", named[1],
                 f"https://{host}:{port}/tearsheet.v1.IngestService/GetOntology"],
                capture_output=True, text=True, timeout=PATIENCE, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("ontology", json.loads(run.stdout))

    def test_the_query_service_and_the_command_line_show_tokens(self):
        ingest = self.start_with_tokens("""
            rules { callers: "token:crawler" methods: "tearsheet.log.v1.EventLogService/ReadRecords" }
            rules { callers: "token:desk" methods: "tearsheet.v1.IngestService/*" methods: "tearsheet.v1.QueryService/*" }""")
        query_token, desk_token = self.folder / "query.token", self.folder / "desk.token"
        query_token.write_text(TOKEN + "\n")
        desk_token.write_text(HASHED_TOKEN)
        query = self.start(query_program(
            self.folder, ingest.address, f"--log_token_file={query_token}", f"--token_file={self.tokens}",
            f"--policy={self.policy}"))
        wait_until(lambda: self.client(query).health("tearsheet.v1.QueryService") == "SERVING", "the state to catch up")
        flags = [f"--ingest={ingest.address}", f"--query={query.address}", "--format=jsonl"]
        run = run_program("tearsheet", "status", *flags, f"--token-file={desk_token}")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = run_program("tearsheet", "deals", *flags)
        self.assertEqual(run.returncode, 1)
        self.assertIn("is not for everybody", run.stderr)
        run = run_program("tearsheet", "deals", "--query=192.0.2.1:1", f"--token-file={desk_token}")
        self.assertEqual(run.returncode, 2)
        self.assertIn("in the clear", run.stderr)

    def test_what_does_not_go_together_is_refused_at_start(self):
        self.write(self.tokens, f"desk plain:{TOKEN}\n")
        self.write(self.policy, REFLECTION)
        bad = self.folder / "bad"
        bad.write_text("rules {\n  caller: 1 }")
        tokens, policy = f"--token_file={self.tokens}", f"--policy={self.policy}"
        for flags, word in [([tokens], "need --policy"), ([policy], "--policy needs"),
                            ([tokens, f"--policy={bad}"], "bad:2:"), ([tokens, f"--policy={bad}.none"], "bad.none"),
                            ([f"--token_file={bad}", policy], "bad:1:"),
                            ([f"--jwks_file={bad}", policy], "--jwt_issuer"),
                            ([f"--jwks_file={bad}", policy, "--jwt_issuer=a", "--jwt_audience=b"], "no key set"),
                            ([tokens, policy, "--listen=0.0.0.0:0", "--insecure_listen"], "loopback"),
                            (["--caller_rate=-1"], "--caller_rate"), (["--max_stream_age=0s"], "--max_stream_age")]:
            with self.subTest(flags=flags):
                run = run_program("tearsheet-ingest", f"--event_log=sqlite:{self.folder}/other.db",
                                  "--listen=127.0.0.1:0", "--metrics_listen=", *flags)
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertIn(word, run.stderr)


if __name__ == "__main__":
    unittest.main()
