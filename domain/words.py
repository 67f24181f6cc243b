"""What the archive says to its users, in English and Chinese, in one place."""

from __future__ import annotations

from domain.errors import Language
from domain.outcome import Reason, ReasonCode

_REASONS: dict[ReasonCode, tuple[str, str]] = {
    ReasonCode.BY_EVIDENCE: ("Filed on this evidence: {}", "依据归档：{}"),
    ReasonCode.BY_PERSON: ("Decided by a person: {}", "由人工确定：{}"),
    ReasonCode.TYPE_UNKNOWN: (
        "No known form was recognised. {}",
        "未识别出已知的表单类型。{}",
    ),
    ReasonCode.TYPE_UNSURE: ("The document type is uncertain: {}", "文件类型不确定：{}"),
    ReasonCode.CUSTOMER_UNKNOWN: (
        "Nothing on the paper names a known customer. {}",
        "文件上没有已知客户的信息。{}",
    ),
    ReasonCode.CUSTOMER_UNSURE: ("The customer is uncertain: {}", "客户不确定：{}"),
    ReasonCode.CUSTOMER_CONFLICT: (
        "The evidence names different customers: {}",
        "依据指向不同的客户：{}",
    ),
    ReasonCode.NEW_CUSTOMER: (
        "A provisional file was opened for a customer nobody knew: {}",
        "已为新客户建立临时档案：{}",
    ),
    ReasonCode.FIELDS_DOUBTFUL: ("Values to be looked at: {}", "需核对的内容：{}"),
    ReasonCode.PAGES_FAILED: ("Pages that could not be read: {}", "未能识读的页：{}"),
    ReasonCode.BLANK: ("The page is blank. {}", "空白页。{}"),
    ReasonCode.REGISTER: (
        "A register over many customers belongs in no single file: {}",
        "登记簿、台账不归入单个客户档案：{}",
    ),
}


def reason_text(reason: Reason, language: Language = Language.EN) -> str:
    """`reason` as a sentence."""
    english, chinese = _REASONS[reason.code]
    return (english if language is Language.EN else chinese).format(reason.detail).rstrip()
