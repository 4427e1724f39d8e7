"""An ssh server on this machine for one folder: with keys of its own, and an `ssh` first on the path that knows it."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
_SERVER = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {keys}/host
AuthorizedKeysFile {keys}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
"""
_CLIENT = """\
Host 127.0.0.1
  IdentityFile {keys}/user
  IdentitiesOnly yes
  UserKnownHostsFile {keys}/known
  StrictHostKeyChecking yes
"""
_PATIENCE = 10.0  # seconds


@contextmanager
def ssh_served(folder: Path) -> Iterator[str]:
    """The address of the folder by ssh, for this process and its children."""
    assert SSHD is not None, "sshd is missing"
    keys, path = folder / "keys", os.environ["PATH"]
    keys.mkdir()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    (keys / "known").write_text(f"[127.0.0.1]:{port} {(keys / 'host.pub').read_text()}")
    (keys / "client").write_text(_CLIENT.format(keys=keys))
    (keys / "server").write_text(_SERVER.format(keys=keys, port=port))
    (keys / "ssh").write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {keys}/client "$@"\n')
    (keys / "ssh").chmod(0o700)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd of root does not start without
    serving = subprocess.Popen([SSHD, "-D", "-e", "-f", str(keys / "server")], stderr=(keys / "log").open("wb"))
    try:
        _wait_for(port)
        os.environ["PATH"] = f"{keys}:{path}"
        yield f"ssh://{getpass.getuser()}@127.0.0.1:{port}{folder}"
    finally:
        os.environ["PATH"] = path
        serving.terminate()
        serving.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise TimeoutError("sshd does not start")
