# dialect: any
"""All modules of the package, by name."""

import importlib
import pkgutil

PLUGINS = {found.name: importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)}
