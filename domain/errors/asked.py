"""What was asked cannot be done as asked."""

from __future__ import annotations

from domain.errors.root import AnjuanError, ExitCode, Language


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
