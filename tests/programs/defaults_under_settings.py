# dialect: any
"""Defaults are laid under what a file, the environment or a user says: nobody knows which of them hold."""
import argparse
import dataclasses
import json
import os
import sys
from collections import ChainMap
from types import SimpleNamespace

import yaml
from tensorflow.keras import layers

D = {"momentum": 0.1, "batch": 1}
u = json.load(open("settings.json"))
s = {**D, **u}; layers.BatchNormalization(momentum=s["momentum"])
s = dict(D, **u); layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s.update(u); layers.BatchNormalization(momentum=s["momentum"])
s = D.copy(); s.update(**u); layers.BatchNormalization(momentum=s["momentum"])
s = D | u; layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s |= u; layers.BatchNormalization(momentum=s["momentum"])
s = dict(D)
for k, v in u.items(): s[k] = v
layers.BatchNormalization(momentum=s["momentum"])
s = dict(D)
for k in u: s[k] = u[k]
layers.BatchNormalization(momentum=s["momentum"])
s = dict(D)
for k in s: s[k] = u.get(k, s[k])
layers.BatchNormalization(momentum=s["momentum"])
s = dict(D)
for k in s:
    if k in u: s[k] = u[k]
layers.BatchNormalization(momentum=s["momentum"])
s = {k: u.get(k, D[k]) for k in D}; layers.BatchNormalization(momentum=s["momentum"])
s = {k: u.get(k, v) for k, v in D.items()}; layers.BatchNormalization(momentum=s["momentum"])
for k, v in D.items(): u.setdefault(k, v)
layers.BatchNormalization(momentum=u["momentum"])
s = ChainMap(u, D); layers.BatchNormalization(momentum=s["momentum"])
p = argparse.ArgumentParser(); p.add_argument("--momentum", type=float, default=0.1)
p.set_defaults(**yaml.safe_load(open("x"))); args = p.parse_args(); layers.BatchNormalization(momentum=args.momentum)
p = argparse.ArgumentParser(); p.add_argument("--momentum", type=float, default=0.1)
args = p.parse_args(); vars(args).update(u); layers.BatchNormalization(momentum=args.momentum)
p = argparse.ArgumentParser(); p.add_argument("--momentum", type=float, default=0.1)
args = p.parse_args(); args.__dict__.update(u); layers.BatchNormalization(momentum=args.momentum)
p = argparse.ArgumentParser(); p.add_argument("--momentum", type=float, default=0.1)
args = p.parse_args()
for k, v in u.items(): setattr(args, k, v)
layers.BatchNormalization(momentum=args.momentum)
class Cfg:
    momentum = 0.1
    def __init__(self, **kw):
        for k, v in kw.items(): setattr(self, k, v)
layers.BatchNormalization(momentum=Cfg(**u).momentum)
class Cfg2:
    def __init__(self, path):
        self.momentum = 0.1
        self.__dict__.update(json.load(open(path)))
layers.BatchNormalization(momentum=Cfg2("x").momentum)
class Cfg3:
    def __init__(self, path):
        self.momentum = 0.1
        for k, v in json.load(open(path)).items(): setattr(self, k, v)
layers.BatchNormalization(momentum=Cfg3("x").momentum)
class Cfg4:
    momentum = 0.1
c = Cfg4(); c.__dict__.update(u); layers.BatchNormalization(momentum=c.momentum)
c = Cfg4(); vars(c).update(u); layers.BatchNormalization(momentum=c.momentum)
c = Cfg4()
for k, v in u.items(): setattr(c, k, v)
layers.BatchNormalization(momentum=c.momentum)
@dataclasses.dataclass
class Cfg5:
    momentum: float = 0.1
layers.BatchNormalization(momentum=Cfg5(**u).momentum)
c = dataclasses.replace(Cfg5(), **u); layers.BatchNormalization(momentum=c.momentum)
n = SimpleNamespace(**{**D, **u}); layers.BatchNormalization(momentum=n.momentum)
n = SimpleNamespace(**D); n.__dict__.update(u); layers.BatchNormalization(momentum=n.momentum)
n = SimpleNamespace(**D); vars(n).update(u); layers.BatchNormalization(momentum=n.momentum)
s = dict(D); s["momentum"] = u["momentum"]; layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s[sys.argv[1]] = float(sys.argv[2]); layers.BatchNormalization(momentum=s["momentum"])
def merge(a, b):
    out = dict(a)
    for k, v in b.items():
        if isinstance(v, dict): out[k] = merge(out[k], v)
        else: out[k] = v
    return out
s = merge(D, u); layers.BatchNormalization(momentum=s["momentum"])
N = {"bn": {"momentum": 0.1}}; N.update(u); layers.BatchNormalization(momentum=N["bn"]["momentum"])
N = {"bn": {"momentum": 0.1}}; N["bn"].update(u["bn"]); layers.BatchNormalization(momentum=N["bn"]["momentum"])
N = {"bn": {"momentum": 0.1}}; N = {**N, **u}; layers.BatchNormalization(**N["bn"])
s = dict(D); s.update(momentum=float(os.environ["M"])); layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s.update({"momentum": float(input())}); layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s.update([p.split("=") for p in sys.argv[1:]]); layers.BatchNormalization(momentum=s["momentum"])
s = dict(D); s.update(p.split("=") for p in sys.argv[1:]); layers.BatchNormalization(momentum=s["momentum"])
for p in sys.argv[1:]:
    k, v = p.split("="); D[k] = float(v)
layers.BatchNormalization(momentum=D["momentum"])
known = {**u, **{"momentum": 0.2}}
layers.BatchNormalization(momentum=known["momentum"])  # expect: BNL303
written = dict(u)
written["momentum"] = 0.3
layers.BatchNormalization(momentum=written["momentum"])  # expect: BNL303


def block(x, momentum=0.05, **options):
    settings = {"epsilon": 0.0, **options}
    norm = layers.BatchNormalization(momentum=momentum, epsilon=settings["epsilon"])  # expect: BNL303, BNL311
    return norm(x)


def network(x, **options):
    return block(x, **options)


parser = argparse.ArgumentParser()
parser.add_argument("--momentum", type=float, default=0.15)
layers.BatchNormalization(momentum=parser.parse_args().momentum)  # expect: BNL303
