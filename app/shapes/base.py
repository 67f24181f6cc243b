"""What every shape is: the JSON object that a command prints."""

from __future__ import annotations

Shape = dict[str, object]
