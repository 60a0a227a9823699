"""From what people see to the rules that can cause it: the page of symptoms, and the page on one sample."""

from __future__ import annotations

import ast

import pytest

from bnlint import evidence
from bnlint.explain import explanation
from bnlint.rules import CODES
from docs import generate, symptoms
from tests.static.helpers import code_blocks, document, lacks, nothing, python

TITLES = [symptom.title for symptom in symptoms.SYMPTOMS]


@pytest.mark.parametrize("code", CODES)
def test_a_rule_says_what_people_see(code: str) -> None:
    found = symptoms.named(explanation(code))
    if not found:
        lacks(code, f"## Symptoms in the docstring of bnlint/rules/{code.lower()}.py")
    nothing(set(found) - set(TITLES), f"{code} names symptoms that docs/symptoms.py has not")
    assert len(found) <= 3
    assert len(found) == len(set(found))


def test_a_symptom_has_a_rule() -> None:
    used = {title for code in CODES for title in symptoms.named(explanation(code))}
    nothing(set(TITLES) - used, "symptoms that no rule causes")
    assert len({symptom.anchor for symptom in symptoms.SYMPTOMS}) == len(TITLES)


@pytest.mark.parametrize("symptom", symptoms.SYMPTOMS, ids=lambda symptom: symptom.anchor)
def test_a_check_is_three_lines_of_python(symptom: symptoms.Symptom) -> None:
    assert ast.parse(symptom.check).body
    assert len([line for line in symptom.check.splitlines() if line]) <= 3


def test_the_page_of_symptoms_is_fresh() -> None:
    assert document("docs/symptoms.md") == generate.by_symptom(), "python -m docs.generate writes docs/symptoms.md"


@pytest.mark.parametrize("symptom", symptoms.SYMPTOMS, ids=lambda symptom: symptom.anchor)
def test_the_index_links_to_a_symptom(symptom: symptoms.Symptom) -> None:
    """The rules are the second click from there."""
    assert f"[{symptom.title}](symptoms.md#{symptom.anchor})" in document("docs/index.md")


def test_the_page_of_a_rule_links_to_its_symptoms() -> None:
    assert "(../symptoms.md#statistics-still-0-and-1)" in document("docs/rules/BNL102.md")


def test_the_numbers_of_one_sample() -> None:
    """The program is run; what was measured on TensorFlow is what the evidence says."""
    name = "docs/one-sample.md"
    (program,) = (block for block in code_blocks(name, "python") if "numpy as np" in block)
    assert python("-c", program).stdout == code_blocks(name, "text")[0]
    said = " ".join(document(name).split())
    for code in ("BNL101", "BNL201"):
        measured = evidence.confirmations(code)[0].programs
        (text,) = (each.text for each in measured if each.program == f"{code}/bad_seed.py")
        assert text in said
    assert code_blocks(name, "python")[0] == code_blocks("README.md", "python")[0]
