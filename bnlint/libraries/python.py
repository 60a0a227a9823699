"""Python: builtins and the standard library as far as programs build models and read options with them.

Sources: Python 3.10 to 3.14, absl-py 2, tqdm 4, typer 0.21, easydict 1.13, yacs 0.1.8, fvcore 0.1.5,
ml-collections 1.1, omegaconf 2.3, munch 4, attrdict 2, addict 2.4, python-box 7, tyro 1, simple-parsing 0.1.9,
pyrallis 0.3, hydra-core 1.3, transformers 4, configargparse 1.7, tensorflow 1.15 (contrib), sacred 0.8, tensor2tensor
1.15.
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, PythonEffect
from bnlint.libraries.schema import Function

FUNCTIONS = (
    # Containers.
    Function("len", "builtins", PythonEffect.LENGTH, "x=obj"),
    Function("slice", "builtins", PythonEffect.SLICE),
    Function("range", "builtins", PythonEffect.RANGE),
    Function("list", "builtins", PythonEffect.LIST, "x=iterable"),
    Function("deque", "collections", PythonEffect.QUEUE, "x=iterable maxlen"),
    Function("tuple", "builtins", PythonEffect.TUPLE, "x=iterable"),
    Function("set", "builtins", PythonEffect.SET, "x=iterable"),
    Function("sorted", "builtins", PythonEffect.SORTED, "x=iterable"),
    Function("reversed", "builtins", PythonEffect.REVERSED, "x=sequence"),
    Function("dict", "builtins", PythonEffect.DICT),
    Function("OrderedDict", "collections", PythonEffect.DICT),
    Function("defaultdict", "collections", PythonEffect.DICT_BY_DEFAULT, "default_factory"),
    Function("locals", "builtins", PythonEffect.LOCALS),
    Function("fromkeys", "builtins.dict collections.OrderedDict", PythonEffect.ONE_FOR_ALL, "keys=iterable value"),
    Function("MappingProxyType", "types", Effect.FIRST),
    Function("zip", "builtins", PythonEffect.ZIP),
    Function("enumerate", "builtins", PythonEffect.ENUMERATE, "x=iterable start"),
    Function("next", "builtins", PythonEffect.NEXT, "x=iterator"),
    Function("iter", "builtins", Effect.FIRST),
    Function("map", "builtins", PythonEffect.MAP),
    Function("starmap", "itertools", PythonEffect.STAR_MAP),
    Function("filter", "builtins", PythonEffect.FILTER),
    Function("reduce", "functools", PythonEffect.FOLDED),
    Function("ExitStack", "contextlib", PythonEffect.STACK),
    Function("chain", "itertools", PythonEffect.CHAIN),
    Function("product", "itertools", PythonEffect.COMBINED),
    Function("repeat", "itertools", PythonEffect.AGAIN, "x=object count=times"),
    Function("cycle", "itertools", PythonEffect.ENDLESS, "x=iterable"),
    Function("copy", "copy", PythonEffect.COPIED, "x"),
    Function("deepcopy", "copy", PythonEffect.COPIED_WHOLE, "x"),
    # One or some of many.
    Function("choice", "random", PythonEffect.DRAWN_ONE, "x=seq"),
    Function("sample", "random", PythonEffect.DRAWN_SOME, "x=population count=k"),
    Function("choices", "random", PythonEffect.DRAWN_SOME, "x=population weights * cum_weights count=k"),
    Function("uniform", "random", PythonEffect.DRAWN_BETWEEN, "low=a high=b"),
    Function("Random SystemRandom", "random", PythonEffect.RANDOM),
    # Numbers and texts.
    Function("sum", "builtins", PythonEffect.SUM, "x=iterable"),
    Function("max", "builtins", PythonEffect.LARGEST),
    Function("min", "builtins", PythonEffect.SMALLEST),
    Function("int", "builtins", PythonEffect.INTEGER, "x"),
    Function("float", "builtins", PythonEffect.FLOAT, "x"),
    Function("bool", "builtins", PythonEffect.TRUTH, "x"),
    Function("str", "builtins", PythonEffect.TEXT, "x=object"),
    Function("eq ne lt le gt ge", "operator", PythonEffect.COMPARED),
    Function("match search fullmatch", "re", PythonEffect.MATCHED, "pattern x=string flags"),
    Function("ceil floor log log2 log10 sqrt", "math", PythonEffect.CALCULATED),
    Function("abs round", "builtins", PythonEffect.CALCULATED),
    Function("print", "builtins", Effect.NOTHING),
    # Attributes and classes.
    Function("isinstance", "builtins", PythonEffect.IS_INSTANCE),
    Function("issubclass", "builtins", PythonEffect.IS_SUBCLASS),
    Function("getattr", "builtins", PythonEffect.GET_ATTRIBUTE),
    Function("setattr", "builtins", PythonEffect.SET_ATTRIBUTE),
    Function("MethodType", "types", PythonEffect.BOUND),
    Function("hasattr", "builtins", PythonEffect.HAS_ATTRIBUTE),
    Function("dir", "builtins", PythonEffect.LISTED),
    Function("find_spec", "importlib.util", PythonEffect.FOUND, "x=name package"),
    Function("callable", "builtins", PythonEffect.CALLABLE, "x=obj"),
    Function("globals", "builtins", PythonEffect.GLOBALS),
    Function("eval", "builtins", PythonEffect.EVALUATED),
    Function("type", "builtins", PythonEffect.TYPE),
    Function("vars", "builtins", PythonEffect.ATTRIBUTES),
    Function("SimpleNamespace", "types", PythonEffect.NAMESPACE),
    Function("namedtuple", "collections", PythonEffect.RECORD, "typename field_names * defaults"),
    Function("ChainMap", "collections", PythonEffect.LAYERED),
    Function("asdict", "dataclasses", PythonEffect.AS_DICT, "x=obj"),
    Function("fields", "dataclasses", PythonEffect.FIELDS, "x=class_or_instance"),
    Function("replace", "dataclasses", PythonEffect.REPLACED, "x=obj"),
    Function("field", "dataclasses", PythonEffect.FIELD, "* default default_factory"),
    Function("Field", "pydantic pydantic.fields", PythonEffect.FIELD, "default * default_factory"),
    Function("ib attrib", "attr", PythonEffect.FIELD, "default * default_factory=factory converter"),
    Function("field", "attr attrs", PythonEffect.FIELD, "* default default_factory=factory converter"),
    # Modules by name, and versions.
    Function("import_module", "importlib", PythonEffect.IMPORTED, "x=name package"),
    Function("__import__", "builtins", PythonEffect.IMPORTED_BY_PYTHON, "x=name globals locals fromlist level"),
    Function("spec_from_file_location", "importlib.util", PythonEffect.OF_PATH, "name x=location"),
    Function("load_source", "imp", PythonEffect.OF_PATH, "name x=pathname"),
    Function("run_path", "runpy", PythonEffect.OF_PATH, "x=path_name"),
    Function("SourceFileLoader", "importlib.machinery", PythonEffect.MODULE_LOADER, "fullname x=path"),
    Function("module_from_spec", "importlib.util", Effect.FIRST),
    Function("resolve_name", "pkgutil", PythonEffect.RESOLVED, "x=name"),
    Function("iter_modules", "pkgutil", PythonEffect.MODULES, "path prefix"),
    Function("entry_points", "importlib.metadata importlib_metadata", PythonEffect.ENTRY_POINTS, "* x=group name"),
    Function("iter_entry_points", "pkg_resources", PythonEffect.ENTRY_POINTS, "x=group name"),
    Function("parse Version", "packaging.version", PythonEffect.VERSION, "x=version"),
    Function("LooseVersion StrictVersion", "distutils.version", PythonEffect.VERSION, "x=vstring"),
    Function("LooseVersion", "looseversion", PythonEffect.VERSION, "x=vstring"),
    Function("parse_version", "pkg_resources", PythonEffect.VERSION, "x=version"),
    Function("NumpyVersion", "np.lib", PythonEffect.VERSION, "x=vstring"),
    Function("SpecifierSet", "packaging.specifiers", PythonEffect.SPECIFIED, "x=specifiers prereleases"),
    Function("version", "importlib.metadata", PythonEffect.INSTALLED, "x=distribution_name"),
    Function("version", "importlib_metadata", PythonEffect.INSTALLED, "x=distribution_name"),
    Function("get_distribution", "pkg_resources", PythonEffect.DISTRIBUTION, "x=dist"),
    # Functions.
    Function("signature", "inspect", PythonEffect.SIGNATURE, "x=obj"),
    Function("getfullargspec", "inspect", PythonEffect.SIGNATURE, "x=func"),
    Function("partial", "functools", PythonEffect.PARTIAL),
    Function("partialmethod", "functools", PythonEffect.PARTIAL_METHOD),
    Function("lru_cache cache update_wrapper", "functools", Effect.FIRST),
    Function("wraps", "functools six", PythonEffect.WRAPS),
    # Options on the command line.
    Function("ArgumentParser", "argparse", PythonEffect.PARSER),
    Function("OptionParser", "optparse", PythonEffect.PARSER_OF_PAIRS),
    Function("ArgParser ArgumentParser", "configargparse", PythonEffect.PARSER, "* files=default_config_files"),
    Function("HfArgumentParser", "transformers", PythonEffect.PARSER_OF_RECORDS, "x=dataclass_types"),
    Function(
        "DEFINE_integer DEFINE_float DEFINE_boolean DEFINE_bool DEFINE_string DEFINE_enum",
        "absl.flags tf1.flags tf1.app.flags",
        PythonEffect.FLAG,
        "name default",
    ),
    Function("get", "os.environ", PythonEffect.DEFAULT, "name=key default"),
    Function("getenv", "os", PythonEffect.DEFAULT, "name=key default"),
    Function("Option Argument", "typer", PythonEffect.DEFAULT, "default"),
    # Files.
    Function("open", "builtins", PythonEffect.OPENED, "file"),
    Function("dump", "pickle", PythonEffect.PICKLED, "x=obj file"),
    Function("load", "pickle", PythonEffect.UNPICKLED, "file"),
    # Settings in a text.
    Function("loads", "json", PythonEffect.DOCUMENT, "x=s"),
    Function("literal_eval", "ast", PythonEffect.DOCUMENT, "x=node_or_string"),
    Function("safe_load full_load unsafe_load", "yaml", PythonEffect.DOCUMENT, "x=stream"),
    Function("load", "yaml", PythonEffect.DOCUMENT, "x=stream loader=Loader"),
    Function("loads", "tomllib", PythonEffect.DOCUMENT, "x=s"),
    Function("loads", "tomli toml", PythonEffect.DOCUMENT, "x=s"),
    Function("cli", "tyro", PythonEffect.FILLED_SETTINGS, "x=f prog description args default return_unknown_args"),
    Function(
        "parse",
        "simple_parsing simple_parsing.parsing",
        PythonEffect.FILLED_SETTINGS,
        "x=config_class config_path args default",
    ),
    Function("parse", "pyrallis pyrallis.argparsing", PythonEffect.FILLED_SETTINGS, "x=config_class config_path args"),
    Function("structured", "omegaconf.OmegaConf", PythonEffect.FILLED_SETTINGS, "x=obj"),
    Function("to_object", "omegaconf.OmegaConf", Effect.FIRST),
    Function("instance", "hydra.core.config_store.ConfigStore", PythonEffect.STORE),
    Function("store", "hydra.core.config_store.ConfigStore", PythonEffect.STORED, "name x=node group"),
    Function("Experiment Ingredient", "sacred", PythonEffect.EXPERIMENT),
    # Settings that are dicts and objects in one.
    Function("EasyDict", "easydict", PythonEffect.SETTINGS, "x=d"),
    Function("CfgNode", "yacs.config fvcore.common.config", PythonEffect.SETTINGS, "x=init_dict"),
    Function("ConfigDict", "ml_collections ml_collections.config_dict", PythonEffect.SETTINGS, "x=initial_dictionary"),
    Function("create", "omegaconf.OmegaConf", PythonEffect.SETTINGS, "x=obj"),
    Function("DictConfig", "omegaconf", PythonEffect.SETTINGS, "x=content"),
    Function("Munch", "munch", PythonEffect.SETTINGS),
    Function("munchify", "munch", PythonEffect.SETTINGS, "x"),
    Function("AttrDict", "attrdict", PythonEffect.SETTINGS),
    Function("Dict", "addict", PythonEffect.SETTINGS),
    Function("Box", "box", PythonEffect.SETTINGS),
    Function("Namespace", "argparse", PythonEffect.SETTINGS),
    Function("HParams", "contrib.training tensor2tensor.utils.hparam", PythonEffect.NAMESPACE),
    # Progress.
    Function("tqdm", "tqdm tqdm.auto tqdm.notebook", Effect.FIRST),
    Function("trange", "tqdm tqdm.auto tqdm.notebook", PythonEffect.RANGE),
)

ENDS = frozenset(("exit", "os._exit", "quit", "sys.exit"))
"""Calls that end the program, as they are written."""

EXPECTS_ERRORS = frozenset(("raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "suppress"))
"""Context managers behind which a program goes on where something in them raises, by the last part of the name."""

ENVIRONMENT = ("os.environ", "os.environb")
"""Where programs look for variables of the environment."""

MODULE_TABLES = ("sys.modules",)
"""Dicts of the modules that were imported, by their full names."""
