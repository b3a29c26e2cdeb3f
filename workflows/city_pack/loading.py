"""Puts a checked pack into the database: twice adds nothing, what people changed since stays."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from models.address import Address
from models.area import Area
from models.area_outline import AreaOutline
from models.article import Synonym
from models.base import db
from models.category import Category
from models.city import City
from models.department import Department
from models.dictionary import (
    CandidateRule,
    EscalationStep,
    Ground,
    HazardWord,
    QuickReply,
    SupervisionTrigger,
)
from models.grid import GridClass
from models.hot_topic import HotTopicRule
from models.queries import area_outlines, rule_packs
from models.report_subject import ReportSubject
from models.report_template import ReportTemplate
from models.routing_rule import RoutingRule
from models.rule_pack import RulePackVersion
from models.tag import Tag
from models.user import Role
from models.vocabulary import AreaLevel
from workflows import audit
from workflows.administration import outlines
from workflows.administration.addresses import found_by
from workflows.city_pack import files
from workflows.city_pack.checking import overlap
from workflows.city_pack.trees import load_areas, load_categories, load_departments
from workflows.city_pack.upsert import Count, Upsert
from workflows.permissions import ROLES
from workflows.rule_pack import RulePack

if TYPE_CHECKING:
    from models.user import User
    from workflows.city_pack.reading import CityPack


@dataclass
class Loaded:
    """What a load did, file by file."""

    city: str
    counts: list[Count] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many rows were new."""
        return sum(count.added for count in self.counts)

    @property
    def kept(self) -> int:
        """How many rows differ from the pack because people changed them."""
        return sum(count.kept for count in self.counts)


def load(pack: CityPack, *, at: datetime, by: User | None = None, overwrite: bool = False) -> Loaded:
    """Load the pack; without `overwrite` a row that differs from the pack's is left as people made it.

    Raises Refused, naming it, where people made a category or unit of the same name under another code.
    """
    loaded = Loaded(pack.city["name"])
    load_city(pack, overwrite=overwrite)
    areas = load_areas(pack, overwrite=overwrite)
    departments = load_departments(pack, areas, overwrite=overwrite)
    categories = load_categories(pack, overwrite=overwrite)
    loaded.counts += [areas.count, departments.count, categories.count]
    loaded.counts.append(load_addresses(pack, areas, overwrite=overwrite))
    load_catalogue(pack, loaded, areas, departments, categories, overwrite=overwrite)
    load_dictionaries(pack, loaded, categories, overwrite=overwrite)
    loaded.counts.append(load_outlines(pack, areas, at=at, overwrite=overwrite))
    loaded.counts.append(load_templates(pack, overwrite=overwrite))
    loaded.counts.append(load_roles())
    loaded.counts.append(load_rules(pack, at=at, overwrite=overwrite))
    audit.write(
        "load_city_pack",
        by=by,
        user_name="命令行",
        at=at,
        object_type="city",
        object_id=pack.city["code"],
        summary="；".join(map(str, loaded.counts)) + ("；覆盖本地修改" if overwrite else ""),
    )
    return loaded


def load_city(pack: CityPack, *, overwrite: bool) -> None:
    """Put the city's own row in: there is one, whatever its code was before."""
    known = {*files.CITY_KEYS, "area_code", "rule_pack"}
    settings = {name: value for name, value in pack.city.items() if name not in known}
    if pack.script is not None:
        settings["callback_script"] = pack.script
    values = {key: pack.city[key] for key in files.CITY_KEYS}
    values |= {"area_code": pack.city.get("area_code", ""), "settings": settings}
    cities = Upsert("城市", City, lambda _: "", overwrite=overwrite)
    cities.put("", values)


def load_catalogue(
    pack: CityPack,
    loaded: Loaded,
    areas: Upsert[Area],
    departments: Upsert[Department],
    categories: Upsert[Category],
    *,
    overwrite: bool,
) -> None:
    """Put the catalogue's lines in; where people wrote a line for the same days, theirs stands."""
    rules = Upsert(
        "派单目录", RoutingRule, lambda r: (r.category_id, r.area_id, r.valid_from), overwrite=overwrite
    )
    spans: dict[Any, list[RoutingRule]] = defaultdict(list)
    for rule in rules.rows.values():
        spans[rule.category_id, rule.area_id].append(rule)
    for line in pack.lines[files.CATALOGUE.name]:
        category_id, area_id = categories.id_of(line["category_code"]), areas.id_of(line["area_code"])
        values = {name: line[name] for name in ("legal_basis", "source", "note", "valid_from", "valid_to")}
        values |= {"category_id": category_id, "area_id": area_id}
        values |= {"lead_id": departments.id_of(line["lead_code"])}
        values |= {"supporting_ids": [departments.id_of(code) for code in line["supporting_codes"]]}
        key = (category_id, area_id, line["valid_from"])
        if key not in rules.rows and any(
            overlap(other.valid_from, other.valid_to, line["valid_from"], line["valid_to"])
            for other in spans[category_id, area_id]
        ):
            rules.skip()
        else:
            rules.put(key, values)
    db.session.flush()
    loaded.counts.append(rules.count)


def load_dictionaries(
    pack: CityPack, loaded: Loaded, categories: Upsert[Category], *, overwrite: bool
) -> None:
    """Put grounds, hazard words, quick replies, triggers, the ladder and the rules of candidates in."""
    words = Upsert("险情词", HazardWord, lambda word: word.words, overwrite=overwrite)
    for line in pack.lines[files.HAZARD_WORDS.name]:
        values = {name: line[name] for name in ("words", "urgency", "say", "do")}
        words.put(line["words"], values | {"category_id": categories.id_of(line["category_code"])})
    grounds = Upsert("理由", Ground, lambda ground: (ground.kind, ground.code), overwrite=overwrite)
    for number, line in enumerate(pack.lines[files.GROUNDS.name], 1):
        grounds.put((line["kind"], line["code"]), line.values | {"position": number})
    replies = Upsert("常用语", QuickReply, lambda reply: reply.code, overwrite=overwrite)
    for line in pack.lines[files.QUICK_REPLIES.name]:
        values = {name: line[name] for name in ("code", "kind", "title", "body", "state")}
        replies.put(line["code"], values | {"category_id": categories.id_of(line["category_code"])})
    triggers = Upsert("督办触发", SupervisionTrigger, lambda trigger: trigger.code, overwrite=overwrite)
    for line in pack.lines[files.TRIGGERS.name]:
        triggers.put(line["code"], line.values)
    steps = Upsert("逐级上报", EscalationStep, lambda step: step.step, overwrite=overwrite)
    for line in pack.lines[files.LADDER.name]:
        steps.put(line["step"], line.values)
    candidates = Upsert("联席会议候选规则", CandidateRule, lambda rule: rule.code, overwrite=overwrite)
    for number, line in enumerate(pack.lines[files.CANDIDATES.name], 1):
        candidates.put(line["code"], line.values | {"position": number})
    loaded.counts += [words.count, grounds.count, replies.count, triggers.count, steps.count]
    loaded.counts += [candidates.count, load_subjects(pack, categories, overwrite=overwrite)]
    loaded.counts.append(load_grid_classes(pack, overwrite=overwrite))
    loaded.counts.append(load_synonyms(pack, overwrite=overwrite))
    loaded.counts.append(load_topic_rules(pack, categories, overwrite=overwrite))
    loaded.counts.append(load_tags(pack, overwrite=overwrite))


def load_subjects(pack: CityPack, categories: Upsert[Category], *, overwrite: bool) -> Count:
    """Put the subjects of special reports in."""
    subjects = Upsert("专报主题", ReportSubject, lambda subject: subject.code, overwrite=overwrite)
    for number, line in enumerate(pack.lines[files.SUBJECTS.name], 1):
        values = {name: line[name] for name in ("code", "name", "title", "signs", "is_active")}
        ids = [categories.id_of(code) for code in line["category_codes"]]
        subjects.put(line["code"], values | {"category_ids": ids, "position": number})
    return subjects.count


def load_grid_classes(pack: CityPack, *, overwrite: bool) -> Count:
    """Put the classes of the grid's events in."""
    classes = Upsert("网格事件类别", GridClass, lambda row: row.code, overwrite=overwrite)
    for number, line in enumerate(pack.lines[files.GRID_CLASSES.name], 1):
        classes.put(line["code"], line.values | {"position": number})
    return classes.count


def load_tags(pack: CityPack, *, overwrite: bool) -> Count:
    """Put in the tags that the hotline puts on cases."""
    tags = Upsert("标签", Tag, lambda row: row.name, overwrite=overwrite)
    for number, line in enumerate(pack.lines[files.TAGS.name], 1):
        tags.put(line["name"], line.values | {"position": number})
    return tags.count


def load_synonyms(pack: CityPack, *, overwrite: bool) -> Count:
    """Put the words that mean the same in."""
    words = Upsert("同义词", Synonym, lambda row: row.words, overwrite=overwrite)
    for line in pack.lines[files.SYNONYMS.name]:
        words.put(line["words"], line.values)
    return words.count


def load_addresses(pack: CityPack, areas: Upsert[Area], *, overwrite: bool) -> Count:
    """Put the address book in."""
    db.session.flush()
    places = Upsert("地名库", Address, lambda row: (row.area_id, row.name), overwrite=overwrite)
    for line in pack.lines[files.ADDRESSES.name]:
        area_id, aliases = areas.id_of(line["area_code"]), list(line["aliases"])
        values = {name: line[name] for name in ("name", "kind", "is_active")}
        letters = found_by(line["name"], aliases)
        places.put(
            (area_id, line["name"]), {**values, "area_id": area_id, "aliases": aliases, "found_by": letters}
        )
    return places.count


def load_topic_rules(pack: CityPack, categories: Upsert[Category], *, overwrite: bool) -> Count:
    """Put in the rules of when a hot topic is an alarm."""
    rules = Upsert("热点预警规则", HotTopicRule, lambda rule: rule.code, overwrite=overwrite)
    for line in pack.lines[files.TOPIC_RULES.name]:
        values = {name: line[name] for name in ("code", "name", "callers", "hours", "is_active")}
        rules.put(line["code"], values | {"category_id": categories.id_of(line["category_code"])})
    return rules.count


def load_templates(pack: CityPack, *, overwrite: bool) -> Count:
    """Put in the templates of reports that are not there."""
    templates = Upsert("报表模板", ReportTemplate, lambda row: row.code, overwrite=overwrite)
    for number, template in enumerate(pack.templates, 1):
        templates.put(template.code, template.values() | {"position": number})
    return templates.count


def load_outlines(pack: CityPack, areas: Upsert[Area], *, at: datetime, overwrite: bool) -> Count:
    """Put the outlines of districts in; one that is there already stays, unless overwriting."""
    count, known = Count("区划轮廓"), area_outlines.by_area()
    districts = [place for place in areas.rows.values() if place.level == AreaLevel.DISTRICT]
    pairs, _ = outlines.match(pack.outlines.outlines, districts)
    for place, outline in pairs:
        row = outlines.row_of(place.id, outline, pack.outlines.source, pack.outlines.approval_number, at)
        old = known.get(place.id)
        if old is not None and is_same(old, row):
            count.same += 1
        elif old is not None and not overwrite:
            count.kept += 1
        else:
            if old is not None:
                area_outlines.remove([place.id])
            count.added += old is None
            count.overwritten += old is not None
            db.session.add(row)
    db.session.flush()
    return count


def is_same(old: AreaOutline, new: AreaOutline) -> bool:
    """Say whether two rows hold the same outline from the same source; as JSON keeps it, a point is a list."""
    told = [(json.dumps(row.polygons), row.source, row.approval_number) for row in (old, new)]
    return told[0] == told[1]


def load_roles() -> Count:
    """Put in the roles that are not there; what administrators made of a role is never touched."""
    roles = Upsert("角色", Role, lambda role: role.code)
    for seed in ROLES:
        values = {"code": seed.code, "name": seed.name, "description": seed.description}
        roles.put(seed.code, values | {"permissions": sorted(seed.permissions)})
    return roles.count


def load_rules(pack: CityPack, *, at: datetime, overwrite: bool) -> Count:
    """Make the pack's rules the first version, valid since ever; later ones are made by people or overwriting."""
    count = Count("规则包")
    if pack.rules is None:
        return count
    rules = RulePack.from_dict(pack.rules)
    document, newest = rules.to_dict(), rule_packs.newest()
    if newest is None or (overwrite and newest.document != document):
        beginning = datetime.combine(files.BEGINNING, time(), UTC)
        db.session.add(
            RulePackVersion(
                title=rules.title,
                document=document,
                valid_from=at if newest else beginning,
                note="随城市包载入",
            )
        )
        count.added += newest is None
        count.overwritten += newest is not None
    elif newest.document == document:
        count.same += 1
    else:
        count.kept += 1
    return count
