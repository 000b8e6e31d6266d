"""Runs test/clients/scenario.json by this package: run.py threads, or run.py asyncio. See test/clients/README.md."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import grpc

import sandkeep
from sandkeep import messages
from sandkeep._results import enum_name

Step = dict[str, Any]
Outcome = dict[str, Any]

_NEW = ("CREATED", "CLAIMED", "RESTORED")
_END = object()


class InThreads:
    """An object of the client for threads, seen as one for asyncio: each call waits in a thread."""

    def __init__(self, target: Any) -> None:
        self.target = target

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.target, name)
        if not callable(attribute):
            return InThreads(attribute) if isinstance(attribute, sandkeep.Files) else attribute

        async def call(*args: Any, **options: Any) -> Any:
            return seen(await asyncio.to_thread(attribute, *args, **options))

        return call

    def __aiter__(self) -> InThreads:
        return self

    async def __anext__(self) -> Any:
        item = await asyncio.to_thread(next, self.target, _END)
        if item is _END:
            raise StopAsyncIteration
        return item


def seen(value: Any) -> Any:
    wrapped = (sandkeep.Client, sandkeep.Sandbox, sandkeep.Command, sandkeep.EventWatch)
    return InThreads(value) if isinstance(value, wrapped) else value


class Reader:
    """A command with what was read of it."""

    def __init__(self, command: Any) -> None:
        self.command = command
        self.stdout = b""

    async def read_until(self, text: bytes) -> None:
        async for piece in self.command:
            self.stdout += piece.data if piece.stream == "stdout" else b""
            if self.stdout.endswith(text):
                return


class Runner:
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.prefix = os.environ["SANDKEEP_CLIENT"] + "-"
        self.client = self.connect("SANDKEEP_SOCKET")
        self.future = self.connect("SANDKEEP_FUTURE_SOCKET")
        self.kept: dict[str, Any] = {}
        self.last_seq: dict[str, int] = {}

    def connect(self, variable: str) -> Any:
        if self.kind == "threads":
            return InThreads(sandkeep.Client(os.environ[variable]))
        return sandkeep.AsyncClient(os.environ[variable])

    async def run_all(self, scenario: dict[str, Any]) -> None:
        for case in scenario["cases"]:
            for number, step in enumerate(case["steps"], 1):
                outcome = await self.outcome_of(step)
                shown = [f"{key}={as_json(outcome.get(key))}" for key in sorted(step["expect"])]
                print(case["name"], number, step["call"], " ".join(shown), sep="\t", flush=True)
        await self.client.close()
        await self.future.close()

    async def outcome_of(self, step: Step) -> Outcome:
        call: Callable[[Step], Awaitable[Outcome]] = getattr(self, step["call"])
        try:
            return await call(step)
        except sandkeep.SandkeepError as failure:
            return outcome_of_failure(failure)

    def keep(self, step: Step, thing: Any) -> None:
        if "as" in step:
            self.kept[step["as"]] = thing

    def name(self, text: str) -> str:
        return self.prefix + text if text else text

    def outcome_of_sandbox(self, box: Any) -> Outcome:
        boxes = {name: thing for name, thing in self.kept.items() if hasattr(thing, "info") and hasattr(thing, "files")}
        return {
            "id": box.id,
            "outcome": box.outcome,
            "state": box.state,
            "generation": box.info.generation,
            "has_url": box.url != "",
            "is_new": box.outcome in _NEW,
            **{f"same_as_{name}": box.id == other.id for name, other in boxes.items()},
        }

    def acquire_options(self, step: Step) -> dict[str, Any]:
        names = ("namespace", "template", "reuse_only", "timeout_s")
        options = {name: step[name] for name in names if name in step}
        if "request_id" in step:
            options["request_id"] = self.name(step["request_id"])
        return options

    async def acquire(self, step: Step) -> Outcome:
        box = await self.client.acquire(self.name(step["session"]), **self.acquire_options(step))
        self.keep(step, box)
        return self.outcome_of_sandbox(box)

    async def acquire_cancelled(self, step: Step) -> Outcome:
        session = messages.SessionKey(session=self.name(step["session"]))
        request = messages.AcquireSandboxRequest(session=session, template=step["template"], request_id="")
        if self.kind == "threads":
            call = self.client.target.stubs.sandbox.AcquireSandbox.future(request, timeout=60)
            await asyncio.sleep(step["after_s"])
            call.cancel()
            return {"status": (await asyncio.to_thread(call.code)).name}
        task = asyncio.ensure_future(self.client.acquire(session, template=step["template"]).__aenter__())
        await asyncio.sleep(step["after_s"])
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return {"status": grpc.StatusCode.CANCELLED.name}
        return {"status": grpc.StatusCode.OK.name}

    async def get(self, step: Step) -> Outcome:
        sandbox_id = step["sandbox_id"] if "sandbox_id" in step else self.kept[step["sandbox"]].id
        return self.outcome_of_sandbox(await self.client.get(sandbox_id))

    async def future_get(self, step: Step) -> Outcome:
        return self.outcome_of_sandbox(await self.future.get(step["sandbox_id"]))

    async def change(self, step: Step) -> Outcome:
        box = self.kept[step["sandbox"]]
        return {"state": (await (box.pause() if step["to"] == "PAUSED" else box.resume())).state}

    async def release(self, step: Step) -> Outcome:
        box = self.kept[step["sandbox"]]
        await box.release(mode=messages.RELEASE_MODE_DESTROY, wait=True)
        return {"state": box.state}

    async def run(self, step: Step) -> Outcome:
        stdin = bytes(step["stdin_bytes"]) if "stdin_bytes" in step else step.get("stdin", "")
        command = step.get("argv", step.get("shell"))
        result = await self.kept[step["sandbox"]].run(command, stdin=stdin, timeout_s=step.get("timeout_s"))
        return {
            "exit_code": result.exit_code,
            "stdout": result.stdout.decode(),
            "stderr": result.stderr.decode(),
            "timed_out": result.timed_out,
        }

    async def exec(self, step: Step) -> Outcome:
        box = self.kept[step["sandbox"]]
        command = await box.exec(step["shell"], open_stdin=step.get("open_stdin", False))
        self.keep(step, Reader(command))
        return {"has_exec_id": command.exec_id != ""}

    async def exec_write(self, step: Step) -> Outcome:
        await self.kept[step["command"]].command.write(step["text"])
        return {}

    async def exec_end_input(self, step: Step) -> Outcome:
        await self.kept[step["command"]].command.end_input()
        return {}

    async def exec_signal(self, step: Step) -> Outcome:
        await self.kept[step["command"]].command.signal(step["signal"])
        return {}

    async def exec_read_until(self, step: Step) -> Outcome:
        reader = self.kept[step["command"]]
        await reader.read_until(step["text"].encode())
        return {"stdout": reader.stdout.decode()}

    async def exec_wait(self, step: Step) -> Outcome:
        reader = self.kept[step["command"]]
        async for piece in reader.command:
            reader.stdout += piece.data if piece.stream == "stdout" else b""
        status = await reader.command.wait()
        return {
            "stdout": reader.stdout.decode(),
            "stdout_bytes": len(reader.stdout),
            "cause": status.cause,
            "exit_code": status.exit_code,
            "signal": status.signal,
            "output_lost": reader.command.output_lost,
        }

    async def write_file(self, step: Step) -> Outcome:
        text = step["text"] if "text" in step else step["repeat"] * step["times"]
        entry = await self.kept[step["sandbox"]].files.write_bytes(step["path"], text.encode())
        return {"size_bytes": entry.size_bytes}

    async def read_file(self, step: Step) -> Outcome:
        data = await self.kept[step["sandbox"]].files.read_bytes(step["path"])
        return {"size_bytes": len(data), "text": data.decode()}

    async def heartbeat(self, step: Step) -> Outcome:
        names = ("expected_generation", "heartbeat_timeout_s")
        options = {name: step[name] for name in names if name in step}
        answer = await self.client.heartbeat(self.name(step["session"]), **options)
        return {
            "state": enum_name(messages.SessionState, answer.state, "SESSION_STATE_"),
            "generation": answer.generation,
            "needs_restore": answer.needs_restore,
            "has_recycle_time": answer.HasField("recycle_time"),
        }

    async def watch(self, step: Step) -> Outcome:
        box = self.kept[step["sandbox"]]
        self.keep(step, await self.client.watch_events(sandbox_id=box.id, from_start=step.get("from_start", False)))
        return {}

    async def watch_read(self, step: Step) -> Outcome:
        watch = self.kept[step["watch"]]
        numbers = [self.last_seq.get(step["watch"], 0)]
        reasons = []
        for _ in range(step["count"]):
            event = await watch.__anext__()
            numbers.append(event.seq)
            reasons.append(event.reason)
        self.last_seq[step["watch"]] = numbers[-1]
        in_order = all(earlier < later for earlier, later in itertools.pairwise(numbers))
        return {"reasons": ",".join(reasons), "in_order": in_order}

    async def parallel(self, step: Step) -> Outcome:
        sessions = [self.name(step["sessions"][n % len(step["sessions"])]) for n in range(step["count"])]
        boxes = await asyncio.gather(*(self.opened(session) for session in sessions))
        return {
            "answers": len(boxes),
            "sandboxes": len({box.id for box in boxes}),
            "created": sum(box.outcome == "CREATED" for box in boxes),
        }

    async def opened(self, session: str) -> Any:
        return await self.client.acquire(session)

    async def control(self, step: Step) -> Outcome:
        print("control", step["do"], sep="\t", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        return {}


def outcome_of_failure(failure: sandkeep.SandkeepError) -> Outcome:
    return {
        "error": failure.reason,
        "status": failure.status,
        "domain": "sandkeep" if failure.reason else "",
        "has_hint": failure.hint != "",
        "retryable": failure.retryable,
        "retry_after_s": failure.retry_after,
        "quota": failure.quota_violations[0].subject if failure.quota_violations else None,
        "fields": ",".join(violation.field for violation in failure.field_violations),
        **{f"metadata_{key}": value for key, value in failure.metadata.items()},
    }


def as_json(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    with open(os.environ["SANDKEEP_SCENARIO"], encoding="utf-8") as file:
        asyncio.run(Runner(sys.argv[1]).run_all(json.load(file)))
