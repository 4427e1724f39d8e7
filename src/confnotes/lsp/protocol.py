"""The protocol as pygls speaks it, but every request is answered, and every error in one line."""

from __future__ import annotations

from typing import Any

from lsprotocol.types import INITIALIZE, ResponseError
from pygls.exceptions import JsonRpcException, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol


class EditorProtocol(LanguageServerProtocol):
    """Answers requests that pygls ignores, because an editor waits for them, and shows no traceback."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The message; a request with wrong parameters is refused. Raises JsonRpcException."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _handle_request(self, msg_id: int | str, method_name: str, params: Any) -> None:
        if self._workspace is None and method_name != INITIALIZE:
            refused = JsonRpcServerNotInitialized("The editor has not initialized the server")
            self._send_response(msg_id, error=refused.to_response_error())
        else:
            super()._handle_request(msg_id, method_name, params)

    def _send_response(self, msg_id: int | str, result: Any = None, error: ResponseError | None = None) -> None:
        if error is not None:
            error = ResponseError(error.code, error.message.strip().rpartition("\n")[2])
        super()._send_response(msg_id, result, error)
