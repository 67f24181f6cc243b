"""Everything that can go wrong, as one tree.

AnjuanError
├── UsageError            what was asked cannot be done as asked
│   ├── SettingsError     a setting is unknown or impossible
│   ├── NotFound          no such document, customer, scan, type or field
│   └── NotAnArchive      the folder holds no archive, or already holds one
├── BadInput              a file is at fault, not the archive
│   ├── UnreadableFile    its bytes cannot be understood
│   ├── NeedsPassword     it is locked
│   ├── TooLarge          it passes a limit
│   └── FileChanged       it is still being written
├── Withheld              its grade of secrecy is above what the person may see
├── StaleCorrection       the document changed since the person looked
├── LaterFacts            it cannot be undone: something later rests on it
├── Claimed               another person is at it
├── ArchiveInUse          another process owns the archive
├── StorageError          disk full, folder gone, no right to write
│   └── VaultDamaged      an original is missing or not what it was
├── ReadingFailed         a child process crashed, hung or grew too large
├── MissingTool           something that must be installed is not
└── InternalError         our own mistake
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import ClassVar, Self

from domain.outcome import Category


class Language(StrEnum):
    """Languages the archive speaks to its users."""

    EN = "en"
    ZH = "zh"


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


class UsageError(AnjuanError):
    """What was asked cannot be done as asked."""

    exit_code = ExitCode.USAGE
    sentences = {
        Language.EN: ("{subject}: {detail}", "Nothing was changed.", "See --help."),
        Language.ZH: ("{subject}：{detail}", "未作任何改动。", "请看 --help。"),
    }


class SettingsError(UsageError):
    """A setting is unknown or impossible; `subject` names it."""

    exit_code = ExitCode.SETTINGS
    sentences = {
        Language.EN: (
            "Setting {subject}: {detail}",
            "Nothing was started.",
            "Correct it in anjuan.toml or in the environment; docs/settings.md lists all settings.",
        ),
        Language.ZH: (
            "设置 {subject}：{detail}",
            "没有启动任何工作。",
            "请在 anjuan.toml 或环境变量中改正；全部设置见 docs/settings.md。",
        ),
    }


class NotFound(UsageError):
    """No such document, customer, scan, type or field."""

    exit_code = ExitCode.NOT_FOUND
    sentences = {
        Language.EN: (
            "Nothing is known as {subject}. {detail}",
            "Nothing was changed.",
            "`search` and `customers` list what there is.",
        ),
        Language.ZH: (
            "找不到 {subject}。{detail}",
            "未作任何改动。",
            "可用 `search` 与 `customers` 查看现有内容。",
        ),
    }


class NotAnArchive(UsageError):
    """The folder holds no archive, or already holds one."""

    sentences = {
        Language.EN: (
            "{subject} {detail}",
            "Nothing was changed.",
            "Make an archive with `anjuan init DIR`, or name one with --archive.",
        ),
        Language.ZH: (
            "{subject}：{detail}",
            "未作任何改动。",
            "用 `anjuan init DIR` 新建档案库，或用 --archive 指定。",
        ),
    }


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


class Withheld(AnjuanError):
    """Its grade of secrecy (密级) is above what the person may see; `detail` is the least role."""

    exit_code = ExitCode.WITHHELD
    sentences = {
        Language.EN: (
            "{subject} is withheld: its grade is above yours.",
            "Nothing was told and nothing was changed.",
            "Ask somebody who may see it: {detail}, or above.",
        ),
        Language.ZH: (
            "{subject} 限阅：其密级高于您的权限。",
            "未透露任何内容，也未作任何改动。",
            "请向有权查阅者申请：{detail} 及以上。",
        ),
    }


class StaleCorrection(AnjuanError):
    """The document changed since the person looked; `detail` says what changed."""

    exit_code = ExitCode.STALE
    sentences = {
        Language.EN: (
            "{subject} has changed since you looked: {detail}",
            "Your correction was not applied.",
            "Look at it with `show {subject}` and correct it again.",
        ),
        Language.ZH: (
            "{subject} 在您查看之后已有变动：{detail}",
            "您的更正没有生效。",
            "请用 `show {subject}` 查看后再更正。",
        ),
    }


class LaterFacts(AnjuanError):
    """It cannot be undone, because something later rests on it; `detail` says what."""

    exit_code = ExitCode.STALE
    sentences = {
        Language.EN: (
            "{subject} cannot be undone: {detail}",
            "Everything stands as it did.",
            "Undo the later one first, or correct what is wrong now.",
        ),
        Language.ZH: (
            "{subject} 无法撤销：{detail}",
            "一切维持原状。",
            "请先撤销在后的改动，或直接更正现有内容。",
        ),
    }


class Claimed(AnjuanError):
    """Another person is at this question of the review queue; `detail` says who, until when."""

    exit_code = ExitCode.IN_USE
    sentences = {
        Language.EN: (
            "{subject} is being answered by somebody else ({detail}).",
            "Nothing was changed.",
            "Take another: `review --next`; or wait until the claim has expired, or is given back: "
            "`review --release {subject}`.",
        ),
        Language.ZH: (
            "{subject} 正由他人处理（{detail}）。",
            "未作任何改动。",
            "请用 `review --next` 处理下一项，或等待认领到期或释放：`review --release {subject}`。",
        ),
    }


class ArchiveInUse(AnjuanError):
    """Another process owns the archive; `detail` says which."""

    exit_code = ExitCode.IN_USE
    sentences = {
        Language.EN: (
            "{subject} is in use by another process ({detail}).",
            "Nothing was changed.",
            "Drop the files into its inbox, or stop that process first.",
        ),
        Language.ZH: (
            "{subject} 正被另一进程使用（{detail}）。",
            "未作任何改动。",
            "请把文件放入它的收件箱，或先停止该进程。",
        ),
    }


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


class ReadingFailed(AnjuanError):
    """A child process crashed, hung or grew too large; `detail` says which."""

    exit_code = ExitCode.READING
    category = Category.CRASHED
    sentences = {
        Language.EN: (
            "{subject} could not be read: {detail}",
            "The original is safe in the vault.",
            "Look at the page; `show` tells which pages were set aside.",
        ),
        Language.ZH: (
            "{subject} 无法识读：{detail}",
            "原件已安全存入。",
            "请查看该页；`show` 会列出搁置的页。",
        ),
    }


class MissingTool(AnjuanError):
    """Something that must be installed is not; `detail` is the command that installs it."""

    exit_code = ExitCode.MISSING_TOOL
    sentences = {
        Language.EN: ("{subject} is missing.", "Nothing was changed.", "Install it with: {detail}"),
        Language.ZH: ("缺少 {subject}。", "未作任何改动。", "安装命令：{detail}"),
    }


class InternalError(AnjuanError):
    """Our own mistake, told apart from bad input."""

    sentences = {
        Language.EN: (
            "{subject}: an error in Anjuan itself ({detail}).",
            "Scans already taken are safe.",
            "Please report this with the log.",
        ),
        Language.ZH: (
            "{subject}：案卷程序自身出错（{detail}）。",
            "已收下的扫描件安全无损。",
            "请附上日志报告此问题。",
        ),
    }
