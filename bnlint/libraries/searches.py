"""Functions of other packages that look for the smallest value of a function of the program's, along its gradient.

Sources: scipy 1.16, tensorflow_probability 0.25.
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect
from bnlint.libraries.schema import Function

FUNCTIONS = (
    Function("minimize", "scipy.optimize", Effect.SEARCHED, "fun x0 args method slope=jac"),
    Function("fmin_l_bfgs_b fmin_tnc", "scipy.optimize", Effect.SEARCHED, "fun=func x0 slope=fprime"),
    Function("fmin_bfgs fmin_cg fmin_ncg", "scipy.optimize", Effect.SEARCHED, "fun=f x0 slope=fprime"),
    Function("basinhopping", "scipy.optimize", Effect.SEARCHED, "fun=func x0"),
    Function(
        "lbfgs_minimize bfgs_minimize",
        "tensorflow_probability.optimizer",
        Effect.SEARCHED,
        "fun=value_and_gradients_function",
    ),
)
