"""The command for the rules an archive works by: profile list, profile show."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from app import compose, settings, shapes
from app.cli.common import ArchiveOption, JsonOption
from app.cli.reshelving import tell_state
from app.console import Voice
from app.settings import Settings
from domain.reshelving import ShelvingState
from records.profile import ProfileChoice, load_profile, names, variants
from records.rules.walk import not_acted_on, rules_of, served_by


class Action(StrEnum):
    """What `profile` is asked for."""

    LIST = "list"
    SHOW = "show"


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(profile)


def profile(
    action: Annotated[Action, typer.Argument(metavar="list|show", help="All, or one in full.")],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Which to show; else the archive's own.")
    ] = None,
    variant: Annotated[
        str | None, typer.Option("--variant", help="With the rules of this regime, as R06.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the rules that the archive works by, or the profiles there are 规则方案.

    The rules of duties that are not acted on yet are marked. A profile is chosen in the settings:
    [profile] name. Papers that still lie by a former profile are told of; `reshelve` moves them.
    """
    loaded = settings.load(settings.archive_folder(archive))
    voice = Voice(settings.language(loaded.language), as_json)
    if action is Action.LIST:
        _list(voice, loaded)
    elif name:
        _show(voice, ProfileChoice(name, variant or ""), None)
    else:
        _show(voice, loaded.profile_choice(), compose.shelving_state(compose.place(archive)))


def _list(voice: Voice, loaded: Settings) -> None:
    used = {loaded.profile.name, *loaded.profile.overlays}
    shapes = [_brief(name, name in used) for name in names()]
    if voice.as_json:
        for shape in shapes:
            voice.emit(shape)
        return
    rows = [
        (
            "●" if shape["used"] else "",
            shape["name"],
            voice.pick(shape["title_en"], shape["title"]),
            shape["file_unit"],
            shape["order"],
            shape["file_number"],
            " ".join(shape["regimes"]),
            " ".join(shape["variants"]),
        )
        for shape in shapes
    ]
    heads = [
        ("used", "在用"),
        ("profile", "方案"),
        ("for", "适用"),
        ("a file is", "立卷单位"),
        ("order", "次序"),
        ("file number", "档案号"),
        ("regimes", "制度"),
        ("variants", "变体"),
    ]
    voice.table(heads, rows, len(rows))


def _brief(name: str, used: bool) -> dict[str, Any]:
    held = load_profile(name)
    stands_alone = not held.overlay
    return {
        "name": name,
        "title": held.title,
        "title_en": held.title_en,
        "overlay": held.overlay,
        "used": used,
        "file_unit": held.file.unit.value if stands_alone else "–",
        "order": held.order.within_part.value if stands_alone else "–",
        "file_number": held.numbers.file if stands_alone else "–",
        "regimes": list(served_by(name)),
        "variants": list(variants(name)),
    }


def _show(voice: Voice, choice: ProfileChoice, state: ShelvingState | None) -> None:
    held = load_profile(choice)
    rules = rules_of(held)
    waiting = not_acted_on()
    if voice.as_json:
        voice.emit(
            {
                "name": choice.name,
                "variant": choice.variant,
                "overlays": list(choice.overlays),
                "stamp": held.stamp,
                "rules": rules,
                "not_acted_on": sorted(waiting & set(rules)),
                "shelving": shapes.shelving_state(state) if state else None,
            }
        )
        return
    heading = " + ".join(filter(None, (choice.name, choice.variant, *choice.overlays)))
    voice.say(f"{heading}: {held.title_en}", f"{heading}：{held.title}")
    later = voice.pick("not yet acted on", "尚未执行")
    rows = [
        (rule, _plain(value), later if rule in waiting else "") for rule, value in rules.items()
    ]
    voice.table([("rule", "规则"), ("value", "内容"), ("", "")], rows, len(rows))
    if state is not None:
        tell_state(voice, state)


def _plain(value: object) -> str:
    """A rule as a person may read it: lists of names joined, everything else as JSON."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, list):
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
