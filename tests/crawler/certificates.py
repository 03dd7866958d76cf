"""Certificates for tests, made on the spot by the openssl command: those that hold and those that do not."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

NAME, ADDRESS = "news.test", "127.0.0.1"
_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@dataclass(frozen=True)
class Authority:
    """One that vouches for servers; ``file`` is what a client has to trust."""

    directory: Path

    @classmethod
    def found(cls, directory: Path) -> Authority:
        """A new one. Skips the test where there is no openssl command."""
        if not shutil.which("openssl"):
            pytest.skip("needs the openssl command to make certificates")
        _openssl("req", "-x509", *_KEY, "-days", 2, "-subj", "/CN=tests", "-keyout", directory / "ca.key", "-out",
                 directory / "ca.crt")  # fmt: skip
        return cls(directory)

    @property
    def file(self) -> Path:
        return self.directory / "ca.crt"

    def trusted(self) -> ssl.SSLContext:
        """A client that trusts this one and nobody else."""
        return ssl.create_default_context(cafile=str(self.file))

    def server(self, names: str = f"DNS:{NAME},IP:{ADDRESS}", days: int = 2) -> ssl.SSLContext:
        """A server with a certificate for ``names``; with negative ``days`` it has expired."""
        key, request, certificate, extension = (
            self.directory / f"{abs(hash((names, days)))}.{kind}" for kind in ("key", "csr", "crt", "ext")
        )
        extension.write_text(f"subjectAltName={names}\n")
        _openssl("req", *_KEY, "-subj", "/CN=tests", "-keyout", key, "-out", request)
        _openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self.directory / "ca.key",
                 "-CAcreateserial", "-extfile", extension, "-days", days, "-out", certificate)  # fmt: skip
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        return context
