"""A share of the variants: a program written differently gets the same verdict.

All of them: ``nox -s variants``.
"""

from __future__ import annotations

import pytest

from tests.mutants.programs import Program, programs
from tests.share import turn
from tests.variants.styles import STYLES, Style
from tests.variants.verdicts import of_modules, of_style

SHARE = 12
"""One program in twelve is rewritten in each style; which ones differs from style to style, not with new programs."""


def share(number: int) -> list[Program]:
    return [program for program in programs() if turn(program.name, range(SHARE)) == number % SHARE]


CHANGES = {
    ("through identity", "tests/programs/fisher_information.py"): "a gradient may be applied by a function of its own",
    ("through identity", "tests/programs/shown_in_both_modes.py"): "a function may read what is only shown",
    ("renamed", "tests/programs/answers_in_training_mode.py"): "that answers are asked for is in the functions' names",
    ("renamed", "tests/programs/graph_discriminators.py"): "that a network is a discriminator is in its name",
    ("commented", "tests/programs/meant_by_a_comment.py"): "which comments stand beside a call is what it is about",
    ("in helpers", "tests/programs/meant_by_a_comment.py"): "as above: the comment stands outside of the helper",
    ("in helpers", "tests/programs/called_with_or_without_the_flag.py"): "that a call raises is read where it stands",
    ("in helpers", "tests/programs/norm_by_option.py"): "what an option leaves out is read where it is written",
    (
        "in helpers",
        "tests/programs/graph_tested_in_training_mode.py",
    ): "a function that does nothing but normalise by the batch is one of pix2pix's kind",
    (
        "in helpers",
        "tests/programs/answers_that_nobody_reads.py",
    ): "what is dropped is read where the call stands",
    (
        "in helpers",
        "tests/programs/called_before_it_is_trained.py",
    ): "a function may be called again when the layer is trained",
    (
        "in helpers",
        "tests/programs/options_that_must_be_given.py",
    ): "a function that does nothing but normalise by the batch is one of pix2pix's kind",
    ("in helpers", "tests/programs/true_for_several_inputs.py"): "what a round gives goes by its name in that round",
    ("in helpers", "fixtures/BNL107/bad_fitted_on_jax.py"): "the helper takes no flag that it could hand on",
    ("in helpers", "tests/programs/graph_slim_networks.py"): "a scope of arguments is read where the network is called",
    ("in helpers", "tests/programs/graph_chosen_by_names.py"): "which option a test asks for is read where it stands",
    ("in helpers", "tests/programs/graph_asked_in_another_mode.py"): "an option's side is read where a tensor is made",
    ("in helpers", "tests/programs/graph_that_gives_its_weights.py"): "what a graph is for is read where it is made",
    ("in main", "tests/programs/networks_by_their_names.py"): "globals() has no names of main()",
}
"""Verdicts that change, because less is known of the program when it is written so."""


@pytest.mark.parametrize(("number", "style"), list(enumerate(STYLES)), ids=[style.name for style in STYLES])
def test_the_verdict_stays(number: int, style: Style) -> None:
    results = {
        f"{program.name} keras{dialect}": of_style(program, style, dialect)
        for program in share(number)
        for dialect in program.dialects
        if (style.name, program.name) not in CHANGES
    }
    assert sum(result is not None for result in results.values()) >= 1, "nothing was rewritten"
    assert {name: result[1] for name, result in results.items() if result is not None and result[1]} == {}


def test_the_verdict_stays_when_definitions_move_to_another_module() -> None:
    results = {
        f"{program.name} keras{dialect}": of_modules(program, dialect)
        for program in share(2)
        for dialect in program.dialects
    }
    assert any(results.values())
    assert {name: result[1] for name, result in results.items() if result is not None and result[1]} == {}
