"""Questions to the relay of a team, and notes for it, over a connection to an address that the user typed."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from confnotes.errors import ConfnotesError, NetworkError
from confnotes.markup.safe import safe_text
from confnotes.web.connect import FetchDeadline, WrongCertificateError, connect

NOTES: Final = "/notes"
TEAM_HEADER: Final = "Confnotes-Team"
WAIT_SECONDS: Final = 20.0
"""How long a relay holds a question until there is an answer."""
MAX_REQUEST: Final = 8 << 20
_MAX_ANSWER: Final = 16 << 20
_ANSWER_SECONDS: Final = 8.0  # for a bad network
_NOT_THERE: Final = "Is the relay in the same network, and does its firewall allow the port?"
_REASON: Final = {
    401: ("the relay refuses the code", "Ask for its address again, and run `confnotes team relay ADDRESS`."),
    404: ("there is no relay at this address", "Copy the address that `confnotes host` prints."),
    421: ("the relay does not know its own name", "Start it with --allow-host and the name in its address."),
}


class RelayRefusedError(ConfnotesError):
    """The relay can be reached, and only the user can change what is wrong."""


@dataclass(frozen=True, slots=True)
class RelayConnection:
    """How to reach a relay: address, token, fingerprint of its certificate ("": an authority vouches for it), and the
    id of the team.
    """

    url: str
    token: str
    fingerprint: str
    team: str

    def read(self, name: str, run: str, after: int) -> Mapping[str, Any]:
        """The notes of others than `name` after a number of a run of the relay; waits for one in a run that is known.

        Raises NetworkError, RelayRefusedError.
        """
        query = urlencode({"name": name, "run": run, "after": after})
        return self._ask("GET", f"{NOTES}?{query}", b"", (WAIT_SECONDS if run else 0) + _ANSWER_SECONDS)

    def write(self, name: str, notes: Sequence[Mapping[str, str | None]]) -> None:
        """Have the others read these notes. Raises NetworkError, RelayRefusedError."""
        given = json.dumps({"name": name, "notes": notes}).encode()
        self._ask("POST", NOTES, given, _ANSWER_SECONDS)

    def _ask(self, method: str, path: str, given: bytes, seconds: float) -> Mapping[str, Any]:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        headers = {"Authorization": f"Bearer {self.token}", TEAM_HEADER: self.team, "Content-Type": "application/json"}
        deadline = FetchDeadline(seconds)
        try:
            with deadline.told_about(host):
                connection = connect(parts, deadline, private=True, fingerprint=self.fingerprint)
                with closing(connection):
                    connection.request(method, path, given or None, headers)
                    response = connection.getresponse()
                    status, data = response.status, _read(response, deadline)
        except NetworkError as error:
            if isinstance(error.__cause__, WrongCertificateError):
                raise RelayRefusedError(error.message, error.hint) from error
            raise NetworkError(error.message, _NOT_THERE) from error
        return _answer(status, data)


def _read(response: http.client.HTTPResponse, deadline: FetchDeadline) -> bytes:
    """An answer that is neither too long nor too slow."""
    data = bytearray()
    while len(data) <= _MAX_ANSWER and deadline.left() and (chunk := response.read1(1 << 16)):
        data += chunk
    return bytes(data)


def _answer(status: int, data: bytes) -> Mapping[str, Any]:
    """What was answered. Raises NetworkError for what may be better next time, RelayRefusedError for what will not."""
    try:
        answer = json.loads(data) if len(data) <= _MAX_ANSWER else None
    except (ValueError, RecursionError):
        answer = None
    if status in _REASON:
        raise RelayRefusedError(*_REASON[status])
    if not isinstance(answer, dict) or status >= 500:
        raise NetworkError("the relay does not answer as a relay", "Check its address.")
    if status != 200:
        raise RelayRefusedError(safe_text(str(answer.get("error", "")), lines=False)[:200] or "the relay refuses it")
    return answer
