"""All that can be read in what was exported, whatever it is packed in."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator

from confnotes.exporters.render_options import Output

DATA_URI = re.compile(rb"base64,([A-Za-z0-9+/=\s]{8,})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_BETWEEN = re.compile(rb"[\s{}\xad]+|\xc2\xad")


def all_that_can_be_read(output: Output) -> bytes:
    """Names and contents of all files, unpacked, in lower case, without blanks, braces and soft hyphens."""
    files = {"": output.data, **output.beside}
    read = b"\0".join(part for name, data in files.items() for part in (name.encode(), *_parts(data)))
    return _BETWEEN.sub(b"", read).lower()


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _parts(archive.read(name))
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif b"\nContent-Transfer-Encoding:" in data:
        parts = email.message_from_bytes(data, policy=email.policy.default).walk()
        yield from (part.get_content().encode() for part in parts if part.get_content_maintype() == "text")
    for match in DATA_URI.finditer(data):
        yield from _parts(base64.b64decode(match[1] + b"=="))


def _of_pdf(data: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(data):
        unpacked = zlib.decompressobj()
        try:
            yield unpacked.decompress(match[1])
        except zlib.error:
            continue
    if program := shutil.which("pdftotext"):
        yield subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True, timeout=60).stdout
    if program := shutil.which("pdfinfo"):
        yield subprocess.run([program, "-"], input=data, capture_output=True, check=True, timeout=60).stdout
