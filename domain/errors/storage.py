"""What could not be kept, or was not kept whole."""

from __future__ import annotations

from domain.errors.root import AnjuanError, ExitCode, Language
from domain.outcome import Category


class StorageError(AnjuanError):
    """Disk full, folder gone, no right to read or write."""

    exit_code = ExitCode.STORAGE
    category = Category.STORAGE
    sentences = {
        Language.EN: (
            "{subject} could not be stored: {detail}",
            "The file stays where it was and is tried again.",
            "Make room or restore the right to write; `doctor` shows the free space.",
        ),
        Language.ZH: (
            "{subject} 无法存入：{detail}",
            "文件留在原处，稍后重试。",
            "请腾出空间或恢复写入权限；`doctor` 可查看剩余空间。",
        ),
    }


class VaultDamaged(StorageError):
    """An original is missing or is not what it was."""

    exit_code = ExitCode.DAMAGED
    sentences = {
        Language.EN: (
            "Original {subject} is damaged: {detail}",
            "The records about it are kept.",
            "Restore it from a backup, then run `verify`.",
        ),
        Language.ZH: (
            "原件 {subject} 已损坏：{detail}",
            "有关记录仍保留。",
            "请从备份恢复后运行 `verify`。",
        ),
    }
