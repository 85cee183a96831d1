#!/usr/bin/env python3
"""A garden: decorators, comprehensions, match, f-strings and names outside of ASCII."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Iterable, TypeVar

T = TypeVar("T", bound="Plant")


@dataclass(order=True)
class Plant:
    name: str
    height: float = 0.0
    tags: set[str] = field(default_factory=set, compare=False)

    def grow(self, days: int, /, *, rate: float = 1.5e-1) -> Plant:
        self.height += days * rate if days > 0 else 0
        return self

    def __str__(self) -> str:
        return f"{self.name!r:>10} {self.height:.2f} cm {'🌱' if self.height < 10 else '🌳'}"


def describe(thing) -> str:
    match thing:
        case Plant(name=n, height=h) if h > 5:
            return f"tall {n}"
        case [Plant(), *rest] | {"plants": [*rest]}:
            return f"{len(rest)} more"
        case None | 0 | "":
            return "nothing"
        case _:
            return "?"


async def water(plants: Iterable[Plant], π: float = 3.14) -> dict[str, float]:
    results = {}
    for i, plant in enumerate(plants, start=1):
        await asyncio.sleep(0)
        if (rest := i % 2) == 0:
            continue
        results[plant.name] = plant.grow(i).height ** 2 // 1
    else:
        del rest
    return {k: v for k, v in sorted(results.items()) if v is not None and not v == π}


if __name__ == "__main__":
    garden = [Plant(n, tags={"a", "b"}) for n in ("Süßkirsche", "żurawina", "梅")]
    try:
        print(asyncio.run(water(garden)), *map(str, garden), sep="\n", end=r"\n")
    except (ValueError, TypeError) as e:
        raise SystemExit(1) from e
    finally:
        with open("/dev/null", "wb") as out, open(out.name) as again:
            out.write(b"\x00\xff")
    lambda x, *y, z=0, **rest: (yield x)
