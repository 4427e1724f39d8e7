"""The body of a request, within limits, and errors as JSON."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web


async def body(request: web.Request, most: int, seconds: float = 20.0) -> bytes:
    """The body of a request; refuses one that is too large before it is here, and one that takes too long."""
    size = request.content_length or 0
    data = bytearray()
    try:
        async with asyncio.timeout(seconds):
            if size <= most:
                async for chunk in request.content.iter_chunked(1 << 16):
                    data += chunk
                    if len(data) > most:
                        break
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    if max(size, len(data)) > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=max(size, len(data)))
    return bytes(data)


def fields(data: bytes) -> dict[str, Any]:
    """The object in a body. Raises HTTPBadRequest."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise failure(400, "The request is not a JSON object", "")
    return given


def failure(status: int, message: str, hint: str) -> web.HTTPException:
    """The response for an error, as JSON."""
    kinds = {400: web.HTTPBadRequest, 404: web.HTTPNotFound, 422: web.HTTPUnprocessableEntity}
    kind = kinds.get(status) or (web.HTTPServiceUnavailable if status == 503 else web.HTTPInternalServerError)
    message = f"{message[:1].upper()}{message[1:]}"
    return kind(text=json.dumps({"error": message, "hint": hint}), content_type="application/json")
