"""Linux's `renameat2`: swap two names in one step, or rename without replacing."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import cache

_NOREPLACE = 1
_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}

_Rename = Callable[[int, bytes, int, bytes, int], int]


def swap(folder: int, one: str, other_folder: int, other: str) -> bool:
    """Swap two names, each in its folder (a descriptor); False when this system cannot. Raises OSError."""
    return _rename(folder, one, other_folder, other, _EXCHANGE)


def rename_new(folder: int, old: str, new_folder: int, new: str) -> bool:
    """Rename unless `new` exists; False when this system cannot. Raises FileExistsError and other OSErrors."""
    return _rename(folder, old, new_folder, new, _NOREPLACE)


def _rename(folder: int, old: str, new_folder: int, new: str, flags: int) -> bool:
    call = _renameat2()
    if call is None:
        return False
    import ctypes

    if call(folder, os.fsencode(old), new_folder, os.fsencode(new), flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), new)


@cache
def _renameat2() -> _Rename | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        import ctypes

        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (ImportError, OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    function.restype = ctypes.c_int
    return function
