"""Whole programs."""

from __future__ import annotations

from collections.abc import Sequence

from lab.reality.drawing import Code, Draw
from lab.reality.models import ModelMaker
from lab.reality.rarities import RARITIES
from lab.reality.scenarios import LATER, ON_IMAGES, ONLY_KERAS_2, ONLY_KERAS_3, SCENARIOS, Scenario
from lab.reality.steps import StepMaker, adversaries, train_step_model

HEADER = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

"""


EVERY = 40
"""One in so many programs is of a kind that came later, or that Keras 2 has not; all others are the same whatever
those are."""


def scenarios(dialect: int) -> dict[str, Scenario]:
    """Return by name what programs of a special shape there are in a dialect."""
    own = ONLY_KERAS_3 if dialect == 3 else ONLY_KERAS_2
    return {scenario.__name__: scenario for scenario in SCENARIOS | LATER | RARITIES | own}


def program(seed: int, dialect: int, only: Sequence[str] = ()) -> str:
    """Write one program.

    Args:
        seed: which one.
        dialect: 2 or 3.
        only: scenarios that take turns; a program of any kind where there are none.
    """
    if only:
        return written(Draw(seed, dialect), seed % EVERY, scenarios(dialect)[only[seed % len(only)]])
    return written(Draw(seed, dialect), seed % EVERY)


def written(draw: Draw, place: int, scenario: Scenario | None = None) -> str:
    """Write the program of some choices.

    Args:
        draw: makes them.
        place: of the program among so many as ``EVERY``.
        scenario: the kind of program, where that is no choice.
    """
    dialect = draw.dialect
    definitions, body = Code(), Code()
    maker = ModelMaker(draw, definitions)
    kind = draw.weighted({"steps": 8, "train_step": 2, "adversaries": 1, "scenario": 5})
    if dialect == 3 and place == EVERY - 1:
        kind = "of Keras 3"
    elif place == EVERY - 2:
        kind = "later"
    elif place == EVERY - 3:
        kind = "rare"
    image = False
    if scenario is not None:
        kind = "asked for"
    if kind == "train_step":
        body = train_step_model(draw, definitions, maker)
    elif kind == "adversaries":
        body = adversaries(draw, definitions, maker)
    elif kind == "of Keras 3":
        body = draw.weighted(ONLY_KERAS_3)(draw, definitions, maker)
    elif kind == "later":
        body = draw.weighted(LATER)(draw, definitions, maker)
    elif kind == "rare":
        body = draw.weighted(RARITIES)(draw, definitions, maker)
    elif kind in ("scenario", "asked for"):
        scenario = scenario or draw.weighted(SCENARIOS | (ONLY_KERAS_2 if dialect == 2 else {}))
        image = scenario in ON_IMAGES
        body = scenario(draw, definitions, maker)
    else:
        made = maker.make()
        image = made.image
        body.add(f"model = {made.create}")
        StepMaker(draw, definitions, made).make(body)
    data = Code()
    rows = draw.weighted({"8": 9, "1": 0.4})
    data.add(f'x = np.random.normal(size=({rows}, {"6, 6, 3" if image else "4"})).astype("float32")')
    data.add(f'y = np.random.normal(size=({rows}, {"4" if kind == "x" else "2"})).astype("float32")')
    constants = "".join(f"{name} = {value}\n" for name, value in maker.constants.items())
    if draw.maybe(0.2):
        main = Code()
        main.block("def main():", Code([*data.lines, *body.lines]))
        main.lines += ["", "", 'if __name__ == "__main__":', "    main()"]
        rest = main.text
    else:
        rest = data.text + body.text
    return HEADER + constants + "\n" + definitions.text.rstrip("\n") + "\n\n" + rest
