"""What is sent again, when, and how long calls may take."""

from __future__ import annotations

import time

import pytest

from sandkeep import DaemonUnreachable, errors, messages
from sandkeep import _policy as policy
from sandkeep._keeping import interval_s
from sandkeep._requests import new_sandbox, session_key


def test_the_first_wait_is_100_ms_and_the_longest_250() -> None:
    backoff = policy.Backoff(attempts=10)
    delays = [backoff.next_delay_s(DaemonUnreachable("away")) for _ in range(10)]
    assert delays == [0.1, 0.2, *[0.25] * 7, None]


def test_a_wait_that_the_daemon_asks_for_is_kept_up_to_250_ms() -> None:
    assert policy.Backoff(attempts=2).next_delay_s(errors.Draining("stops", retry_after=0.15)) == 0.15
    assert policy.Backoff(attempts=2).next_delay_s(errors.Draining("stops", retry_after=60.0)) == 0.25


def test_nothing_is_waited_for_past_the_deadline() -> None:
    assert policy.Backoff(until=time.monotonic() + 0.05).next_delay_s(DaemonUnreachable("away")) is None


@pytest.mark.parametrize(
    ("request_", "is_safe"),
    [
        (messages.AcquireSandboxRequest(request_id="r"), True),
        (messages.AcquireSandboxRequest(), False),
        (messages.GetSandboxRequest(), True),
        (messages.HeartbeatRequest(), True),
        (messages.StartExecRequest(spec=messages.ExecSpec(exec_id="e")), True),
        (messages.StartExecRequest(), False),
        (messages.PrewarmPoolRequest(), False),
    ],
)
def test_only_what_is_done_once_is_sent_twice(request_: messages.GetSandboxRequest, is_safe: bool) -> None:
    assert policy.is_safe_to_repeat(request_) is is_safe


@pytest.mark.parametrize(
    ("failure", "is_away"),
    [
        (DaemonUnreachable("away"), True),
        (errors.Draining("stops"), True),
        (errors.Starting("starts"), True),
        (errors.RuntimeUnavailable("no engine"), False),
        (errors.CapacityExhausted("full"), False),
        (errors.DeadlinePassed("late"), False),
    ],
)
def test_a_daemon_that_is_away_is_not_an_engine_that_is(failure: errors.SandkeepError, is_away: bool) -> None:
    assert policy.is_daemon_away(failure) is is_away


def test_each_method_has_a_deadline_that_fits() -> None:
    assert policy.timeout_of(messages.GetSandboxRequest()) == 30
    assert policy.timeout_of(messages.AcquireSandboxRequest()) == 600
    assert policy.timeout_of(messages.RunExecRequest()) == 90
    assert policy.timeout_of(messages.RunExecRequest(timeout=policy.duration(5))) == 35
    assert policy.timeout_of(messages.HeartbeatRequest()) == 30
    assert policy.timeout_of(messages.HeartbeatRequest(restore=True)) == 600


def test_heartbeats_come_three_times_in_the_time_that_a_session_has() -> None:
    answer = messages.HeartbeatResponse()
    assert interval_s(None, answer) == 20
    answer.recycle_time.FromNanoseconds(round((time.time() + 6) * 1e9))
    assert interval_s(None, answer) == pytest.approx(2, abs=0.1)
    assert interval_s(5, answer) == 5


def test_seconds_become_durations_exactly_and_none_stays_absent() -> None:
    request = messages.CreateSandboxRequest(**new_sandbox(idle_timeout_s=0.25))
    assert policy.seconds_of(request.idle_timeout) == 0.25
    assert not messages.CreateSandboxRequest(**new_sandbox()).HasField("idle_timeout")
    assert messages.CreateSandboxRequest(**new_sandbox(idle_timeout_s=0)).HasField("idle_timeout")


def test_a_session_is_named_by_text_or_by_its_key() -> None:
    key = session_key("s1", user="ada", namespace="n")
    assert (key.namespace, key.user, key.session) == ("n", "ada", "s1")
    assert session_key(key) is key
