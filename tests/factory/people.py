"""Customers: companies and private persons with everything a card could ask of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from tests.factory import names, values


@dataclass(frozen=True, slots=True)
class Client:
    """A customer as the truth knows it; `values` are (field key, value) in Simplified script."""

    number: str
    is_company: bool
    values: tuple[tuple[str, str], ...]

    def get(self, key: str) -> str:
        """The value of `key`, or an empty string."""
        return dict(self.values).get(key, "")

    @property
    def name(self) -> str:
        return self.get("customer_name") or self.get("person_name")

    def with_values(self, **changed: str) -> Client:
        """The same customer with some values changed or added."""
        return replace(self, values=tuple((dict(self.values) | changed).items()))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a customer is: the city's short name, its full name, its codes and a district."""

    city: str
    full: str
    area: str
    region: str
    district: str


def place(rng: Random) -> Place:
    """A city with one of its districts."""
    city, full, area, region, districts = rng.choice(names.PLACES)
    return Place(city, full, area, region, rng.choice(districts))


def person(rng: Random, man: bool | None = None) -> str:
    """A person's name of two to four characters."""
    surname = (
        rng.choice(names.DOUBLE_SURNAMES) if rng.random() < 0.04 else rng.choice(names.SURNAMES)
    )
    own = names.FEMALE if (rng.random() < 0.5 if man is None else not man) else names.MALE
    given = rng.choice(own)
    if rng.random() < 0.78:
        given = rng.choice(own + names.NEUTRAL) + given
    return surname + given


def brand(rng: Random) -> str:
    """The part of a company's name that is its own, two or three characters."""
    first, second = rng.choice(names.BRANDS_FIRST), rng.choice(names.BRANDS_SECOND)
    middle = rng.choice(names.BRANDS_SECOND) if rng.random() < 0.2 else ""
    return first + middle + second


def company_name(rng: Random, where: Place, trade: str) -> str:
    """A company's full name, the city in front or in brackets after the brand."""
    form = rng.choice(names.LEGAL_FORMS)
    own = brand(rng)
    if rng.random() < 0.12:
        return f"{own}（{where.city}）{trade}{form}"
    return f"{where.city}{rng.choice(('', '', '市'))}{own}{trade}{form}"


def address(rng: Random, where: Place) -> str:
    """An office address."""
    road = f"{rng.choice(names.ROADS)}{rng.randint(1, 899)}号"
    inside = rng.choice(
        (
            "",
            f"{rng.choice(names.BUILDINGS)}{rng.randint(2, 28)}层{rng.randint(1, 28):02d}室",
            f"{rng.choice(names.BUILDINGS)}{rng.choice('ABCD')}座{rng.randint(201, 2812)}室",
            f"{rng.choice(names.BUILDINGS)}{rng.randint(1, 9)}号楼",
        )
    )
    return f"{where.full}{where.district}{road}{inside}"


def home(rng: Random, where: Place) -> str:
    """A home address."""
    flat = (
        f"{rng.randint(1, 30)}号楼{rng.randint(1, 6)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}室"
    )
    return f"{where.full}{where.district}{rng.choice(names.ROADS)}{rng.choice(names.ESTATES)}{flat}"


def _postcode(rng: Random, where: Place) -> str:
    return where.region[:2] + "00" + values.digits(rng, 2)


def _email(rng: Random) -> str:
    user = "".join(rng.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(rng.randint(4, 8)))
    number = values.digits(rng, rng.choice((0, 2, 4)))
    return f"{user}{number}@{rng.choice(names.MAIL_HOSTS)}"


def phone(rng: Random, where: Place) -> str:
    """A telephone number: mobile, landline, or landline with extension."""
    kind = rng.random()
    if kind < 0.45:
        return values.mobile(rng)
    line = values.landline(rng, where.area)
    return values.extended(rng, line) if kind > 0.85 else line


def company(rng: Random, number: str) -> Client:
    """A company that is a customer under `number`."""
    where = place(rng)
    trade, industry, scope = rng.choice(names.TRADES)
    founded = values.day(rng, 1993, 2020)
    known = {
        "customer_no": number,
        "customer_name": company_name(rng, where, trade),
        "customer_category": rng.choice(names.CATEGORIES),
        "enterprise_nature": rng.choice(names.NATURES),
        "legal_rep": person(rng),
        "founded": founded.isoformat(),
        "industry": industry,
        "business_scope": scope,
        "registered_capital": values.capital(rng),
        "scale": rng.choice(names.SCALES),
        "turnover": f"{rng.randint(2, 900) * 10}万元",
        "staff_count": f"{rng.randint(8, 900)}人",
        "brands": rng.choice(names.BRANDS),
        "registration_no": values.credit_code(rng, where.region),
        "website": f"www.{''.join(rng.choice('abcdefghkmnprstwxyz') for _ in range(6))}.com",
        "address": address(rng, where),
        "postcode": _postcode(rng, where),
        "contact": person(rng),
        "contact_title": rng.choice(names.TITLES),
        "phone": phone(rng, where),
        "fax": values.landline(rng, where.area),
        "email": _email(rng),
        "service_area": f"{where.city}及周边地区",
        "needs": rng.choice(names.NEEDS),
        "potential": rng.choice(names.POTENTIALS),
        "trade_terms": rng.choice(names.TERMS),
        "credit_grade": rng.choice(names.CREDIT_GRADES),
    }
    return Client(number, True, tuple(known.items()))


def private_person(rng: Random, number: str) -> Client:
    """A private person who is a customer under `number`."""
    where = place(rng)
    man = rng.random() < 0.5
    born = values.day(rng, 1952, 2001)
    known = {
        "customer_no": number,
        "person_name": person(rng, man),
        "sex": "男" if man else "女",
        "age": str(2025 - born.year),
        "id_card": values.identity_number(rng, where.region, born, man),
        "phone": values.mobile(rng),
        "email": _email(rng),
        "address": home(rng, where),
        "postcode": _postcode(rng, where),
        "preferences": rng.choice(
            ("喜欢电话联系", "周末方便联系", "偏好东方红系列产品", "喜靠窗座位")
        ),
        "purchase_record": f"累计消费{values.price(rng, 200, 60000)}元",
    }
    return Client(number, False, tuple(known.items()))
