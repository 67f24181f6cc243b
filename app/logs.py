"""Logs go to stderr, as lines for people or JSON for machines, and never carry values of forms."""

from __future__ import annotations

import logging
import sys

import structlog

from domain.values.personal import veiled


def _veil(
    _logger: object, _method: str, said: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Mask personal numbers in whatever is about to be written, should one ever stand there."""
    for key, value in said.items():
        if isinstance(value, str):
            said[key] = veiled(value)
    return said


def configure(as_json: bool, verbose: bool = False) -> None:
    """Set up logging once per process; warnings and worse unless `verbose`."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            _veil,
            _veil,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if verbose else logging.WARNING
        ),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
