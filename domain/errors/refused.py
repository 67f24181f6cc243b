"""Refused for the sake of others: their secrets, what they changed, what they are at."""

from __future__ import annotations

from domain.errors.root import AnjuanError, ExitCode, Language


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
