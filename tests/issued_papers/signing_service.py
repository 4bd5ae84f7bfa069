"""A remote signing service on loopback that speaks the API of the Cloud Signature Consortium (v1).

Its key and certificate are those of an invented signer; it wants a token, a PIN and the release of
exactly the hash that it signs, and notes what it was asked.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from nominations.issued_papers.demo_signer import issue_certificate, subject_name
from tests.issued_papers.signing import DER, Authority
from workflow import clock

TOKEN, PIN, CREDENTIAL = "ma-truy-cap-bi-mat", "246810", "chung-thu-01"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"


class SigningService:
    """What the service knows, how it fails (`fault`), and what it was asked.

    "… moved" sends whoever asks on to `moved_to`; "… large" sends so many bytes `more`.
    """

    def __init__(self, authority: Authority, signer: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        now = clock.now()
        certificate = issue_certificate(
            subject_name(signer), authority.certificate.subject, self.key.public_key(),
            authority.key, begins=now - timedelta(days=5), ends=now + timedelta(days=90),
            is_authority=False,
        )  # fmt: skip
        chain = (certificate, authority.certificate)
        self.chain = [base64.b64encode(one.public_bytes(DER)).decode() for one in chain]
        self.fault = ""
        self.moved_to = ""
        self.more = 0
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.released: dict[str, list[str]] = {}
        self.gone_on = threading.Event()
        self.url = ""

    def answer(self, name: str, asked: dict[str, Any]) -> tuple[int, Any]:
        """The status and the JSON of the answer."""
        if asked.get("credentialID") != CREDENTIAL:
            return 400, {"error": "invalid_request"}
        if self.fault == f"{name} 500":
            return 500, {"error": "server_error"}
        if self.fault == f"{name} empty":
            return 200, {}
        if self.fault == f"{name} moved":
            return 307, {}
        if self.fault == f"{name} endless":
            return 200, {"SAD": "SAD-1", "expiresIn": 10**20}
        if self.fault == f"{name} slow":
            self.gone_on.wait(20)
        if name == "credentials/info":
            about = {"status": "enabled", "algo": [ECDSA_SHA256], "len": 256}
            return 200, {
                "cert": {"certificates": self.chain}, "key": about, "multisign": 1, "SCAL": "2",
            }  # fmt: skip
        if name == "credentials/authorize":
            if asked.get("PIN") != PIN:
                return 400, {"error": "invalid_pin"}
            self.released["SAD-1"] = asked["hash"]
            return 200, {"SAD": "SAD-1", "expiresIn": 60}
        if self.released.pop(asked["SAD"], None) != asked["hash"]:
            return 400, {"error": "invalid_request"}
        digest = base64.b64decode(asked["hash"][0])
        if self.fault == "signatures/signHash wrong":
            digest = bytes(32)
        made = self.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        return 200, {"signatures": [base64.b64encode(made).decode()]}


@contextmanager
def running(authority: Authority, signer: str = "Trần Quốc Hùng") -> Iterator[SigningService]:
    """The service, reached at its `url` over HTTP."""
    service = SigningService(authority, signer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = self.path.removeprefix("/csc/v1/")
            service.asked.append((name, asked))
            known = self.headers.get("Authorization") == f"Bearer {TOKEN}"
            status, found = service.answer(name, asked) if known else (401, {"error": "token"})
            content = json.dumps(found).encode()
            if service.fault == f"{name} large":
                content += b" " * service.more
            self.send_response(status)
            if status == 307:
                self.send_header("Location", service.moved_to + self.path)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        service.gone_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
