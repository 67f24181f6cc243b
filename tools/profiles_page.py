"""The page of the profiles: what each rules, where regimes disagree, what serves which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from records import profile
from records.rules import walk
from tools.markdown import table

_PROFILES = """# Profiles

A profile holds the rules of one kind of business: what a file is, how it is numbered and ordered,
what it must hold, who may see it, how long it is kept, by when things are done. One setting chooses
it:

```toml
[profile]
name = "property"
variant = "R06"                 # where regimes of one profile differ, whose rule counts
overlays = ["personal_data"]    # rules upon any profile

[profile.rules.order]           # the firm's own word wins
within_part = "ascending"
```

`anjuan profile list` names them, `anjuan profile show [NAME]` prints every rule.
Where a profile is changed later, papers stay in the files they lie in, with their numbers and their
order, until `anjuan reshelve --do` puts them where the new rules want them; `anjuan reshelve` alone
shows what that would do: which papers move, which numbers files get, which files become empty. What
persons decided stays, former numbers are kept and never given again, and with the former profile
chosen again the same command brings the papers back to their former files. Until then `doctor`,
`profile show`, `watch` and `ingest` say how many papers lie by the former rules. Grades and
deadlines follow a change at once.

Numbers are written as patterns, such as `DA-{year}-{sequence:4}`:

| place | what stands there |
| --- | --- |
| `{year}` `{yy}` `{month}` | of the day on which the number is given |
| `{sequence:4}` | a count of at least four digits; it begins anew wherever another place differs |
| `{customer}` | the customer's number |
| `{unit}` | what the file is about: flat, contract, project, case or year |
| `{file}` `{part}` | for papers (`numbers.papers`): their file's number, their part of the plan |

No number is given twice, and none is left out.

Rules of duties that the archive does not have yet (lending, destruction, backup …) are checked and
shown like all others, and marked *not yet acted on*.
"""


def profiles() -> str:
    """Every profile, every contradiction with the rules that decide it, every regime."""
    text = _PROFILES + "\n## The profiles\n\n"
    text += table(
        ("profile", "for", "a file is", "order", "file number", "regimes"), _profile_rows()
    )
    text += "\n## Where regimes disagree\n\n"
    rows = [
        (one.id, one.subject_en, one.subject, _coded(one.rules), one.acted, one.note)
        for one in walk.contradictions()
    ]
    text += table(("", "subject", "题目", "rules", "acted on", "note"), rows)
    text += "\n## The regimes, and what serves each\n\n"
    walked = [
        (one.id, one.title, one.mark, ", ".join(one.serves), _coded(one.rules) or one.outside)
        for one in walk.regimes()
    ]
    return text + table(("", "regime", "mark", "served by", "rules that serve it"), walked)


def _profile_rows() -> Iterator[tuple[str, ...]]:
    for name in profile.names():
        held = profile.load_profile(name)
        alone = not held.overlay
        yield (
            f"`{name}`",
            f"{held.title_en} {held.title}",
            held.file.unit.value if alone else "–",
            held.order.within_part.value if alone else "–",
            f"`{held.numbers.file}`" if alone else "–",
            " ".join(walk.served_by(name)),
        )


def _coded(rules: Iterable[str]) -> str:
    return ", ".join(f"`{rule}`" for rule in rules)
