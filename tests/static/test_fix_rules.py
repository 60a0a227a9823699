"""What each rule's fix writes, and that every fix on every program of the fixtures does what a fix promises."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import import_module

import pytest

from bnlint.analysis.checking import find
from bnlint.fixes.applying import Repaired, repair
from bnlint.fixes.changes import Change
from bnlint.fixes.drafts import WRITERS
from bnlint.results.edits import apply
from bnlint.results.findings import Finding
from bnlint.rules import CODES, rule
from bnlint.settings.loading import Settings
from bnlint.syntax.source import Source
from tests.share import ALL, turn
from tests.static.helpers import ROOT, Fixture, fixtures, lacks, opt_in_codes
from tests.static.test_programs import CASES as PROGRAMS

PROGRAM_CASES = [
    pytest.param(fixture, dialect, id=f"{fixture.path}-keras{dialect}")
    for fixture in fixtures()
    for dialect in fixture.dialects
    if fixture.in_dialect(dialect)
]


class Run:
    """Fixes one text over and over, as the command does."""

    def __init__(self, path: str, dialect: int, enable: frozenset[str] = frozenset()) -> None:
        self.path = path
        self.settings = Settings(keras="3" if dialect == 3 else "2", enable=enable)

    def analyse(self, text: str) -> Sequence[Finding] | None:
        findings, problem = find(Source(self.path, text), self.settings)
        return None if problem is not None else findings

    def repair(self, text: str) -> Repaired:
        findings = self.analyse(text)
        assert findings is not None
        return repair(text, findings, self.analyse, lambda found, _: [f for f in found if f.fix is not None])


@cache
def repaired(fixture: Fixture, dialect: int) -> tuple[str, Repaired, Run]:
    run = Run(str(ROOT / fixture.path), dialect, frozenset(opt_in_codes()) if fixture.opt_in else frozenset())
    text = (ROOT / fixture.path).read_text(encoding="utf-8")
    return text, run.repair(text), run


@pytest.mark.parametrize(("fixture", "dialect"), PROGRAM_CASES)
def test_every_finding_with_a_fix_is_gone_and_none_is_new(fixture: Fixture, dialect: int) -> None:
    text, after, run = repaired(fixture, dialect)
    before = run.analyse(text) or []
    assert sorted(f.code for f in after.findings) == sorted(f.code for f in before if f.fix is None)
    assert {f.code for f in after.fixed} == {f.code for f in before if f.fix is not None}


@pytest.mark.parametrize(("fixture", "dialect"), PROGRAM_CASES)
def test_the_result_parses_and_keeps_its_comments(fixture: Fixture, dialect: int) -> None:
    text, after, _ = repaired(fixture, dialect)
    ast.parse(after.text)
    assert re.findall("#.*", after.text) == re.findall("#.*", text)
    for edits in after.rounds:
        text = apply(text, edits)
    assert after.text == text


@pytest.mark.parametrize(("fixture", "dialect"), PROGRAM_CASES)
def test_a_second_run_changes_nothing(fixture: Fixture, dialect: int) -> None:
    _, after, run = repaired(fixture, dialect)
    again = run.repair(after.text)
    assert (again.text, again.rounds) == (after.text, [])


@cache
def seen_safeties() -> dict[str, set[str]]:
    """Return, by code, the safeties of the fixes that the fixtures show."""
    seen: dict[str, set[str]] = {code: set() for code in CODES}
    for case in PROGRAM_CASES:
        fixture, dialect = case.values
        assert isinstance(fixture, Fixture)
        assert isinstance(dialect, int)
        for finding in repaired(fixture, dialect)[1].fixed:
            if finding.fix is not None:
                seen[finding.code].add(finding.fix.safety)
    return seen


@pytest.mark.parametrize("code", CODES)
def test_a_rule_says_how_safe_its_fixes_are(code: str) -> None:
    text = import_module(f"bnlint.rules.{code.lower()}").__doc__ or ""
    found = re.search(r"\n## Fix safety\n(.*?)\n\n## ", text, re.DOTALL)
    where = f"bnlint/rules/{code.lower()}.py"
    if not found:
        lacks(code, f"the part 'Fix safety' in its text: the docstring of {where}")
    words = set(re.findall(r"(?<![a-z] )\b(Safe|Unsafe|No fix)\b[:,]", found[1]))
    stated = {"Safe": "safe", "Unsafe": "unsafe"}
    part = f"'Fix safety' in {where}"
    assert words, f"{part} says none of 'Safe:', 'Unsafe:' and 'No fix:'"
    assert words == {"No fix"} or words <= set(stated), f"{part} says both that there is a fix and that there is none"
    said, shown = {stated[word] for word in words - {"No fix"}}, seen_safeties()[code]
    assert said == shown, f"{part} says {sorted(words)}, and the fixes in its programs are {sorted(shown)}"


def test_every_change_has_its_writer() -> None:
    assert set(WRITERS) == set(Change.__args__)


def test_fixes_of_the_programs_of_the_interpreter_bring_nothing_new() -> None:
    for case in PROGRAMS:
        fixture, dialect = case.values
        assert isinstance(fixture, Fixture)
        assert isinstance(dialect, int)
        if not ALL and turn(f"{fixture.path} {dialect}", (0, 1)):
            continue
        text, after, run = repaired(fixture, dialect)
        before = Counter(finding.code for finding in run.analyse(text) or [])
        assert Counter(finding.code for finding in after.findings) <= before, fixture.path
        assert run.repair(after.text).rounds == [], fixture.path


BN = "from keras.layers import BatchNormalization\n"
TAPE = """import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(3), keras.layers.BatchNormalization()])
with tf.GradientTape() as tape:
    loss = tf.reduce_sum({call})
    w = model.trainable_variables
keras.optimizers.SGD().apply_gradients(zip(tape.gradient(loss, w), w))
"""
GRAPH = (
    BN
    + """import keras
i = keras.Input((3,))
o = {call}
m = keras.Model(i, o)
m.compile("adam", "mse")
m.fit(x, y)
"""
)
NAMED = "bn = BatchNormalization()\n"
GRAPH_1 = """{tf}
x = tf.placeholder(tf.float32, [None, 3])
loss = tf.reduce_mean(tf.layers.batch_normalization(x, training=True))
{op}
"""
V1 = "import tensorflow.compat.v1 as tf1"
OP = "train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)"
UPDATED = f"with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):\n    {OP}"
AT_ONCE = """import tensorflow as tf
def mean_of(x):
    return tf.reduce_mean(tf.layers.batch_normalization(x, training=True))
x = tf.placeholder(tf.float32, [None, 3])
{op}
"""
OF_X = OP.replace("(loss)", "(mean_of(x))")
LOOP = """import tensorflow as tf
class Net(tf.Module):
    def __init__(self):
        self.all = [tf.keras.layers.Dense(3), tf.keras.layers.BatchNormalization()]
    def __call__(self, x, training):
        {call}
"""
MODEL = """from tensorflow import keras
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = keras.layers.BatchNormalization()
    {head}
        return self.bn(x)
net = Net()
net.compile("adam", "mse")
net.fit(x, y)
"""


@pytest.mark.parametrize(
    ("code", "dialect", "before", "after"),
    [
        # arguments
        ("BNL303", 3, BN + "BatchNormalization(momentum=0.1)", BN + "BatchNormalization(momentum=0.9)"),
        ("BNL303", 3, BN + "BatchNormalization(-1, 0.25)", BN + "BatchNormalization(-1, 0.75)"),
        ("BNL303", 3, BN + "BatchNormalization(momentum=1 - 0.9)", BN + "BatchNormalization(momentum=0.9)"),
        ("BNL303", 3, BN + "BatchNormalization(momentum=(0.1))", BN + "BatchNormalization(momentum=(0.9))"),
        ("BNL301", 3, BN + "BatchNormalization(momentum=99)", BN + "BatchNormalization(momentum=0.99)"),
        ("BNL301", 3, BN + "BatchNormalization(momentum=-0.9)", BN + "BatchNormalization(momentum=0.99)"),
        ("BNL311", 3, BN + "BatchNormalization(epsilon=-1e-3)", BN + "BatchNormalization(epsilon=0.001)"),
        (
            "BNL303",
            3,
            BN + "M = 0.1  # m\nBatchNormalization(momentum=M)\nBatchNormalization(momentum=M)",
            BN + "M = 0.9  # m\nBatchNormalization(momentum=M)\nBatchNormalization(momentum=M)",
        ),
        (
            "BNL303",
            3,
            BN + "def bn(x, m=0.1):\n    return BatchNormalization(momentum=m)(x)\nbn(x)",
            BN + "def bn(x, m=0.9):\n    return BatchNormalization(momentum=m)(x)\nbn(x)",
        ),
        (
            "BNL303",
            3,
            BN + "def bn(x, m=0.99):\n    return BatchNormalization(momentum=m)(x)\nbn(x, m=0.1)\nbn(x)",
            BN + "def bn(x, m=0.99):\n    return BatchNormalization(momentum=m)(x)\nbn(x, m=0.9)\nbn(x)",
        ),
        (
            "BNL311",
            3,
            BN + "class N:\n    def __init__(self, e=0):\n        self.e = e\n"
            "        self.bn = BatchNormalization(epsilon=self.e)\nN()",
            BN + "class N:\n    def __init__(self, e=0.001):\n        self.e = e\n"
            "        self.bn = BatchNormalization(epsilon=self.e)\nN()",
        ),
        ("BNL501", 3, BN + "BatchNormalization(fused=True)", BN + "BatchNormalization()"),
        ("BNL501", 3, BN + "BatchNormalization(-1, fused=None, )", BN + "BatchNormalization(-1, )"),
        ("BNL501", 3, BN + "BatchNormalization(fused=True, name='a')", BN + "BatchNormalization(name='a')"),
        ("BNL501", 3, BN + "BatchNormalization(eps=1e-5)", BN + "BatchNormalization(epsilon=1e-5)"),
        ("BNL501", 2, BN + "BatchNormalization(decay=0.9)", BN + "BatchNormalization(momentum=0.9)"),
        ("BNL501", 3, BN + "BatchNormalization(axis=[-1])", BN + "BatchNormalization(axis=-1)"),
        ("BNL501", 3, BN + "y = BatchNormalization()(x, True)", BN + "y = BatchNormalization()(x, training=True)"),
        (
            "BNL501",
            3,
            "from keras.layers.normalization import BatchNormalization\n",
            "from keras.layers import BatchNormalization\n",
        ),
        (
            "BNL501",
            3,
            BN + "BatchNormalization(\n    epsilon=1e-5,\n    fused=True,\n)",
            BN + "BatchNormalization(\n    epsilon=1e-5,\n)",
        ),
        (
            "BNL501",
            3,
            BN + "BatchNormalization(\n    epsilon=1e-5,  # small\n    fused=True  # fast\n)",
            BN + "BatchNormalization(\n    epsilon=1e-5,  # small\n    # fast\n)",
        ),
        # several arguments of one call, on a line and on lines of their own
        (
            "BNL501",
            3,
            BN + "BatchNormalization(fused=True, virtual_batch_size=None, mode=0)",
            BN + "BatchNormalization()",
        ),
        (
            "BNL501",
            3,
            BN + "BatchNormalization(-1,\n    fused=True,\n    virtual_batch_size=None)",
            BN + "BatchNormalization(-1)",
        ),
        (
            "BNL501",
            3,
            BN + "BatchNormalization(eps=1e-5, decay=0.9)",
            BN + "BatchNormalization(epsilon=1e-5, momentum=0.9)",
        ),
        # imports
        ("BNL501", 2, "from keras.layers.normalization import *\n" + NAMED, "from keras.layers import *\n" + NAMED),
        (
            "BNL501",
            3,
            "from tensorflow.python.keras.layers import BatchNormalization, Dense\n",
            "from tensorflow.keras.layers import BatchNormalization, Dense\n",
        ),
        # statements
        (
            "BNL112",
            2,
            GRAPH_1.format(tf="import tensorflow as tf", op=OP),
            GRAPH_1.format(tf="import tensorflow as tf", op=UPDATED),
        ),
        (
            "BNL112",
            2,
            GRAPH_1.format(tf=V1, op=f"name = 'sgd'; {OP}").replace("tf.", "tf1."),
            GRAPH_1.format(tf=V1, op=UPDATED.replace("train_op", "name = 'sgd'; train_op")).replace("tf.", "tf1."),
        ),
        ("BNL112", 2, AT_ONCE.format(op=OF_X), AT_ONCE.format(op=f"loss = mean_of(x)\n{UPDATED}")),
        (
            "BNL112",
            2,
            AT_ONCE.format(op=OF_X.replace("mean_of(x)", "global_step=None, loss=2 * mean_of(\n    x)")),
            AT_ONCE.format(
                op="loss = (2 * mean_of(\n    x))\n" + UPDATED.replace("(loss)", "(global_step=None, loss=loss)")
            ),
        ),
        # calls
        ("BNL102", 3, TAPE.format(call="model(x)"), TAPE.format(call="model(x, training=True)")),
        ("BNL102", 3, TAPE.format(call="model(x, training=None)"), TAPE.format(call="model(x, training=True)")),
        ("BNL104", 2, TAPE.format(call="model(x, False)"), TAPE.format(call="model(x, training=True)")),
        ("BNL111", 2, TAPE.format(call="model .call(x, training=True)"), TAPE.format(call="model (x, training=True)")),
        ("BNL111", 3, TAPE.format(call="model.call(x)"), TAPE.format(call="model(x, training=True)")),
        (
            "BNL106",
            3,
            GRAPH.format(call="BatchNormalization()(i, training=False)"),
            GRAPH.format(call="BatchNormalization(trainable=False)(i, training=False)"),
        ),
        # parameters
        (
            "BNL103",
            3,
            MODEL.format(head="def call(self, x: list[int] = (None)):"),
            MODEL.format(head="def call(self, x: list[int] = (None), training=None):").replace(
                "self.bn(x)", "self.bn(x, training=training)"
            ),
        ),
        (
            "BNL103",
            3,
            MODEL.format(head="def call(\n        self,\n        x,  # features\n    ):"),
            MODEL.format(
                head="def call(\n        self,\n        x,  # features\n        training=None,\n    ):"
            ).replace("self.bn(x)", "self.bn(x, training=training)"),
        ),
        (
            "BNL103",
            3,
            MODEL.format(head="def call(self, x, *rest):"),
            MODEL.format(head="def call(self, x, *rest, training=None):").replace(
                "self.bn(x)", "self.bn(x, training=training)"
            ),
        ),
    ],
)
def test_what_a_fix_writes(code: str, dialect: int, before: str, after: str) -> None:
    run = Run("<string>", dialect)
    assert code in {finding.code for finding in run.analyse(before) or []}
    repair = run.repair(before)
    assert repair.text == after
    assert code not in {finding.code for finding in repair.findings}


@pytest.mark.parametrize(
    ("code", "dialect", "source"),
    [
        # the flag may come from the options
        ("BNL102", 3, "options = {}\n" + TAPE.format(call="model(x, **options)")),
        # the number is not written here, or stands for other things too
        ("BNL303", 3, BN + "from settings import M\nM = 0.1\nprint(M)\nBatchNormalization(momentum=M)"),
        ("BNL303", 3, BN + "BatchNormalization(**{'momentum': 0.1})"),
        ("BNL303", 3, BN + "def f(s=0.9):\n    m = 1 - s\n    BatchNormalization(momentum=m)\nf()"),
        ("BNL303", 3, BN + "d = {'m': 0.1}\nBatchNormalization(momentum=d['m'])"),
        # a formula: a constant in its place would take its names no more
        ("BNL303", 3, BN + "decay = 0.9\nBatchNormalization(momentum=1 - decay)"),
        ("BNL303", 3, BN + "def bn(x, m=0.9):\n    return BatchNormalization(momentum=1 - m)(x)\nbn(x)"),
        ("BNL303", 3, BN + "def bn(x, m):\n    return BatchNormalization(momentum=m)(x)\nd = 0.9\nbn(x, 1 - d)"),
        ("BNL303", 3, BN + "D = 0.9\nM = 1 - D\nBatchNormalization(momentum=M)"),
        ("BNL501", 3, BN + "BatchNormalization(**{'eps': 1e-5})"),
        # nothing else says the same
        ("BNL501", 2, BN + "BatchNormalization(affine=False)"),
        ("BNL501", 3, BN + "BatchNormalization(axis=[1, 2])"),
        # the flag is not a constant here: whoever hands it in must not
        (
            "BNL106",
            3,
            GRAPH.format(call="f(i, True)").replace(
                "i =", "def f(x, t): return BatchNormalization()(x, training=t)\ni ="
            )
            + "m.predict(z)\n",
        ),
        # without the constant the default decides, which is the same
        (
            "BNL105",
            3,
            BN + "import keras\nclass Block(keras.Layer):\n    def __init__(self):\n        super().__init__()\n"
            "        self.bn = BatchNormalization()\n    def call(self, x, training=True):\n"
            "        return self.bn(x, training=training)\n"
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.block = Block()\n    def call(self, x):\n        return self.block(x, training=True)\n"
            'net = Net()\nnet.compile("adam", "mse")\nnet.fit(x, y)\nnet.predict(x)\n',
        ),
        # somebody passes the parameter by its name
        (
            "BNL103",
            3,
            MODEL.format(head="def call(self, x, is_training=False):").replace(
                "self.bn(x)", "self.bn(x, training=is_training)"
            )
            + "net(x, is_training=True)\n",
        ),
        # the name is taken
        ("BNL103", 3, MODEL.format(head="def call(self, x):\n        training = 3")),
        # the flag may come with the others
        ("BNL103", 3, MODEL.format(head="def call(self, x, **others):")),
        ("BNL303", 3, BN + "def bn(x, m=float('0.1')):\n    return BatchNormalization(momentum=m)(x)\nbn(x)"),
        (
            "BNL303",
            3,
            BN + "class Quick(BatchNormalization):\n    def __init__(self):\n        super().__init__(-1, 0.1)",
        ),
        # other arguments would move, or both names are there
        ("BNL501", 3, BN + "BatchNormalization([-1], 0.9, 1e-3)"),
        ("BNL501", 3, BN + "BatchNormalization(eps=1e-5, epsilon=1e-3)"),
        ("BNL501", 3, BN + "BatchNormalization(eps=1e-5, **options)"),
        # other names of the statement, or the statement itself, say more than the import
        ("BNL501", 3, "import keras.layers.normalization as norm\nnorm.BatchNormalization()\n"),
        ("BNL501", 3, "from keras.layers import normalization, Dense\nnormalization.BatchNormalization()\n"),
        # not on a line of its own
        ("BNL112", 2, GRAPH_1.format(tf="import tensorflow as tf", op=f"if True: {OP}")),
        ("BNL112", 2, GRAPH_1.format(tf="import tensorflow as tf", op=OP).rstrip().replace("\n", "; ")),
        # the statement builds the network, and its loss cannot go before it
        ("BNL112", 2, AT_ONCE.format(op=f"loss = 3\n{OF_X}")),
        ("BNL112", 2, AT_ONCE.format(op=f"name = 'sgd'; {OF_X}")),
        ("BNL112", 2, AT_ONCE.format(op=OF_X.replace("mean_of(x)", "*[mean_of(x)]"))),
        ("BNL112", 2, AT_ONCE.format(op=OF_X.replace("(mean_of(x))", "(x, aggregation_method=mean_of(x))"))),
        (
            "BNL112",
            2,
            AT_ONCE.format(op="adam = tf.train.AdamOptimizer()\n{adam}").format(
                adam="adam.apply_gradients(adam.compute_gradients(mean_of(x)))"
            ),
        ),
        # nothing stands for TensorFlow
        (
            "BNL112",
            2,
            GRAPH_1.format(tf="from tensorflow import float32, layers, placeholder, reduce_mean, train", op=OP).replace(
                "tf.", ""
            ),
        ),
        # a comment, or another function, stands between the object and its method
        ("BNL111", 2, TAPE.format(call="(model.  # directly\n        call(x, training=True))")),
        ("BNL111", 2, TAPE.format(call="getattr(model, 'call')(x, training=True)")),
        # a generator that is the only argument takes no second one without brackets
        ("BNL102", 3, TAPE.format(call="model(row for row in x)")),
        # what is passed here does not reach the model
        ("BNL102", 3, TAPE.format(call="next(map(model, [x]))")),
        ("BNL102", 3, TAPE.format(call="tf.distribute.MirroredStrategy().run(model, args=(x,))")),
        # the old name means something else inside
        *(
            (
                "BNL103",
                3,
                MODEL.format(head=f"def call(self, x, is_training=False):\n        {inner}").replace(
                    "self.bn(x)", "self.bn(x, training=is_training)"
                ),
            )
            for inner in ("training = 3", "f = lambda is_training: is_training", "def f(is_training): pass")
        ),
        # the method is no function with a body
        (
            "BNL103",
            3,
            MODEL.format(head="call = lambda self, x: self.bn(x)").replace("        return self.bn(x)\n", ""),
        ),
        # Keras 2: other layers of the loop may take no flag
        ("BNL107", 2, LOOP.format(call="for layer in self.all:\n            x = layer(x)\n        return x")),
        ("BNL107", 2, LOOP.format(call="return [layer(x) for layer in self.all]")),
    ],
)
def test_what_cannot_be_written_is_left_alone(code: str, dialect: int, source: str) -> None:
    run = Run("<string>", dialect)
    assert code in {finding.code for finding in run.analyse(source) or [] if finding.fix is None}
    assert run.repair(source).text == source


def test_a_fix_that_brings_a_new_finding_is_dropped() -> None:
    """A momentum that forgets slowly is too high for the few steps that run (BNL304)."""
    source = """import keras
import numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(momentum=0.1), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.zeros((8, 3)), np.zeros((8, 1)), batch_size=4)
"""
    assert Run("<string>", 3).repair(source).text == source.replace("momentum=0.1", "momentum=0.9")
    assert Run("<string>", 3, frozenset({"BNL304"})).repair(source).text == source


def test_a_fix_that_leaves_another_error_is_dropped() -> None:
    """The class is not where the other names are now."""
    source = "from keras.layers.normalization.batch_normalization import BatchNormalizationBase\n"
    assert Run("<string>", 3).repair(source).text == source


def test_two_calls_on_a_line_are_fixed_one_after_the_other() -> None:
    source = TAPE.format(call="model(x) + model(x)")
    result = Run("<string>", 3).repair(source)
    assert result.text == TAPE.format(call="model(x, training=True) + model(x, training=True)")
    assert len(result.rounds) == 2


def test_opt_in_rules_have_fixes_for_those_who_enable_them() -> None:
    assert all(rule(code).can_be_enabled for code in opt_in_codes())
