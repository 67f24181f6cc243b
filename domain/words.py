"""What the archive says to its users, in English and Chinese, in one place."""

from __future__ import annotations

from domain.customer import Remark
from domain.errors import Language
from domain.finding import Finding, FindingCode
from domain.outcome import Category, Reason, ReasonCode, StepFailure
from domain.questions import QuestionKind

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


_FAILURES: dict[Category, tuple[str, str]] = {
    Category.BAD_INPUT: (
        "It cannot be understood: {}. Scan the paper again, or save it as PDF, TIFF, PNG or JPEG.",
        "无法识别：{}。请重新扫描，或另存为 PDF、TIFF、PNG、JPEG。",
    ),
    Category.NEEDS_PASSWORD: (
        "It needs a password. Save it without one and drop it again. {}",
        "需要密码。请去除密码后重新放入收件箱。{}",
    ),
    Category.TOO_LARGE: (
        "It passes a limit: {}. Raise the limit in the settings, or split the file.",
        "超出上限：{}。请在设置中提高上限，或拆分文件。",
    ),
    Category.TIMED_OUT: (
        "Reading took too long: {}. Look at the original, or raise limits.seconds.",
        "识读超时：{}。请查看原件，或提高 limits.seconds。",
    ),
    Category.CRASHED: (
        "Its reading process crashed: {}. Look at the original and file it by hand.",
        "识读进程崩溃：{}。请查看原件并人工归档。",
    ),
    Category.OUT_OF_MEMORY: (
        "Reading needed too much memory: {}. Look at the original, or raise limits.megabytes.",
        "识读内存超限：{}。请查看原件，或提高 limits.megabytes。",
    ),
    Category.STORAGE: (
        "It could not be stored: {}. Make room; it is tried again.",
        "无法存入：{}。请腾出空间，系统会重试。",
    ),
    Category.INTERNAL: (
        "An error in Anjuan itself: {}. Please report it; the original is safe.",
        "案卷程序自身出错：{}。请报告；原件安全无损。",
    ),
}


_FINDINGS: dict[FindingCode, tuple[str, str]] = {
    FindingCode.SIGNATURE_MISSING: ("signature missing: {}", "缺签字：{}"),
    FindingCode.SIGNATURE_PRINTED: (
        "a typed name, no signature seen: {}",
        "仅有打印姓名，未见签字：{}",
    ),
    FindingCode.SEAL_MISSING: ("seal missing: {}", "缺盖章：{}"),
    FindingCode.PAGES_MISSING: ("pages missing: {}", "缺页：{}"),
    FindingCode.FIELD_MISSING: ("not filled in: {}", "未填：{}"),
    FindingCode.ORIGINAL_UNTOLD: (
        "a copy that does not say where its original is kept {}",
        "复印件，未注明原件存放处 {}",
    ),
    FindingCode.ORIGINAL_KEPT: ("original kept at: {}", "原件存放处：{}"),
    FindingCode.SEAL_PRESENT: ("seal: {}", "有印章：{}"),
    FindingCode.COPY_NUMBER: ("part of a set: {}", "联次：{}"),
}


_QUESTIONS: dict[QuestionKind, tuple[str, str]] = {
    QuestionKind.MISFILED: ("perhaps misfiled", "疑似错归"),
    QuestionKind.CUSTOMER: ("whose is it", "归属客户"),
    QuestionKind.TYPE: ("what is it", "文件类型"),
    QuestionKind.PAPER: ("the paper itself", "扫描件问题"),
    QuestionKind.DIFFERENCE: ("card and record differ", "卡档不符"),
    QuestionKind.DUPLICATE: ("perhaps scanned twice", "疑似重复"),
    QuestionKind.REFERENCE: ("also concerns another customer", "涉及另一客户"),
    QuestionKind.SECOND_LOOK: ("second look", "复核"),
    QuestionKind.SAMPLE: ("drawn for a check", "抽查"),
    QuestionKind.FIELDS: ("doubtful values", "存疑内容"),
    QuestionKind.INCOMPLETE: ("incomplete card", "资料不全"),
}


def question_text(kind: QuestionKind, language: Language = Language.EN) -> str:
    """What is asked, in a few words."""
    return language.pick(*_QUESTIONS[kind])


_REMARKS: dict[Remark, tuple[str, str]] = {
    Remark.IN_REVIEW: ("waits for a person", "待审"),
    Remark.NOT_CODED: ("annex, not numbered", "附件不编号"),
    Remark.WITHHELD: ("withheld", "限阅"),
}


def remark_text(remark: Remark, language: Language = Language.EN) -> str:
    """What the catalogue notes beside an entry."""
    return language.pick(*_REMARKS[remark])


_ROLES: dict[str, tuple[str, str]] = {
    "guarantor": ("guarantor", "保证人"),
    "co_borrower": ("co-borrower", "共同借款人"),
    "spouse": ("spouse", "配偶"),
    "joint_owner": ("joint owner", "共有人"),
    "joint_tenant": ("joint tenant", "共同承租人"),
    "pledgor": ("pledgor", "抵押人"),
}


def role_text(role: str, language: Language = Language.EN) -> str:
    """What a form calls a second customer; a bare number names him where it calls him nothing."""
    return language.pick(*_ROLES.get(role, ("named by number", "号码所指")))


def failure_text(failure: StepFailure, language: Language = Language.EN) -> str:
    """What failed, as a sentence with its next step; the particulars stand in it as recorded."""
    detail = failure.message.strip().rstrip(".。")
    return language.pick(*_FAILURES[failure.category]).format(detail).rstrip()


def reason_text(reason: Reason, language: Language = Language.EN) -> str:
    """`reason` as a sentence."""
    return language.pick(*_REASONS[reason.code]).format(reason.detail).rstrip()


def finding_text(finding: Finding, subject: str, language: Language) -> str:
    """What a check found, about `subject` as it is called in the user's language."""
    return language.pick(*_FINDINGS[finding.code]).format(subject).strip(" ：:")
