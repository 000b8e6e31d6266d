"""The examples of the docstrings, where they need no daemon."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import sandkeep

NAMES = [module.name for module in pkgutil.walk_packages(sandkeep.__path__, "sandkeep.") if "._gen" not in module.name]


@pytest.mark.parametrize("name", NAMES)
def test_examples_give_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_method_has_an_example_or_a_sentence() -> None:
    for kind in (sandkeep.AsyncClient, sandkeep.AsyncSandbox, sandkeep.AsyncFiles):
        for name, method in vars(kind).items():
            if name.startswith("_") or not callable(method) or name == "close":
                continue
            assert ">>>" in (method.__doc__ or ""), f"{kind.__name__}.{name}"
