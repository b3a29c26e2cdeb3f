"""The rule pack (规则包): read, changed on a form, its effect seen first, saved as a new version."""

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from config import LOCAL_TIMEZONE, ROOT
from hotline.forms.administration.rule_pack import document_from, put_faults, section_for
from hotline.guards import requires
from hotline.pages.administration.users import author
from models.queries import people, rule_packs
from models.rule_pack import RulePackVersion
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows.administration import rules
from workflows.errors import BadInput, NotAllowedNow, Refused
from workflows.rule_document import BadDocument
from workflows.rule_pack import RulePack
from workflows.rule_pack_words import differences, parts

blueprint = Blueprint("rules", __name__, url_prefix="/administration/rules")
PROPOSALS = ROOT / "cities" / "rule_packs"


def found(version_id: int) -> RulePackVersion:
    """Return the version of the address, or answer 404."""
    return rule_packs.find(version_id) or abort(404)


@blueprint.get("")
@requires(Permission.MANAGE_RULES)
def show_rules() -> ResponseReturnValue:
    """Show the rules in force, and every version there was."""
    at, versions = datetime.now(UTC), rule_packs.newest_first()
    current = rule_packs.valid_at(at)
    return render_template(
        "administration/rules.html",
        current=current,
        parts=parts(RulePack.from_dict(current.document)) if current else [],
        versions=versions,
        makers={user.id: user.full_name for user in people.all_users()},
        proposals=rules.proposals(PROPOSALS),
        at=at,
    )


@blueprint.get("/<int:version_id>")
@requires(Permission.MANAGE_RULES)
def show_version(version_id: int) -> ResponseReturnValue:
    """Show one version, and what it changed."""
    version = found(version_id)
    earlier = [each for each in rule_packs.newest_first() if each.id < version.id]
    pack = RulePack.from_dict(version.document)
    changed = differences(RulePack.from_dict(earlier[0].document), pack) if earlier else []
    return render_template(
        "administration/rule_version.html",
        version=version,
        earlier=earlier[0] if earlier else None,
        changed=changed,
        parts=parts(pack),
    )


@blueprint.get("/new")
@requires(Permission.MANAGE_RULES)
def edit_rules() -> ResponseReturnValue:
    """Show the form, filled from a version or from another city's pack."""
    newest, name = rule_packs.newest(), request.args.get("proposal", "")
    version_id = request.args.get("version", type=int)
    if name:
        document = (rules.proposals(PROPOSALS).get(name) or abort(404)).to_dict()
    else:
        base = found(version_id) if version_id is not None else newest
        document = base.document if base else {}
    return form_page(document, base_id=newest.id if newest else None, faults=[])


def form_page(document: dict[str, Any], *, base_id: int | None, faults: list[str]) -> ResponseReturnValue:
    """Answer with the form; every fault stands at its field and in the summary."""
    form = section_for(RulePack, document)
    homeless = put_faults(form, faults)
    page = render_template(
        "administration/rules_edit.html", form=form, base_id=base_id, faults=faults, homeless=homeless
    )
    return page, 422 if faults else 200


def base_asked() -> int | None:
    """Return the version from which the person began."""
    return request.form.get("base", type=int)


@blueprint.post("/preview")
@requires(Permission.MANAGE_RULES)
def preview_rules() -> ResponseReturnValue:
    """Show what the filled-in rules would change, before anything is saved."""
    document = document_from(request.form)
    try:
        pack = RulePack.from_dict(document)
    except BadDocument as refusal:
        return form_page(document, base_id=base_asked(), faults=refusal.faults)
    return preview_page(pack)


def preview_page(pack: RulePack, refusal: Refused | None = None) -> ResponseReturnValue:
    """Answer with differences and effects."""
    newest, at = rule_packs.newest(), datetime.now(UTC)
    old = RulePack.from_dict(newest.document) if newest else pack
    found_effects = rules.effects(old, pack, at=at)
    page = render_template(
        "administration/rules_preview.html",
        pack=pack,
        document=json.dumps(pack.to_dict(), ensure_ascii=False),
        base_id=base_asked(),
        changed=differences(old, pack),
        effects=found_effects,
        moved=sum(effect.words != "不变" for effect in found_effects),
        is_real=not any(effect.sample.case_number.startswith("示例") for effect in found_effects),
        note=request.form.get("note", ""),
        valid_from=request.form.get("valid_from", ""),
        refusal=str(refusal or ""),
    )
    if refusal is None:
        return page
    return page, 409 if isinstance(refusal, NotAllowedNow) else 422


def document_asked() -> dict[str, Any]:
    """Return the rules that the preview carried along, or answer 400."""
    try:
        return RulePack.from_dict(json.loads(request.form.get("document", ""))).to_dict()
    except (ValueError, TypeError, BadDocument):
        abort(400)


@blueprint.post("/edit")
@requires(Permission.MANAGE_RULES)
def edit_again() -> ResponseReturnValue:
    """Go back from the preview to the form with what was filled in."""
    return form_page(document_asked(), base_id=base_asked(), faults=[])


@blueprint.post("")
@requires(Permission.MANAGE_RULES)
def save_rules() -> ResponseReturnValue:
    """Make a new version, valid from now or from the moment given."""
    document = document_asked()
    try:
        pack, valid_from = RulePack.from_dict(document), moment_asked()
    except BadInput as refusal:
        return preview_page(RulePack.from_dict(document), refusal)
    note = "".join(letter for letter in request.form.get("note", "")[:200] if letter.isprintable()).strip()
    try:
        with unit_of_work():
            rules.save_version(
                document,
                base_id=base_asked(),
                valid_from=valid_from,
                note=note,
                by=author(),
                at=datetime.now(UTC),
            )
    except Refused as refusal:
        return preview_page(pack, refusal)
    flash("已保存为新版本。此后受理的工单适用新规则，在办工单仍按受理时的规则。", "success")
    return redirect(url_for("rules.show_rules"), code=303)


def moment_asked() -> datetime | None:
    """Return the moment from which the version is to be valid; None for now, BadInput for no moment."""
    given = request.form.get("valid_from", "").strip()
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise BadInput("生效时间格式不正确。", "valid_from") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_TIMEZONE)
