"""JAX and Optax, as far as programs train Keras's models with them: functions of functions, and trees of weights.

Sources: jax 0.10, optax 0.2. ``jax.numpy`` is read as NumPy is.
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, JaxEffect
from bnlint.libraries.schema import Function

FUNCTIONS = (
    Function("grad", "jax", JaxEffect.GRADIENT, "fun argnums has_aux"),
    Function("value_and_grad", "jax", JaxEffect.VALUE_AND_GRADIENT, "fun argnums has_aux"),
    # What these make of a function works like it.
    Function("jit checkpoint remat custom_jvp custom_vjp", "jax", Effect.FIRST),
    Function("vmap pmap", "jax", JaxEffect.MAPPED, "fun"),
    Function("shard_map", "jax jax.experimental.shard_map", JaxEffect.MAPPED, "fun=f"),
    Function("pmean psum with_sharding_constraint", "jax.lax", Effect.FIRST),
    Function("device_put device_get block_until_ready", "jax", Effect.FIRST),
    Function("stop_gradient", "jax.lax", Effect.FIRST),
    Function("scan", "jax.lax", JaxEffect.SCANNED, "f init xs"),
    Function("fori_loop", "jax.lax", JaxEffect.LOOPED, "lower upper body=body_fun init=init_val"),
    Function("while_loop", "jax.lax", JaxEffect.LOOPED, "cond=cond_fun body=body_fun init=init_val"),
    Function("map", "jax.tree", JaxEffect.TREE, "f tree"),
    Function("tree_map", "jax jax.tree_util", JaxEffect.TREE, "f tree"),
    Function("apply_updates", "optax", Effect.FIRST),
)
