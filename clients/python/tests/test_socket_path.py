"""Where the daemon is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandkeep import Client, default_socket_path

SYSTEM = "/run/sandkeep/sandkeep.sock"


def found(environment: dict[str, str], platform: str = "linux", existing: tuple[str, ...] = ()) -> str:
    return default_socket_path(environment, platform, lambda: Path("/home/ada"), lambda path: path in existing)


def test_the_environment_comes_first() -> None:
    assert found({"SANDKEEP_SOCKET": "/tmp/a.sock", "XDG_RUNTIME_DIR": "/x"}) == "/tmp/a.sock"
    assert found({"SANDKEEP_SOCKET": "a.sock"}) == str(Path.cwd() / "a.sock")


def test_a_daemon_of_the_user_comes_before_the_one_of_the_system() -> None:
    own = "/x/sandkeep/sandkeep.sock"
    assert found({"XDG_RUNTIME_DIR": "/x"}, existing=(own, SYSTEM)) == own
    assert found({"XDG_RUNTIME_DIR": "/x"}) == SYSTEM


def test_macos_has_a_place_in_the_home_directory() -> None:
    assert found({}, "darwin") == "/home/ada/Library/Application Support/sandkeep/run/sandkeep.sock"
    assert found({}, "darwin", ("/var" + SYSTEM,)) == "/var" + SYSTEM


def test_without_a_session_a_daemon_of_the_user_serves_in_its_state_directory() -> None:
    own = "/home/ada/.local/state/sandkeep/run/sandkeep.sock"
    assert found({}, existing=(own, SYSTEM)) == own
    assert found({}) == SYSTEM
    elsewhere = "/s/sandkeep/run/sandkeep.sock"
    assert found({"XDG_STATE_HOME": "/s"}, existing=(elsewhere,)) == elsewhere


def test_a_path_that_no_socket_can_have_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="longer than 103 bytes"):
        Client("/" + "a" * 103)
