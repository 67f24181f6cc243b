"""Shapes of what went wrong."""

from __future__ import annotations

from app.shapes.base import Shape
from domain.errors import AnjuanError, Language
from domain.outcome import StepFailure
from domain.words import failure_text


def error(raised: AnjuanError, language: Language) -> Shape:
    """An error with what happened, what was kept and what to do next."""
    happened, kept, following = raised.parts(language)
    return {
        "error": {
            "kind": type(raised).__name__,
            "subject": raised.subject,
            "happened": happened,
            "kept": kept,
            "next": following,
            "exit_code": int(raised.exit_code),
        }
    }


def failure(failed: StepFailure, language: Language) -> Shape:
    """One thing that went wrong, and its next step."""
    return {
        "stage": failed.stage.value,
        "page": failed.page,
        "category": failed.category.value,
        "message": failure_text(failed, language),
        "detail": failed.message,
    }
