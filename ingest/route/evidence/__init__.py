"""The kinds of evidence for a customer, one small file each.

A kind has two functions. `find(paper, customers)` names customers that the paper points to.
`check(paper, customer)` then looks at one candidate whom anybody found and says what on the paper
agrees with him, or contradicts. A new kind of evidence is a new file and a line in `KINDS`.
"""

from __future__ import annotations

from ingest.route.clues import Kind
from ingest.route.evidence import (
    address,
    barcode,
    code,
    contract,
    file_name,
    folder,
    identity,
    learned,
    name,
    number,
    phone,
    pile,
    text,
)

KINDS: tuple[Kind, ...] = (
    Kind(number.find, number.check),
    Kind(code.find, code.check),
    Kind(identity.find, identity.check),
    Kind(phone.find, phone.check),
    Kind(name.find, name.check),
    Kind(text.find, text.check),
    Kind(address.find, address.check),
    Kind(folder.find, folder.check),
    Kind(contract.find, contract.check),
    Kind(barcode.find, barcode.check),
    Kind(file_name.find, file_name.check),
    Kind(pile.find, pile.check),
    Kind(learned.find, learned.check),
)
"""Every kind of evidence that is asked, in the order in which it is shown."""
