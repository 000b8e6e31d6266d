"""Where the daemon's socket is when the caller does not say."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ._tables import MAX_SOCKET_PATH_BYTES

_SYSTEM_SOCKET_PATH = "/run/sandkeep/sandkeep.sock"
_MAC_SYSTEM_SOCKET_PATH = "/var/run/sandkeep/sandkeep.sock"


def default_socket_path(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    home: Callable[[], Path] = Path.home,
    exists: Callable[[str], bool] = os.path.exists,
) -> str:
    """The socket of ``SANDKEEP_SOCKET``, else of this user's daemon if there is one, else of the system's.

    >>> default_socket_path({"SANDKEEP_SOCKET": "/tmp/my.sock"})
    '/tmp/my.sock'
    """
    named = environment.get("SANDKEEP_SOCKET")
    if named:
        return os.path.abspath(named)
    runtime_directory = environment.get("XDG_RUNTIME_DIR")
    if runtime_directory:
        user_path = os.path.join(runtime_directory, "sandkeep/sandkeep.sock")
        if exists(user_path):
            return user_path
    in_state = str(_state_directory(environment, platform, home()) / "run/sandkeep.sock")
    if exists(in_state):
        return in_state
    if platform != "darwin":
        return _SYSTEM_SOCKET_PATH
    return _MAC_SYSTEM_SOCKET_PATH if exists(_MAC_SYSTEM_SOCKET_PATH) else in_state


def _state_directory(environment: Mapping[str, str], platform: str, home: Path) -> Path:
    """Of a daemon that its user started."""
    if platform == "darwin":
        return home / "Library/Application Support/sandkeep"
    state_home = environment.get("XDG_STATE_HOME", "")
    return (Path(state_home) if os.path.isabs(state_home) else home / ".local/state") / "sandkeep"


def checked_socket_path(path: str | os.PathLike[str] | None) -> str:
    """The path to connect to. Raises ValueError for one that no socket can have."""
    checked = default_socket_path() if path is None else os.fspath(path)
    if len(os.fsencode(checked)) > MAX_SOCKET_PATH_BYTES:
        raise ValueError(f"socket path is longer than {MAX_SOCKET_PATH_BYTES} bytes: {checked}")
    return checked
