"""What every error says: what happened, what was kept, what to do next, in both languages."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import ClassVar, Self

from domain.outcome import Category


class Language(StrEnum):
    """Languages the archive speaks to its users."""

    EN = "en"
    ZH = "zh"

    def pick(self, english: str, chinese: str) -> str:
        """Of the two ways to say a thing, the one in this language."""
        return english if self is Language.EN else chinese


class ExitCode(IntEnum):
    """What a command's exit code means; an unknown code is to be treated as failure."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    BAD_INPUT = 3
    NOT_FOUND = 4
    STALE = 5
    IN_USE = 6
    STORAGE = 7
    DAMAGED = 8
    MISSING_TOOL = 9
    SETTINGS = 10
    READING = 11
    INCOMPLETE = 12
    WITHHELD = 13
    INTERRUPTED = 130


class AnjuanError(Exception):
    """Root of the tree: what happened to what, what was kept, and what to do next.

    `subject` is the file or thing concerned, `detail` the particulars. Each class says its
    three sentences in both languages; `{subject}` and `{detail}` are filled in.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL
    category: ClassVar[Category] = Category.INTERNAL
    sentences: ClassVar[dict[Language, tuple[str, str, str]]] = {
        Language.EN: ("{subject}: {detail}", "Nothing was changed.", "Please report this."),
        Language.ZH: ("{subject}：{detail}", "未作任何改动。", "请报告此问题。"),
    }

    def __init__(self, subject: object, detail: object = "") -> None:
        super().__init__(str(subject), str(detail))
        self.subject = str(subject)
        self.detail = str(detail)

    def about(self, subject: object) -> Self:
        """The same error under the name by which people know the thing."""
        return type(self)(subject, self.detail)

    def parts(self, language: Language = Language.EN) -> tuple[str, str, str]:
        """What happened, what was kept, what to do next."""
        said = self.sentences[language]
        happened, kept, following = (
            text.format(subject=self.subject, detail=self.detail) for text in said
        )
        return happened, kept, following

    def message(self, language: Language = Language.EN) -> str:
        return " ".join(self.parts(language))

    def __str__(self) -> str:
        return self.message()
