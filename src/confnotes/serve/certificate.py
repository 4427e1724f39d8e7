"""A certificate of our own, for a server whose address carries the fingerprint of its certificate.

So nobody needs an authority that browsers trust: whoever has the address knows the only certificate that is right.
"""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from confnotes.errors import ConfnotesError
from confnotes.extras import install_program
from confnotes.vault.private_file import put_private, state_file
from confnotes.web.connect import fingerprint_of

_DAYS = "3650"  # nobody compares the dates: clocks at conferences are wrong
_COMMAND = (
    *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
    *("-keyout", "key.pem", "-out", "certificate.pem", "-subj", "/CN=confnotes", "-days", _DAYS),
)


def own_certificate(root: Path) -> Path:
    """The file with the certificate of a vault and its key, made at the first time. Raises ConfnotesError, OSError."""
    file = state_file(root, "certificate").with_suffix(".pem")
    if file.is_file():
        return file
    program = which("openssl")
    if program is None:
        raise ConfnotesError(
            "no certificate, and no openssl to make one",
            f"Install it with `{install_program('openssl')}`, or use --cert FILE --key FILE.",
        )
    with TemporaryDirectory() as folder:  # which is private
        made = subprocess.run([program, *_COMMAND], cwd=folder, capture_output=True, check=False)
        if made.returncode:
            reason = made.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise ConfnotesError(f"openssl could not make a certificate: {reason}", "Use --cert FILE --key FILE.")
        parts = [Path(folder, name).read_bytes() for name in ("certificate.pem", "key.pem")]
    put_private(file, b"".join(parts), synced=True)
    return file


def fingerprint_in(file: Path) -> str:
    """The fingerprint of the first certificate in a file. Raises ConfnotesError."""
    try:
        text = file.read_text(encoding="latin-1")
        begin = text.index("-----BEGIN CERTIFICATE-----")
        end = text.index("-----END CERTIFICATE-----", begin)
        return fingerprint_of(ssl.PEM_cert_to_DER_cert(f"{text[begin:end]}-----END CERTIFICATE-----\n"))
    except (OSError, ValueError) as error:
        raise ConfnotesError("the certificate cannot be read", "Check --cert.") from error
