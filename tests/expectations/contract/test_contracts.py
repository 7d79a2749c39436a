"""What every declared sheet must hold; a new sheet is tested by being there."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from expectations.catalogue import IGNORED_HEADINGS, SHEETS
from expectations.contract import rules
from expectations.contract.contract import LINEAGE, Kind, Need, Privacy, Sheet
from expectations.contract.rules import Becomes, Matches, Named, Reaction, Rule
from expectations.county.codelist import codelist
from expectations.evaluate.checks import CHECKS
from transforms.recognise.headings import heading_keys

ALL_SHEETS = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())

# domain.md §11.1, in the canonical names of §4
VAULT = {"id_no", "phone", "note", "issue_text", "mood", "content"}
RESTRICTED = {
    "birth_ym",
    "exit_reason",
    "work_capacity",
    "work_will",
    "refuse_category",
    "avoid_units",
    "host_rating",
    "eligible_flag",
    "growth_place",
    "pref_post_1",
    "pref_post_2",
    "pref_post_3",
}

# domain.md §4, canonical names in the order of the tables
COLUMNS = {
    "S1": "name id_no birth_ym sex ethnicity native_place growth_place political_status party_join_ym work_start_ym "
    "former_unit former_post post_level grade level_since_ym exit_date exit_reason person_status mgmt_tier "
    "retire_choice contact_officer eligible_flag",
    "S2": "name id_no birth_ym unit_code edu_level edu_mode degree school major tech_title licence skill_tag "
    "skill_note domain_exp exp_years grassroots_years known_towns role_tags",
    "S3": "name id_no birth_ym unit_code work_will workload_pref work_capacity pref_post_1 pref_post_2 pref_post_3 "
    "pref_organ pref_category pref_town refuse_category avoid_units note declared_on signed",
    "S4": "name unit_code birth_ym contact_date contact_type contact_by topic mood issue_text issue_status issue_due "
    "next_contact",
    "S5": "post_code post_name organ host_unit category strategy capacity load need_skills need_major place start end "
    "post_kind exec_meeting post_status",
    "S6": "name id_no birth_ym organ post_code duty category exec_meeting mentees plan_no plan_date deliverable "
    "deliver_due decision_ref decided_on start end status source deviation",
    "S7": "stated_period name unit_code birth_ym days_on days_field tasks_open tasks_done task_name task_due task_pct "
    "exec_attended suggestions cases_solved problem need_help host_rating honour",
    "S8": "item_code leader link_type link_target title content lead_unit help_units town strategy position funds "
    "claimed_on start_plan due_original due_current extension_ref progress status done_on narrative problem "
    "beneficiaries evidence_no verify_result verified_on public_ok",
    "S9": "name id_no birth_ym sex unit_code phone branch political_status community_code compound town "
    "registered_on service_skill team reg_status left_on",
    "S10": "order_no town community_code compound source category content posted_on sent_on taken_on member_name "
    "id_no phone member_unit is_project project_name due done_on status hours satisfaction",
    "R6": "leader post post_level unit_code organ valid_from valid_to",
    "R8": "total declared as_of note",
}

CODED = {Kind.CODE, Kind.CODES, Kind.TAGS}


def test_all_sheets_of_the_domain_are_declared_in_order() -> None:
    assert list(SHEETS) == list(COLUMNS)


@ALL_SHEETS
def test_columns_are_those_of_the_domain(sheet: Sheet) -> None:
    assert [column.name for column in sheet.columns] == COLUMNS[sheet.id].split()


@ALL_SHEETS
def test_no_column_hides_another_or_the_lineage(sheet: Sheet) -> None:
    names = Counter(name for column in sheet.columns for name in column.schema) + Counter(LINEAGE.keys())
    assert {name for name, count in names.items() if count > 1} == set()


@ALL_SHEETS
def test_a_heading_means_one_column(sheet: Sheet) -> None:
    meant = {
        (heading_keys(text)[0], column.name) for column in sheet.columns for text in (column.heading, *column.variants)
    }
    texts = Counter(text for text, _ in meant)
    assert {text for text, count in texts.items() if count > 1} == set()


@ALL_SHEETS
def test_standard_headings_differ_even_without_their_brackets(sheet: Sheet) -> None:
    bare = Counter(heading_keys(column.heading)[1] for column in sheet.columns)
    assert {text for text, count in bare.items() if count > 1 or not text} == set()


@ALL_SHEETS
def test_ignored_headings_are_no_columns(sheet: Sheet) -> None:
    read = {text for column in sheet.columns for text in (column.heading, *column.variants)}
    assert read & IGNORED_HEADINGS == set()


@ALL_SHEETS
def test_every_column_tells_the_clerk_what_is_expected(sheet: Sheet) -> None:
    for column in sheet.columns:
        assert column.because.startswith(f"「{column.heading}」"), column.name
        assert column.because.endswith("。"), column.name
        assert "；" in column.because, f"{column.name}: what is expected; what to do"
        assert column.example, column.name


@ALL_SHEETS
def test_every_rule_tells_the_clerk_in_a_whole_sentence(sheet: Sheet) -> None:
    for rule in sheet.all_rules:
        assert rule.because.endswith("。"), rule.id
        assert "请" in rule.because, f"{rule.id} must say what to do"
        assert "{" not in rule.because, f"{rule.id}: only what a column says is filled in for a county"
        blamed = sheet.column[rule.blamed].heading
        assert blamed in rule.because or rule.blamed in {"status", "name"}, f"{rule.id} must name the blamed column"


@ALL_SHEETS
def test_rule_ids_are_unique(sheet: Sheet) -> None:
    assert [rule_id for rule_id, count in Counter(rule.id for rule in sheet.all_rules).items() if count > 1] == []


def _columns_read(rule: Rule) -> set[str]:
    read = {*rule.columns, *((rule.blamed,) if rule.columns else ())}
    return read | ({rule.when.column} if rule.when else set()) | ({rule.becomes.column} if rule.becomes else set())


@ALL_SHEETS
def test_rules_read_columns_of_the_sheet_or_lineage(sheet: Sheet) -> None:
    for rule in sheet.all_rules:
        assert _columns_read(rule) <= sheet.schema.keys(), rule.id


@ALL_SHEETS
def test_rules_blame_a_column_the_clerk_can_see(sheet: Sheet) -> None:
    for rule in sheet.all_rules:
        assert not rule.columns or rule.blamed in sheet.column, rule.id


@ALL_SHEETS
def test_rules_come_from_the_closed_vocabulary(sheet: Sheet) -> None:
    vocabulary = {kind for kind in vars(rules).values() if isinstance(kind, type) and issubclass(kind, Rule)}
    for rule in sheet.all_rules:
        assert type(rule) in vocabulary
        if isinstance(rule, Named):
            assert rule.check in CHECKS


@ALL_SHEETS
def test_values_named_by_rules_are_codes_of_their_column(sheet: Sheet) -> None:
    for rule in sheet.rules:
        named = [(rule.when.column, v) for v in rule.when.values] if rule.when else []
        named += [(rule.becomes.column, rule.becomes.value)] if rule.becomes and rule.becomes.value is not None else []
        for name, value in named:
            column = sheet.column[name]
            assert value in codelist(column.codes).labels if column.codes else isinstance(value, bool), rule.id


@ALL_SHEETS
def test_coded_columns_and_only_they_name_a_list(sheet: Sheet) -> None:
    assert [c.name for c in sheet.columns if (c.kind in CODED) != (c.codes is not None)] == []


@ALL_SHEETS
def test_privacy_follows_the_classes_of_the_domain(sheet: Sheet) -> None:
    for column in sheet.columns:
        if sheet.id == "R8":
            expected = Privacy.P3
        elif column.name in VAULT and (sheet.id, column.name) != ("S8", "content"):  # an item, not an order
            expected = Privacy.P0
        else:
            expected = Privacy.P1 if column.name in RESTRICTED else Privacy.P2
        assert column.privacy is expected, column.name


@ALL_SHEETS
def test_only_kinds_with_words_keep_text(sheet: Sheet) -> None:
    assert [c.name for c in sheet.columns if c.keeps_text and c.kind not in CODED] == []


@ALL_SHEETS
def test_key_columns_are_known(sheet: Sheet) -> None:
    assert set(sheet.key) - sheet.schema.keys() <= {"person_id"}


def test_defaults_fit_their_column() -> None:
    for column in (c for sheet in SHEETS.values() for c in sheet.columns if c.default is not None):
        fits = column.default in codelist(column.codes).labels if column.codes else isinstance(column.default, bool)
        assert fits, column.name


def test_conditions_never_wait_for_a_column_that_is_required_anyway() -> None:
    for sheet in SHEETS.values():
        conditional = {r.column for r in sheet.rules if isinstance(r, rules.Required) and r.when}
        assert [name for name in conditional if sheet.column[name].need is Need.REQUIRED] == []


def _rule(sheet: str, rule_id: str) -> Rule:
    return next(rule for rule in SHEETS[sheet].all_rules if rule.id == rule_id)


@pytest.mark.parametrize(
    ("sheet", "rule_id", "reaction", "becomes"),
    [
        ("S6", "decision_ref_of_on", Reaction.FIXW, None),
        ("S6", "assignment_unique", Reaction.ROW, None),
        ("S8", "item_code_unique", Reaction.ROW, None),
        ("S8", "done_on_of_finished", Reaction.FIXW, Becomes("status", "RUN")),
        ("S8", "extension_needs_approval", Reaction.FIXW, Becomes("due_current", None)),
        ("S10", "done_on_of_done", Reaction.FIXW, Becomes("status", "TAKEN")),
        ("S10", "project_name_of_project", Reaction.FIXW, None),
        ("S9", "members_only", Reaction.ROW, None),
        ("S1", "former_unit_or_post", Reaction.ROW, None),
        ("S3", "declared_on_required", Reaction.ROW, None),
    ],
)
def test_consequences_of_the_domain(sheet: str, rule_id: str, reaction: Reaction, becomes: Becomes | None) -> None:
    rule = _rule(sheet, rule_id)
    assert (rule.reaction, rule.becomes) == (reaction, becomes)


@pytest.mark.parametrize(
    ("code", "is_number"), [("7", True), ("087", True), ("MS2021-001", False), ("20210001", False)]
)
def test_a_line_number_is_no_item_code(code: str, *, is_number: bool) -> None:
    rule = _rule("S8", "item_code_is_no_line_number")
    assert isinstance(rule, Matches)
    assert (re.fullmatch(rule.regex, code) is None) is is_number


def test_sentences_about_vault_columns_show_no_number_of_a_person() -> None:
    vault = [c for sheet in SHEETS.values() for c in sheet.columns if c.privacy is Privacy.P0]
    assert [c.name for c in vault if re.search(r"\d{11,}", c.because)] == []
