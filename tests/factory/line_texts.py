"""What stands in single lines: the values of forms, sentences and random characters."""

from __future__ import annotations

from random import Random

from tests.factory import people, phrases, values

_COMMON = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着"
    "去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主"
    "行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二"
    "理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走"
    "电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市"
    "眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提"
    "感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它"
    "许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青"
    "管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步"
    "完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持"
    "取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯"
    "专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切古"
)
_WORDS = (
    "the", "of", "and", "to", "in", "invoice", "total", "amount", "date", "number", "name",
    "address", "company", "account", "signature", "phone", "order", "price", "quantity", "item",
    "paid", "bank", "received", "customer", "description", "department", "manager", "city",
    "street", "order", "please", "return", "form", "section", "remarks", "approved", "by", "John",
    "Mary", "Smith", "Lee", "Chen", "Wang", "London", "Road", "Limited", "service", "report",
    "office", "general", "subject", "from", "per", "unit", "tax", "net", "balance", "due",
)  # fmt: skip


def han_text(rng: Random) -> str:
    """A name, an address, a date, part of a sentence, or characters without sense."""
    client = people.company(rng, "1") if rng.random() < 0.5 else people.private_person(rng, "1")
    kind = rng.random()
    if kind < 0.35:
        text = "".join(rng.choice(_COMMON) for _ in range(rng.randint(2, 18)))
        if rng.random() < 0.3:
            text += rng.choice("，。；：、")
    elif kind < 0.8:
        text = rng.choice([value for _, value in client.values if value])
    elif kind < 0.9:
        text = values.printed_date(rng, values.day(rng, 1950, 2026))
    else:
        text = rng.choice([sentence for _, group in phrases.ARTICLES for sentence in group])
        start = rng.randrange(max(1, len(text) - 20))
        text = text[start : start + rng.randint(4, 20)]
    text = text.replace("{", "").replace("}", "").replace("\n", "")[: _length(rng)]
    return text if len(text) >= 2 else text + "年"


def _length(rng: Random) -> int:
    """Short pieces are frequent on forms, and the hardest to judge."""
    return rng.choice((2, 2, 3, 3, 4, 5, 6, 18, 18, 18, 18, 18))


def latin_text(rng: Random) -> str:
    """Some English words, a number, a date or an amount."""
    kind = rng.random()
    if kind < 0.55:
        words = [rng.choice(_WORDS) for _ in range(rng.randint(1, 4))]
        text = " ".join(word.capitalize() if rng.random() < 0.3 else word for word in words)
        text = text[: max(2, 2 * _length(rng))].strip()
        return text.upper() if rng.random() < 0.2 else text
    if kind < 0.75:
        return values.digits(rng, rng.randint(2, 18))
    return rng.choice((
        f"{rng.randint(1, 9999):,}.{rng.randint(0, 99):02}", values.mobile(rng),
        f"{rng.randint(1990, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        f"{rng.randint(1990, 2026)}.{rng.randint(1, 12)}.{rng.randint(1, 28)}",
        f"{rng.choice('ABCXZ')}{values.digits(rng, 8)}", f"${rng.randint(10, 99999)}.00",
    ))  # fmt: skip
