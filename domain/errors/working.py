"""The programme and its machine failed at their work."""

from __future__ import annotations

from domain.errors.root import AnjuanError, ExitCode, Language
from domain.outcome import Category


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
