"""Tasks that acquire, run, write, read, beat and release, while the daemon is killed or stopped, and started again.

Prints what happened and ends with 1 when a sandbox was lost, doubled or not the same, or an error was none of the
documented ones. The daemon is restarted by whoever started this program; see test/clients/control.ts.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import sandkeep
from sandkeep import errors, messages

T = TypeVar("T")

#: What a step may fail with while a daemon is away, and how often it is tried before the run is taken for failed.
STEP_ATTEMPTS = 20
STEP_PAUSE_S = 0.5
_USER = "soak"
_FILE = "/workspace/soak.txt"
_ENDED = {messages.SANDBOX_STATE_RELEASED}


class Soak:
    def __init__(self, client: sandkeep.AsyncClient, tasks: int, rounds: int, restarts: int) -> None:
        self.client = client
        self.tasks = tasks
        self.rounds = rounds
        self.restarts = restarts
        self.done = 0
        self.progress = asyncio.Condition()
        self.counts: collections.Counter[str] = collections.Counter()
        self.failures: collections.Counter[str] = collections.Counter()
        self.away_s: list[float] = []
        self.wrong: list[str] = []

    async def run(self) -> None:
        restarting = asyncio.create_task(self.restart_daemon())
        await asyncio.gather(*(self.task(number) for number in range(self.tasks)))
        await restarting
        await self.check_end()

    async def restart_daemon(self) -> None:
        """One restart at each equal part of the work."""
        total = self.tasks * self.rounds
        for number in range(1, self.restarts + 1):
            due = total * number // (self.restarts + 1)
            async with self.progress:
                await self.progress.wait_for(lambda due=due: self.done >= due)  # type: ignore[misc]
            begun = time.monotonic()
            # A stop in order refuses what a kill cuts off.
            print("control\trestart" if number % 2 == 1 else "control\tstop and start", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            self.away_s.append(time.monotonic() - begun)

    async def task(self, number: int) -> None:
        for round_ in range(self.rounds):
            try:
                await self.round(f"soak-{number}", f"{number}:{round_}")
            except Exception as failure:
                self.wrong.append(f"task {number} round {round_}: {failure!r}")
            async with self.progress:
                self.done += 1
                self.progress.notify_all()

    async def round(self, session: str, text: str) -> None:
        # Each of these is one call, with one request_id, however often the client sends it.
        box = await self.step("acquire", lambda: self.open(session))
        self.check(len(await self.live(session)) == 1, f"{session} has one sandbox")
        result = await self.step("run", lambda: box.run(["printf", text]))
        self.check(result.stdout.decode() == text, f"{session} ran printf {text}: {result}")
        await self.step("write", lambda: box.files.write_text(_FILE, text))
        read = await self.step("read", lambda: box.files.read_text(_FILE))
        self.check(read == text, f"{session} wrote {text} and read {read}")
        beat = await self.step("heartbeat", lambda: self.client.heartbeat(session, user=_USER))
        self.check(beat.generation == box.info.generation, f"{session} has the generation {beat.generation}")
        again = await self.step("acquire", lambda: self.open(session, reuse_only=True))
        self.check(again.id == box.id and again.info.generation == 1, f"{session} kept {box.id}, not {again.id}")
        await self.step("release", lambda: box.release(mode=messages.RELEASE_MODE_DESTROY, wait=True))
        self.check(not await self.live(session), f"{session} has no sandbox after its release")

    async def open(self, session: str, *, reuse_only: bool = False) -> sandkeep.AsyncSandbox:
        return await self.client.acquire(session, user=_USER, namespace="default", reuse_only=reuse_only)

    async def step(self, name: str, call: Callable[[], Awaitable[T]]) -> T:
        """What the call gives; counts what it fails with, and tries it again as a caller would."""
        for attempt in range(1, STEP_ATTEMPTS + 1):
            try:
                answer = await call()
            except sandkeep.SandkeepError as failure:
                self.failures[f"{type(failure).__name__} ({failure.reason or failure.status}) in {name}"] += 1
                documented = (
                    isinstance(failure, sandkeep.DaemonUnreachable) or type(failure) in errors.BY_REASON.values()
                )
                self.check(documented, f"{name} failed with a class of the table: {failure!r}")
                if attempt == STEP_ATTEMPTS or not failure.retryable:
                    raise
                await asyncio.sleep(failure.retry_after or STEP_PAUSE_S)
            else:
                self.counts[name] += 1
                return answer
        raise AssertionError("unreachable")

    async def live(self, session: str) -> list[messages.Sandbox]:
        filter_ = messages.SandboxFilter(user=_USER, session=session)
        return [box async for box in self.client.list_sandboxes(filter_) if box.state not in _ENDED]

    async def check_end(self) -> None:
        boxes = [box async for box in self.client.list_sandboxes(show_released=True)]
        states = collections.Counter(messages.SandboxState.Name(box.state) for box in boxes)
        self.counts["sandboxes made"] = len(boxes)
        self.check(len(boxes) == self.tasks * self.rounds, f"{len(boxes)} sandboxes, one for each round")
        self.check(set(states) == {"SANDBOX_STATE_RELEASED"}, f"all are released: {dict(states)}")
        orphans: Any = await self.client.stubs.admin.ListOrphans(messages.ListOrphansRequest(), timeout=30)
        self.check(not orphans.orphans, "the engine has no container that no record explains")

    def check(self, holds: bool, text: str) -> None:
        if not holds:
            self.wrong.append(text)


async def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--restarts", type=int, default=5)
    options = parser.parse_args()
    begun = time.monotonic()
    async with sandkeep.AsyncClient() as client:
        soak = Soak(client, options.tasks, options.rounds, options.restarts)
        await soak.run()
    print(f"{options.tasks} tasks, {options.rounds} rounds each, in {time.monotonic() - begun:.1f} s")
    print(f"the daemon was away for {', '.join(f'{away_s:.1f}' for away_s in soak.away_s)} s")
    for name, count in sorted(soak.counts.items()):
        print(f"  {count:6} {name}")
    print(f"errors that callers saw: {sum(soak.failures.values())}")
    for name, count in sorted(soak.failures.items()):
        print(f"  {count:6} {name}")
    print(f"wrong: {len(soak.wrong)}")
    for text in soak.wrong[:20]:
        print(f"  {text}")
    return 1 if soak.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
