"""What is measured and what takes too long for the tests: ``nox -l`` lists the runs, CONTRIBUTING.md says how long.

``reality`` and ``robustness`` make programs and look for where bnlint is wrong or breaks; ``mutants`` and ``variants``
run all of what the tests in ``tests/mutants`` and ``tests/variants`` run a share of; ``mutation`` makes mistakes in the
rules; ``benchmarks`` measure time; ``browser`` and ``hosts`` look at bnlint in Chromium and under pre-commit.
"""
