"""Reading a request's fields: each with its type and bounds checked and its full name in the complaint.

Invariant: a wrong field ends in `argument-invalid` that names the field, the value and what is allowed.
Refuses: defaults for fields the protocol requires; the platform's `spec.ts` is the only home of defaults.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NoReturn

from .failures import WorkerFailure


class Fields:
    """One JSON object of a request, with its place in it for messages."""

    def __init__(self, value: Any, place: str = "") -> None:
        if not isinstance(value, dict):
            refuse(place or "request", value, "a JSON object")
        self._value: dict[str, Any] = value
        self._place = place

    def has(self, name: str) -> bool:
        """Whether the field is given and not null."""
        return self._value.get(name) is not None

    def section(self, name: str) -> "Fields":
        """A nested object."""
        return Fields(self._value.get(name), self._name(name))

    def text(self, name: str) -> str:
        """A string that is not empty."""
        value = self._value.get(name)
        return value if isinstance(value, str) and value else refuse(self._name(name), value, "a text")

    def path(self, name: str) -> Path:
        """A path of the file system."""
        return Path(self.text(name))

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self._value.get(name)
        return value if value in allowed else refuse(self._name(name), value, " or ".join(allowed))

    def count(self, name: str, least: int = 1) -> int:
        """A whole number not below `least`."""
        value = self._value.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        return refuse(self._name(name), value, f"a whole number >= {least}")

    def number(self, name: str, least: float, most: float = math.inf) -> float:
        """A finite number within [least, most]."""
        value = self._value.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            if least <= value <= most:
                return float(value)
        return refuse(self._name(name), value, f"a number in [{least}, {most}]")

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value.get(name)
        return value if isinstance(value, bool) else refuse(self._name(name), value, "true or false")

    def items(self, name: str) -> list[Any]:
        """A list."""
        value = self._value.get(name)
        return value if isinstance(value, list) else refuse(self._name(name), value, "a list")

    def _name(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name


def refuse(place: str, value: Any, allowed: str) -> NoReturn:
    """Raise `argument-invalid` for one field."""
    shown = repr(value) if len(repr(value)) <= 80 else f"{repr(value)[:77]}..."
    raise WorkerFailure("argument-invalid", f"{place} is {shown}", f"{place} must be {allowed}.")
