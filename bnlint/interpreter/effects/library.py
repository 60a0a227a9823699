"""Calls of library functions: a row names the effect, a function here or beside does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.names import own_dialect
from bnlint.interpreter.domain.values import External, Items, TensorValue, Value, Variables, Weight
from bnlint.interpreter.effects import (
    autograd,
    control,
    data_sources,
    dimensions,
    documents,
    experiments,
    files,
    functional,
    grids,
    joins,
    keras,
    lengths,
    making,
    modules,
    parsers,
    python,
    sequences,
    tensors,
)
from bnlint.interpreter.keras import copies, weights
from bnlint.interpreter.language import evaluation, inspection, unknown
from bnlint.interpreter.language.iterated import over
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import graph1
from bnlint.libraries.aliases import is_library
from bnlint.libraries.effect_names import Effect, JaxEffect, KerasEffect, PythonEffect, TorchEffect
from bnlint.libraries.registry import LIBRARY
from bnlint.libraries.schema import Addon, Family, Function, Layer, Network, Roles, roles
from bnlint.libraries.tensorflow import JOINS_VALUES
from bnlint.libraries.tensorflow1 import (
    ALSO_WITHOUT_COMPAT,
    NETWORKS_HOMES,
    OF_GRAPHS,
    OF_HEADS,
    SESSION_RUN,
    TOPS,
    WATCHES,
)

Handler = Callable[[Machine, Call], Value]

EFFECTS: dict[str, Handler] = {
    Effect.SAME: tensors.same,
    Effect.SHARES: tensors.shares,
    Effect.CAST: tensors.cast,
    Effect.ALONG: tensors.along,
    Effect.ELEMENTWISE: tensors.elementwise,
    Effect.EQUAL: tensors.equal,
    Effect.CHOSEN: tensors.chosen,
    Effect.SUMMED: tensors.summed,
    Effect.DROPPED: tensors.dropped,
    Effect.PERMUTED: tensors.permuted,
    Effect.REDUCED: tensors.reduced,
    Effect.PLACES: tensors.places,
    Effect.MOMENTS: tensors.moments,
    Effect.SCALAR: tensors.scalar,
    Effect.MASKED: lengths.masked,
    Effect.UNROLLED: sequences.unrolled,
    Effect.UNROLLED_TWICE: sequences.unrolled_twice,
    Effect.UNROLLED_LIST: sequences.unrolled_list,
    Effect.SYMBOLS: sequences.symbols,
    Effect.CONCATENATED: joins.concatenated,
    Effect.APPENDED: joins.appended,
    Effect.STACKED: joins.stacked,
    Effect.ROWS_STACKED: joins.rows_stacked,
    Effect.COLUMNS_STACKED: joins.columns_stacked,
    Effect.SPLIT: joins.split,
    Effect.UNSTACKED: joins.unstacked,
    Effect.REPEATED: lengths.repeated,
    Effect.TILED: lengths.tiled,
    Effect.PADDED: lengths.padded,
    Effect.GATHERED: lengths.gathered,
    Effect.LOOKED_UP: lengths.looked_up,
    Effect.TOP: lengths.top,
    Effect.LOOSE: lengths.loose,
    Effect.OTHER_ROWS: lengths.other_rows,
    Effect.OTHER_COLUMNS: lengths.other_columns,
    Effect.KEEPS_BATCH: tensors.keeps_batch,
    Effect.VECTOR: lengths.vector,
    Effect.RESHAPED: dimensions.reshape,
    Effect.FLAT: dimensions.flat,
    Effect.BATCH_FLAT: dimensions.batch_flat,
    Effect.EXPANDED: dimensions.expanded,
    Effect.AT_LEAST_A_ROW: dimensions.at_least_a_row,
    Effect.SQUEEZED: dimensions.squeezed,
    Effect.TRANSPOSED: dimensions.transposed,
    Effect.SWAPPED: dimensions.swapped,
    Effect.MOVED: dimensions.moved,
    Effect.SHAPED: dimensions.shaped,
    Effect.ONE_HOT: dimensions.one_hot,
    Effect.CATEGORICAL: dimensions.categorical,
    Effect.RESIZED: dimensions.resized,
    Effect.DECODED: dimensions.decoded,
    Effect.PRODUCT: dimensions.product,
    Effect.DOT: dimensions.dot,
    Effect.EINSUM: dimensions.einsum,
    Effect.CONSTANT: making.constant,
    Effect.VARIABLE: making.variable,
    Effect.CONVERTED: making.converted,
    Effect.FILLED: making.filled,
    Effect.ZEROS: making.zeros,
    Effect.ONES: making.ones,
    Effect.DRAWN: making.drawn,
    Effect.PICKED: making.picked,
    Effect.BY_DIMENSIONS: making.by_dimensions,
    Effect.IDENTITY: making.identity,
    Effect.NUMBERS: making.numbers,
    Effect.COUNTED: making.counted,
    Effect.SPACED: making.spaced,
    Effect.GENERATOR: making.generator,
    Effect.FILED: files.stored,
    Effect.READ_BACK: files.loaded,
    Effect.READ: making.read,
    Effect.SHAPE: tensors.shape,
    Effect.RANK: tensors.rank,
    Effect.PLAIN: control.plain,
    Effect.NOTHING: control.nothing,
    Effect.FIRST: control.first,
    Effect.DERIVED: tensors.derived,
    Effect.UNTOLD: tensors.untold,
    Effect.ARRAY: tensors.array,
    Effect.INSTANCE: tensors.instance,
    Effect.MAPPED: control.mapped,
    Effect.STRUCTURE: control.structure,
    Effect.BRANCHED: control.branched,
    Effect.COMPILED: control.compiled,
    Effect.SEARCHED: control.searched,
    Effect.TAPE: control.tape,
    Effect.CONTROL: control.control,
    Effect.ROWS: data_sources.from_rows,
    Effect.ONE_ELEMENT: data_sources.of_one_element,
    Effect.GENERATED: data_sources.generated,
    Effect.ZIPPED: data_sources.zipped,
    Effect.RANGE_OF_DATA: data_sources.of_numbers,
    Effect.BATCHES: data_sources.in_batches,
    Effect.TABLES: data_sources.of_tables,
    Effect.NAMED_DATA: data_sources.of_a_collection,
    Effect.STEP_OF_DATA: data_sources.step,
    Effect.DATASET: data_sources.of_anything,
    Effect.OPTIMIZER: keras.optimizer,
    Effect.GRAPH_OPTIMIZER: keras.graph_optimizer,
    Effect.MIRRORED: keras.mirrored,
    Effect.ONE_DEVICE: keras.one_device,
    Effect.STRATEGY: keras.strategy,
    PythonEffect.LENGTH: python.length,
    PythonEffect.SLICE: python.slice_,
    PythonEffect.RANGE: python.range_,
    PythonEffect.LIST: over(python.list_),
    PythonEffect.TUPLE: over(python.tuple_),
    PythonEffect.SET: over(python.set_),
    PythonEffect.SORTED: over(python.sorted_),
    PythonEffect.REVERSED: over(python.reversed_),
    PythonEffect.DICT: python.dict_,
    PythonEffect.DICT_BY_DEFAULT: python.dict_by_default,
    PythonEffect.LOCALS: python.locals_,
    PythonEffect.ONE_FOR_ALL: python.one_for_all,
    PythonEffect.ZIP: over(python.zip_),
    PythonEffect.ENUMERATE: over(python.enumerate_),
    PythonEffect.CHAIN: over(python.chain),
    PythonEffect.NEXT: over(python.next_),
    PythonEffect.MAP: over(python.map_),
    PythonEffect.STAR_MAP: over(python.star_mapped),
    PythonEffect.FILTER: over(python.filter_),
    PythonEffect.SETTINGS: python.settings,
    PythonEffect.OPENED: files.opened,
    PythonEffect.PICKLED: files.stored,
    PythonEffect.UNPICKLED: files.unpickled,
    PythonEffect.DOCUMENT: documents.loaded,
    PythonEffect.DEFAULT: parsers.default,
    PythonEffect.FILLED_SETTINGS: parsers.filled,
    PythonEffect.STORE: parsers.store,
    PythonEffect.STORED: parsers.stored,
    PythonEffect.EXPERIMENT: experiments.new,
    PythonEffect.STACK: python.stack,
    PythonEffect.QUEUE: python.queue,
    PythonEffect.DRAWN_ONE: python.drawn_one,
    PythonEffect.DRAWN_SOME: python.drawn_some,
    PythonEffect.DRAWN_BETWEEN: grids.drawn_between,
    PythonEffect.RANDOM: grids.source,
    PythonEffect.AGAIN: python.again,
    PythonEffect.ENDLESS: over(python.endless),
    PythonEffect.COMBINED: over(grids.combined),
    PythonEffect.GRID: grids.settings,
    PythonEffect.FOLDED: python.reduce_,
    PythonEffect.SUM: python.sum_,
    PythonEffect.LARGEST: python.largest,
    PythonEffect.SMALLEST: python.smallest,
    PythonEffect.CALCULATED: python.calculated,
    PythonEffect.COMPARED: python.compared,
    PythonEffect.MATCHED: python.matched,
    PythonEffect.INTEGER: python.integer,
    PythonEffect.FLOAT: python.float_,
    PythonEffect.TRUTH: python.truth,
    PythonEffect.TEXT: python.text,
    PythonEffect.COPIED: python.copied,
    PythonEffect.COPIED_WHOLE: python.copied_whole,
    PythonEffect.IS_INSTANCE: inspection.isinstance_,
    PythonEffect.IS_SUBCLASS: inspection.issubclass_,
    PythonEffect.GET_ATTRIBUTE: inspection.getattr_,
    PythonEffect.SET_ATTRIBUTE: inspection.setattr_,
    PythonEffect.BOUND: inspection.bound,
    PythonEffect.HAS_ATTRIBUTE: inspection.hasattr_,
    PythonEffect.LISTED: inspection.dir_,
    PythonEffect.FOUND: inspection.find_spec,
    PythonEffect.CALLABLE: inspection.callable_,
    PythonEffect.GLOBALS: inspection.globals_,
    PythonEffect.EVALUATED: evaluation.eval_,
    PythonEffect.TYPE: inspection.type_,
    PythonEffect.ATTRIBUTES: inspection.vars_,
    PythonEffect.NAMESPACE: python.namespace,
    PythonEffect.PARTIAL: python.partial,
    PythonEffect.PARTIAL_METHOD: python.partial_method,
    PythonEffect.WRAPS: python.wraps,
    PythonEffect.RECORD: python.record,
    PythonEffect.FIELD: python.field,
    PythonEffect.LAYERED: python.layered,
    PythonEffect.AS_DICT: python.as_dict,
    PythonEffect.FIELDS: python.fields_,
    PythonEffect.REPLACED: python.replaced,
    PythonEffect.IMPORTED: modules.imported,
    PythonEffect.IMPORTED_BY_PYTHON: modules.imported_by_python,
    PythonEffect.OF_PATH: modules.of_path,
    PythonEffect.MODULE_LOADER: modules.loader,
    PythonEffect.RESOLVED: modules.resolved,
    PythonEffect.MODULES: modules.listed,
    PythonEffect.ENTRY_POINTS: modules.entry_points,
    PythonEffect.VERSION: python.version,
    PythonEffect.SPECIFIED: python.specified,
    PythonEffect.INSTALLED: python.installed,
    PythonEffect.DISTRIBUTION: python.distribution,
    PythonEffect.SIGNATURE: inspection.signature,
    PythonEffect.PARSER: parsers.new,
    PythonEffect.PARSER_OF_PAIRS: parsers.new_of_pairs,
    PythonEffect.PARSER_OF_RECORDS: parsers.new_of_records,
    PythonEffect.FLAG: parsers.define_flag,
    KerasEffect.INSTANCE: keras.instance,
    KerasEffect.LAYER: keras.layer,
    KerasEffect.MERGED: keras.merged,
    KerasEffect.SEQUENTIAL: keras.sequential,
    KerasEffect.MODEL: keras.model,
    KerasEffect.INPUT: copies.make_input,
    KerasEffect.BASE_INIT: keras.base_init,
    KerasEffect.CLONED: keras.cloned,
    KerasEffect.DESERIALIZED: keras.deserialized,
    KerasEffect.REBUILT: keras.rebuilt,
    KerasEffect.ASSIGNED: keras.assigned,
    KerasEffect.RESTORED: keras.restored,
    KerasEffect.SAVED: keras.saved,
    KerasEffect.EXPORTED: keras.exported,
    KerasEffect.BENCHMARK: keras.benchmark,
    KerasEffect.POLICY: keras.policy,
    KerasEffect.FLOAT_TYPE: keras.float_type,
    KerasEffect.SET_LEARNING_PHASE: keras.set_learning_phase,
    KerasEffect.SCOPE_LEARNING_PHASE: keras.scope_learning_phase,
    KerasEffect.LEARNING_PHASE: keras.learning_phase,
    KerasEffect.IN_TRAIN_PHASE: keras.in_train_phase,
    KerasEffect.SET_DATA_FORMAT: keras.set_data_format,
    KerasEffect.DATA_FORMAT: keras.data_format,
    KerasEffect.VERSION: keras.version,
    KerasEffect.BACKEND: keras.backend,
    TorchEffect.WITHOUT_GRAPH: autograd.without_graph,
    TorchEffect.OPTIMIZER: autograd.optimizer,
    TorchEffect.LOADER: data_sources.loaded,
    TorchEffect.TAKEN: autograd.taken,
    TorchEffect.SCALER: autograd.scaler,
    JaxEffect.GRADIENT: functional.gradient_of,
    JaxEffect.VALUE_AND_GRADIENT: functional.value_and_gradient_of,
    JaxEffect.SCANNED: functional.scanned,
    JaxEffect.LOOPED: functional.looped,
    JaxEffect.MAPPED: functional.mapped,
    JaxEffect.TREE: functional.tree,
}
"""By the name that rows use."""


class _Handler(NamedTuple):
    effect: Handler
    roles: Roles


def call_external(run: Machine, callee: External, call: Call) -> Value:
    """Call a library function or class by canonical name."""
    name = callee.name
    if not name.startswith(WATCHES):
        _note_users(run, call)
    if run.own is not None:
        found = run.own.call(run, name, call)
        if found is not None:
            return found
    updates = bool(run.graph.control) and graph1.runs_updates(run, name)
    handler = _handler(name)
    call.name, call.roles = name, handler.roles
    if not callee.written:
        made = handler.effect(run, call)
        if run.graph.holds_updates and name != SESSION_RUN:
            graph1.handed_on(run, name, made, call)
        if updates:
            made = graph1.held(run, made, call)
        if name.startswith(_OF_ARRAYS):
            made = _array(made)
        of_weight = run.zips_weights or call.args and _is_of_weights(name, call.args[0])
        return weights.calculated(run, call, made) if of_weight else made
    run.graph.updates_hang = run.graph.updates_hang or updates
    dialect = own_dialect(callee)
    with run.in_keras(dialect):
        return run.made_in(dialect, handler.effect(run, call))


def _is_of_weights(name: str, first: Value) -> bool:
    """Whether a function makes something of a weight, or one vector of all of them."""
    return type(first) is Weight or type(first) is Variables and name in JOINS_VALUES


_OF_ARRAYS = "np."


def _array(made: Value) -> Value:
    """Return what a function of NumPy makes: it fails on a KerasTensor, so whatever it got was none."""
    if isinstance(made, TensorValue) and made.info.kind is None and made.node is None:
        return TensorValue(replace(made.info, kind="concrete"))
    return made


def _note_users(run: Machine, call: Call) -> None:
    """Note what the arguments of a function come right out of, those in lists too."""
    for value in call.args:
        if isinstance(value, TensorValue):
            run.uses(value, call.node)
        elif isinstance(value, Items):
            for item in value.items:
                run.uses(item, call.node)
    for value in call.kwargs.values():
        run.uses(value, call.node)


@lru_cache(4096)
def _handler(name: str) -> _Handler:
    row = LIBRARY.resolve(name)
    if isinstance(row, Layer):
        found = _Handler(keras.instance if row.role in ("base", "not a layer") else keras.layer, {})
    elif isinstance(row, Network):
        found = _Handler(keras.network(row), {})
    elif isinstance(row, Addon):
        found = _Handler(keras.addon(row), {})
    elif isinstance(row, (Function, Family)):
        found = _Handler(EFFECTS[row.effect], roles(row.parameters) if isinstance(row, Function) else {})
    else:
        found = _Handler(_of_known_library if is_library(name) else unknown.call_unknown, {})
    return _graph_first(found) if _is_of_graphs(name) else found


def _of_known_library(run: Machine, call: Call) -> Value:
    """A function of a library that leaves Keras's objects alone."""
    unknown.run_callbacks(run, call)
    return unknown.graph_goes_on(call)


def _is_of_graphs(name: str) -> bool:
    last = name.rpartition(".")[2]
    of_graph = last in OF_GRAPHS and "Graph()." in name or last in OF_HEADS
    return name in ALSO_WITHOUT_COMPAT or name.partition(".")[0] in TOPS or of_graph or name.startswith(NETWORKS_HOMES)


def _graph_first(otherwise: _Handler) -> _Handler:
    """Return what calls a function of TF1 graphs, or what the name means else."""

    def called(run: Machine, call: Call) -> Value:
        found = graph1.call_graph(run, call.name, call.name.rpartition(".")[2], call)
        if found is not None:
            return found
        call.roles = otherwise.roles
        return otherwise.effect(run, call)

    return _Handler(called, {})
