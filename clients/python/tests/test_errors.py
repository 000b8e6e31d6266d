"""What callers catch."""

from __future__ import annotations

import re
from pathlib import Path

import grpc
import pytest
from conftest import Daemon, refusal

import sandkeep
from sandkeep import errors

TABLE = Path(__file__).resolve().parents[3] / "docs/ERRORS.md"


@pytest.mark.skipif(not TABLE.exists(), reason="the table is not beside an installed package")
def test_every_reason_of_the_table_has_a_class_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (yes|no) \|", TABLE.read_text(), re.MULTILINE)
    assert len(rows) > 50
    classes = {reason: (kind.status, kind.retryable) for reason, kind in errors.BY_REASON.items()}
    assert classes == {reason: (status, retry == "yes") for reason, status, retry in rows}


def test_an_error_has_every_detail(daemon: Daemon) -> None:
    daemon.refusals.append((grpc.StatusCode.RESOURCE_EXHAUSTED, refusal("CAPACITY_EXHAUSTED", "full", 1.5)))
    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(errors.CapacityExhausted) as caught:
        client.acquire("s1")
    error = caught.value
    assert (error.reason, error.status, error.message) == ("CAPACITY_EXHAUSTED", "RESOURCE_EXHAUSTED", "full")
    assert (error.hint, error.retryable, error.retry_after) == ("wait", True, 1.5)
    assert dict(error.metadata) == {"limit": "1"}
    assert [violation.field for violation in error.field_violations] == ["session"]
    assert [violation.subject for violation in error.quota_violations] == ["max_sandboxes"]
    assert str(error) == "CAPACITY_EXHAUSTED: full (wait)"


def test_a_reason_that_is_newer_than_the_package_is_a_plain_error(daemon: Daemon) -> None:
    daemon.refusals.append((grpc.StatusCode.ABORTED, refusal("FROM_THE_FUTURE")))
    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(sandkeep.SandkeepError) as caught:
        client.acquire("s1")
    assert type(caught.value) is sandkeep.SandkeepError
    assert (caught.value.reason, caught.value.status) == ("FROM_THE_FUTURE", "ABORTED")


def test_details_that_do_not_decode_leave_the_status(daemon: Daemon) -> None:
    class Broken:
        message = "broken"

        def SerializeToString(self) -> bytes:
            return b"\xff\xff\xff"

    daemon.refusals.append((grpc.StatusCode.NOT_FOUND, Broken()))  # type: ignore[arg-type]
    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(sandkeep.SandkeepError) as caught:
        client.get("s1")
    assert (caught.value.reason, caught.value.status) == ("", "NOT_FOUND")


def test_nobody_on_the_socket_is_an_error_of_its_own(tmp_path: Path) -> None:
    with (
        sandkeep.Client(tmp_path / "none.sock", ready_timeout_s=0.2) as client,
        pytest.raises(sandkeep.DaemonUnreachable, match=r"none\.sock is not ready after 0\.2 s"),
    ):
        client.info()


def test_a_message_over_the_limit_is_the_class_of_the_table(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(errors.MessageTooLarge):
        client.acquire("s1", labels={"large": "x" * 5_000_000})


def test_a_command_that_fails_is_an_error_on_demand_only() -> None:
    result = sandkeep.CommandResult(sandkeep.ExitStatus("EXITED", 2), b"", b"no such file\n")
    assert not result.ok
    with pytest.raises(sandkeep.CommandFailed, match="exit code 2: no such file") as caught:
        result.check()
    assert caught.value.result is result
