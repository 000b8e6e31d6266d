"""What the client costs over the bare stubs: acquire of a sandbox that runs, by both in turn.

The bare call has what the client gives: a fresh request_id and a deadline. With --assert it ends with 1 above 10 %.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
import uuid
from collections.abc import Awaitable, Callable

import grpc
import grpc.aio

import sandkeep
from sandkeep import messages
from sandkeep._gen.sandbox_service_pb2_grpc import SandboxServiceStub
from sandkeep._policy import CHANNEL_OPTIONS

BOUND = 1.10
_TIMEOUT_S = 600.0
_SESSION = "overhead"
_WARM_UP = 100


def request() -> messages.AcquireSandboxRequest:
    session = messages.SessionKey(session=_SESSION)
    return messages.AcquireSandboxRequest(session=session, request_id=uuid.uuid4().hex)


def measure_threads(rounds: int) -> tuple[list[float], list[float]]:
    target = f"unix:{os.environ['SANDKEEP_SOCKET']}"
    with sandkeep.Client() as client, grpc.insecure_channel(target, options=CHANNEL_OPTIONS) as channel:
        stub = SandboxServiceStub(channel)
        client.acquire(_SESSION)
        bare, wrapped = [], []
        for number in range(rounds + _WARM_UP):
            begun = time.perf_counter()
            stub.AcquireSandbox(request(), timeout=_TIMEOUT_S)
            between = time.perf_counter()
            client.acquire(_SESSION)
            ended = time.perf_counter()
            if number >= _WARM_UP:
                bare.append(between - begun)
                wrapped.append(ended - between)
    return bare, wrapped


async def measure_asyncio(rounds: int) -> tuple[list[float], list[float]]:
    target = f"unix:{os.environ['SANDKEEP_SOCKET']}"
    async with sandkeep.AsyncClient() as client, grpc.aio.insecure_channel(target, options=CHANNEL_OPTIONS) as channel:
        stub = SandboxServiceStub(channel)
        call: Callable[..., Awaitable[object]] = stub.AcquireSandbox  # type: ignore[assignment]
        await client.acquire(_SESSION)
        bare, wrapped = [], []
        for number in range(rounds + _WARM_UP):
            begun = time.perf_counter()
            await call(request(), timeout=_TIMEOUT_S)
            between = time.perf_counter()
            await client.acquire(_SESSION)
            ended = time.perf_counter()
            if number >= _WARM_UP:
                bare.append(between - begun)
                wrapped.append(ended - between)
    return bare, wrapped


def report(name: str, bare: list[float], wrapped: list[float]) -> float:
    floor, value = statistics.median(bare) * 1e6, statistics.median(wrapped) * 1e6
    print(f"{name:8} bare {floor:7.1f} us   client {value:7.1f} us   {value / floor:.3f} x")
    return value / floor


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--assert", dest="is_asserted", action="store_true")
    options = parser.parse_args()
    ratios = [
        report("threads", *measure_threads(options.rounds)),
        report("asyncio", *asyncio.run(measure_asyncio(options.rounds))),
    ]
    return 1 if options.is_asserted and max(ratios) > BOUND else 0


if __name__ == "__main__":
    sys.exit(main())
