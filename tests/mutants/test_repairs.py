"""The reverse of the mistakes: a finding goes when what it underlines is repaired, and nothing comes in its place."""

from __future__ import annotations

from tests.mutants.programs import programs
from tests.mutants.repairs import REPAIRS, repaired

NOT_ENOUGH = {
    ("tests/programs/graph_asked_when_trained.py", "BNL105"): "the network is made once, and trained, too",
    (
        "tests/programs/flag_exported_with_its_placeholder.py",
        "BNL105",
    ): "that graph is trained: what is exported needs one of its own",
    ("tests/programs/module_asked_by_a_script.py", "BNL105"): "the method trains, too: it needs a flag",
    ("fixtures/BNL101/bad_seed.py", "BNL101"): "of a single value training mode makes zeros, which is BNL201",
    ("tests/programs/flag_under_another_name.py", "BNL102"): "the flag of that model has another name",
    ("tests/programs/methods_of_a_model.py", "BNL102"): "the flag of that model has another name",
    ("tests/programs/no_batch_at_all.py", "BNL101"): "of a single row training mode makes zeros, which is BNL202",
    ("tests/programs/shapes_tried_out.py", "BNL101"): "of a single row training mode makes zeros, which is BNL202",
    ("tests/programs/no_batch_at_all.py", "BNL202"): "the data have a single row",
    ("tests/programs/thawed_from_above.py", "BNL102"): "one of the layers is frozen, which is BNL108",
    ("tests/programs/called_to_be_built.py", "BNL102"): "the function answers, too: the flag has to be handed in",
    ("tests/programs/calls_past_the_context.py", "BNL111"): "in a tape the layer needs the flag, too",
    ("tests/programs/graph_of_own_call.py", "BNL111"): "in a tape the layer needs the flag, too",
    (
        "tests/programs/graph_tested_in_training_mode.py",
        "BNL105",
    ): "that graph is trained: the test needs one of its own",
    (
        "tests/programs/graph_option_that_leaves_training_on.py",
        "BNL105",
    ): "that graph is trained: the test needs one of its own",
    (
        "tests/programs/graph_maps_tested_in_training_mode.py",
        "BNL105",
    ): "that graph is trained: the test needs one of its own",
    (
        "tests/programs/graph_images_scored_in_training_mode.py",
        "BNL105",
    ): "that graph is trained: the score needs one of its own",
    (
        "tests/programs/graph_answers_beside_an_auxiliary_head.py",
        "BNL105",
    ): "that graph is trained: answers need one of their own",
    (
        "tests/programs/graph_search_scored_in_training_mode.py",
        "BNL105",
    ): "that graph is trained: the score needs one of its own",
    (
        "tests/programs/graph_flag_fed_in_vain.py",
        "BNL105",
    ): "that graph is trained: it has to take the flag that is fed",
    ("tests/programs/step_that_validation_shares.py", "BNL105"): "the step shares it: each needs a flag of its own",
    ("tests/programs/torch_without_gradients.py", "BNL105"): "functions for steps and answers need a flag of their own",
    ("tests/programs/validation_in_a_comprehension.py", "BNL105"): "the function trains, too: it needs a flag",
    ("tests/programs/epochs_with_a_flag.py", "BNL105"): "the function trains, too: it has to hand its own flag on",
    (
        "tests/programs/graph_modes_of_an_estimator.py",
        "BNL105",
    ): "the function trains, too: the flag is that of its mode",
    (
        "tests/programs/graph_normalizers_of_layers.py",
        "BNL105",
    ): "the function trains, too: the flag is that of its mode",
}
"""Findings that take more than one change to repair."""


def test_a_repaired_finding_goes_and_none_comes() -> None:
    made = [
        (program.name, each)
        for program in programs()
        for dialect in program.dialects
        for each in repaired(program.source, dialect)
    ]
    assert {each.repair for _, each in made} == set(REPAIRS)
    worse = {(name, each.finding.code) for name, each in made if not each.better}
    assert worse == set(NOT_ENOUGH)
