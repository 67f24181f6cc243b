"""English office papers: letters, forms, and prose to fill a sheet with."""

from __future__ import annotations

from random import Random

from tests.factory.layout import A4, Drawing, Paper, Pen, wrap

MARGIN = 150

_SUBJECTS = (
    "the quarterly statement", "your letter of {date}", "invoice no. {number}", "our auditor",
    "the shipping department", "Mr. {name}", "Ms. {name}", "the attached schedule",
    "purchase order {number}", "the insurance policy", "each participating office",
    "the marketing committee", "a certified copy", "the undersigned", "our bank in {place}",
)  # fmt: skip
_VERBS = (
    "confirms", "does not include", "was forwarded to", "has been reviewed by", "will replace",
    "must be returned to", "was prepared for", "refers to", "supersedes", "shall be payable to",
    "requires the approval of", "is subject to", "was acknowledged by", "exceeds",
)  # fmt: skip
_OBJECTS = (
    "the amount of ${money}", "section {digit} of the agreement", "the regional manager",
    "{percent}% of the balance due", "the warehouse at {place}", "form {code}",
    "the terms and conditions of sale", "the board of directors", "quality requirements",
    "{count} units (model {code})", "the period ending {date}", "Messrs. {name} & {name}",
    "an annual fee of ${money}", "the laboratory's written findings", "equipment and supplies",
)  # fmt: skip
_ENDINGS = (
    "", ", effective {date}", " without further notice", "; please advise by {date}",
    " (see page {digit})", ", as discussed by telephone", " within {count} working days",
    " unless otherwise agreed in writing", ", subject to change", " on behalf of {name}, Inc.",
)  # fmt: skip
_NAMES = (
    "Whitfield", "Okafor", "Jensen", "Mackenzie", "Vasquez", "Quigley", "Zimmerman", "O'Brien",
    "Haddad", "Kowalski", "Fitzgerald", "Lindqvist", "Yamada", "Petrova", "Abernathy", "Juarez",
)  # fmt: skip
_PLACES = (
    "Jacksonville", "Greensboro, NC", "Fort Wayne", "Queenstown", "Buxton", "Vancouver, B.C.",
    "Zurich", "Kuala Lumpur", "Richmond, VA 23261", "Leicester", "Phoenix, AZ",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LABELS = (
    "Name", "Company", "Address", "City", "Telephone", "Fax", "Account No.", "Date Received",
    "Amount Due", "Purchase Order", "Contact Person", "Ship To", "Terms", "Department", "E-mail",
    "Reference", "Quantity", "Unit Price", "Approved By", "Remarks",
)  # fmt: skip


def _filled(rng: Random, text: str) -> str:
    day = f"{rng.choice(_MONTHS)} {rng.randint(1, 28)}, {rng.randint(1988, 2025)}"
    return text.format(
        date=rng.choice((day, f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/{rng.randint(80, 99)}")),
        name=rng.choice(_NAMES),
        place=rng.choice(_PLACES),
        number=rng.randint(10_000, 9_999_999),
        money=f"{rng.randint(100, 9_999_999) / 100:,.2f}",
        percent=rng.randint(1, 99),
        digit=rng.randint(1, 9),
        count=rng.randint(2, 480),
        code=f"{rng.choice('ABCDEFGHJKLMNPRSTW')}{rng.choice('BCDGKMPRTX')}-{rng.randint(1, 9999)}",
    )


def sentence(rng: Random) -> str:
    """A sentence as it might stand in a business letter."""
    parts = (rng.choice(_SUBJECTS), rng.choice(_VERBS), rng.choice(_OBJECTS))
    text = _filled(rng, " ".join(parts) + rng.choice(_ENDINGS) + ".")
    return text[0].upper() + text[1:]


def paragraph(rng: Random) -> str:
    """Three to seven sentences."""
    return " ".join(sentence(rng) for _ in range(rng.randint(3, 7)))


def letter(rng: Random, pen: Pen) -> Paper:
    """A letter: sender, date, reader, paragraphs, signature."""
    sheet, step = Drawing(A4), pen.size * 1.5
    y = float(MARGIN)
    sheet.text(f"{rng.choice(_NAMES)} & Co.", A4[0] / 2, y, pen.scaled(1.5), 0.5)
    y += 4 * step
    head = [
        _filled(rng, text) for text in ("{date}", "Ms. {name}", "{number} Main Street", "{place}")
    ]
    for text in (*head, "", f"Dear Ms. {rng.choice(_NAMES)}:", ""):
        sheet.text(text, MARGIN, y, pen)
        y += step
    last = A4[1] - MARGIN - 5 * step
    for _ in range(rng.randint(2, 4)):
        lines = wrap(paragraph(rng), pen, A4[0] - 2 * MARGIN)
        for line in lines[: max(0, int((last - y) / step))]:
            sheet.text(line.strip(), MARGIN, y, pen)
            y += step
        y += step
    sheet.text("Sincerely yours,", MARGIN, y, pen)
    sheet.text(f"{rng.choice(_NAMES)}, Vice President", MARGIN, y + 3 * step, pen)
    return Paper("letter", "", None, (sheet.sheet(),))


def form(rng: Random, pen: Pen) -> Paper:
    """A form in two columns of labels with their values, ruled or not."""
    sheet, step = Drawing(A4), pen.size * rng.uniform(1.9, 2.4)
    y = float(MARGIN)
    sheet.text(rng.choice(("ORDER FORM", "Account Application", "SAMPLE REQUEST")), MARGIN, y,
               pen.scaled(1.6))  # fmt: skip
    y += 2 * step
    half, ruled = (A4[0] - 2 * MARGIN) / 2, rng.random() < 0.5
    values = ("{name}", "{place}", "{date}", "${money}", "{code}", "{number}", "{count}")
    for number, label in enumerate(rng.sample(_LABELS, 18)):
        x = MARGIN + half * (number % 2)
        box = sheet.text(f"{label}:", x, y, pen)
        sheet.text(_filled(rng, rng.choice(values)), box.x1 * A4[0] + 16, y, pen)
        if ruled:
            sheet.rule(box.x1 * A4[0] + 10, y + pen.size * 1.2, x + half - 30, y + pen.size * 1.2)
        y += step * (number % 2)
    for line in wrap(paragraph(rng), pen, A4[0] - 2 * MARGIN):
        y += step * 0.8
        sheet.text(line.strip(), MARGIN, y, pen)
    return Paper("other", "", None, (sheet.sheet(),))
