"""Functions of other packages that look for the smallest value of a function of the program's, along its gradient.

Beside them what searches over settings call to get one. Sources: scipy 1.16, tensorflow_probability 0.25, optuna 4.5,
keras-tuner 1.4, scikit-learn 1.7.
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, PythonEffect
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
    Function("ParameterGrid", "sklearn.model_selection", PythonEffect.GRID, "param_grid"),
)

SUGGESTS = {
    "suggest_float": ("low", "high"),
    "suggest_uniform": ("low", "high"),
    "suggest_loguniform": ("low", "high"),
    "suggest_discrete_uniform": ("low", "high"),
    "Float": ("min_value", "max_value"),
}
"""Methods of Optuna's trials and KerasTuner's hyperparameters for one number of a range: what its ends are called."""

CHOOSES = {"suggest_categorical": "choices", "Choice": "values"}
"""Those for one of a list."""
