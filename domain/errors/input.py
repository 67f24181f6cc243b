"""A file that was brought is at fault, not the archive."""

from __future__ import annotations

from domain.errors.root import AnjuanError, ExitCode, Language
from domain.outcome import Category


class BadInput(AnjuanError):
    """A file is at fault, not the archive."""

    exit_code = ExitCode.BAD_INPUT
    category = Category.BAD_INPUT
    sentences = {
        Language.EN: (
            "{subject} cannot be taken: {detail}",
            "The file is kept as it was.",
            "Scan the paper again, or save it as PDF, TIFF, PNG or JPEG.",
        ),
        Language.ZH: (
            "{subject} 无法处理：{detail}",
            "文件原样保留。",
            "请重新扫描，或另存为 PDF、TIFF、PNG、JPEG。",
        ),
    }


class UnreadableFile(BadInput):
    """Its bytes cannot be understood as any format the archive reads."""


class NeedsPassword(BadInput):
    """It is locked."""

    category = Category.NEEDS_PASSWORD
    sentences = {
        Language.EN: (
            "{subject} needs a password. {detail}",
            "The file is kept as it was.",
            "Save it without a password and drop it again.",
        ),
        Language.ZH: (
            "{subject} 需要密码。{detail}",
            "文件原样保留。",
            "请去除密码后重新放入收件箱。",
        ),
    }


class TooLarge(BadInput):
    """It passes a limit; `detail` names the limit and its setting."""

    category = Category.TOO_LARGE
    sentences = {
        Language.EN: (
            "{subject} is too large: {detail}",
            "The file is kept as it was.",
            "Raise the limit in the settings, or split the file.",
        ),
        Language.ZH: (
            "{subject} 过大：{detail}",
            "文件原样保留。",
            "请在设置中提高上限，或拆分文件。",
        ),
    }


class FileChanged(BadInput):
    """It was written to while it was being copied; it stays, and is taken as what it becomes."""

    sentences = {
        Language.EN: (
            "{subject} changed while it was being copied. {detail}",
            "The file stays where it was.",
            "It is taken as soon as it has been written; there is nothing to do.",
        ),
        Language.ZH: (
            "{subject} 在复制过程中有改动。{detail}",
            "文件留在原处。",
            "写入完成后会自动收取，无需处理。",
        ),
    }
