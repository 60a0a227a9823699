"""Constants, containers and builtins, as programs work out sizes, names and lists of layers with them."""
import ast
import collections
import copy
import functools
import itertools
import json
import math
import sys
import types
from collections import OrderedDict, namedtuple

import yaml

UNTOLD = sys.argv + ["more"] * 9  # words that nobody knows
SOMETIMES = len(sys.argv) > 20
WORD = "conv_bn"
WIDTHS = [64, 128, 256]
SETTINGS = {"momentum": 0.9, "axis": -1}


def named_conv(name, more=0):
    return f"conv {name} {more}"


# numbers
inverted = ~5  # is: -6
negative = -3  # is: -3
positive = +3  # is: 3
not_flag = not True  # is: False
not_list = not []  # is: True
not_dict = not {}  # is: True
not_told = not UNTOLD[1:]  # is: ?
power = 2**10  # is: 1024
huge_power = 2**100  # is: ?
shifted = 1 << 10  # is: 1024
far_shifted = 1 << 100  # is: ?
right = 1024 >> 2  # is: 256
bits = 6 & 3 | 8 ^ 1  # is: 11
mixed = 7 // 2 + 7 % 2 - 7 / 2  # is: 0.5
oct_literal = 0o17  # is: 15
underscored = 1_000  # is: 1000
floating = 1_0.5  # is: 10.5
rounded = ~0.5 if not WIDTHS else 1  # is: 1
inverted_float = ~0.5 if SOMETIMES else 1  # is: ?
inverted_words = -UNTOLD if SOMETIMES else 1  # is: ?
beyond = 2**64 + 1  # is: ?
long_integer = 100000000000000000000000000000000  # is: ?
imaginary = 2j  # is: ?
repeated_text = "ab" * 3  # is: ?
joined_text = "conv" + "_bn"  # is: 'conv_bn'
undefined = "a" - 1 if UNTOLD is None else 0  # is: ?
root = (-8) ** 0.5  # is: ?
ellipsis = ...  # is: Ellipsis

# comparisons
between = 0 < 3 <= 3  # is: True
not_between = 0 < 3 < 3  # is: False
not_told_between = 0 < len(UNTOLD) < 3  # is: ?
told_anyway = len(UNTOLD) < 3 > 5  # is: False
told_partly = len(UNTOLD) < 30 > 5  # is: ?
number_and_text = 3 < "a" if SOMETIMES else 1  # is: ?
same = WORD is None  # is: False
is_not = WIDTHS is not None  # is: True
type_is_list = type(WIDTHS) is list  # is: True
type_is_not_list = type(WIDTHS) is not list  # is: False
type_equal = type(3) == int  # is: True
type_differs = type(3) != str  # is: True
type_of_dict = type(SETTINGS) is dict  # is: True
inside = "bn" in WORD  # is: True
not_inside = "bn" not in WORD  # is: False
key_inside = "axis" in SETTINGS  # is: True
key_missing = "epsilon" in SETTINGS  # is: False
item_inside = 64 in WIDTHS  # is: True
item_missing = 64 not in WIDTHS  # is: False
list_inside = WIDTHS in [WIDTHS]  # is: ?
inside_unknown = "x" in UNTOLD  # is: ?
either = None or "he_normal"  # is: 'he_normal'
both = WORD and 3  # is: 3
neither = UNTOLD[9:] and False  # is: False
perhaps = UNTOLD[9:] and True  # is: ?
conditional = 3 if WIDTHS else 4  # is: 3
choice = 3 if UNTOLD[1:] else 3  # is: 3
other_choice = 3 if UNTOLD[1:] else 4  # is: ?
maybe = WORD if UNTOLD[1:] else None  # is: 'conv_bn'

# text
lower = "ReLU".lower()  # is: 'relu'
replaced = WORD.replace("_", "-")  # is: 'conv-bn'
words = "conv bn relu".split()  # is: ['conv', 'bn', 'relu']
split_at = "a,b".split(",")  # is: ['a', 'b']
starts = WORD.startswith("conv")  # is: True
capital = WORD.title()  # is: 'Conv_Bn'
unknown_method = WORD.center(20)  # is: ?
spelled = f"block_{3}_{WORD}"  # is: 'block_3_conv_bn'
formatted = f"{0.5:.2f}"  # is: ?
filled_in = "block{}_{}_{{{name}}}".format(3, WORD, name="bn")  # is: 'block3_conv_bn_{bn}'
by_number = "{1}{0}".format("a", "b")  # is: 'ba'
with_width = "{:>3}".format("a")  # is: ?
filled_with_unknown = "block{}".format(len(UNTOLD))  # is: ?
padded = "%5d" % 3  # is: '    3'
padded_widely = "%1000d" % 3  # is: ?
escaped = f"{3}\n"  # is: '3\n'
as_text = str(3)  # is: '3'
as_text_of_float = str(0.5)  # is: ?
split_by_nothing = WORD.split("") if SOMETIMES else None  # is: ?
filled_in_too_little = "{2}".format("a") if SOMETIMES else None  # is: ?
KIND = UNTOLD[0]
word_inside = "conv" in "{}_conv".format(KIND)  # is: True
word_that_may_be_inside = "conv" in "{}_dense".format(KIND)  # is: ?
word_not_missing = "conv" not in KIND + "_conv"  # is: False
word_at_the_end = f"{KIND}_conv".endswith("conv")  # is: True
word_longer_than_the_end = f"{KIND}_conv".endswith("a_conv")  # is: ?
word_not_at_the_end = f"{KIND}_conv".endswith(".py")  # is: False
word_at_the_begin = ("conv_%s" % KIND).startswith("conv")  # is: True
word_not_at_the_begin = ("conv_%s_%d" % (KIND, 3)).startswith("dense")  # is: False
word_of_joined = "_".join(["conv", KIND]).startswith("conv_")  # is: True
word_of_upper = ("conv_" + KIND).upper().startswith("CONV")  # is: True
word_of_replaced = ("conv_" + KIND).replace("conv", "dense").startswith("dense")  # is: ?
word_in_other_case = "conv" in ("CONV_" + KIND).lower()  # is: True
texts_unlike = f"{KIND}_conv" == "dense"  # is: False
texts_alike = f"{KIND}_conv" == "a_conv"  # is: ?
text_unlike_a_number = f"{KIND}_conv" != 3  # is: True
text_among_others = f"{KIND}_conv" in ("dense", "pool")  # is: False
text_that_may_be_among_others = f"{KIND}_conv" in ("dense", "a_conv")  # is: ?
text_is_something = not f"{KIND}_conv"  # is: False
two_numbers = "%d_%s" % (3, "conv")  # is: '3_conv'
by_key = "conv" in "%(conv)s" % {"conv": KIND}  # is: ?
joined_words = "_".join(["conv", "bn"])  # is: 'conv_bn'
grown_name = KIND + "_"
for _ in UNTOLD:
    grown_name = "a" + grown_name
beginning_grown = grown_name.startswith("a" * 3)  # is: ?
letter = WORD[0]  # is: 'c'
no_letter = WORD[-3:]  # is: '_bn'
letters = list("abc")  # is: ['a', 'b', 'c']
bytes_cut = b"abc"[1:]  # is: b'bc'
enum_like = 3 .real  # is: ?
literal_pair = "conv" "_bn"  # is: 'conv_bn'

# lists
first = WIDTHS[0]  # is: 64
last = WIDTHS[-1]  # is: 256
cut = WIDTHS[1:]  # is: [128, 256]
backwards = WIDTHS[::-1]  # is: [256, 128, 64]
pair = WIDTHS[0], WIDTHS[1]  # is: (64, 128)
more = WIDTHS + [512]  # is: [64, 128, 256, 512]
doubled = [16] * 3  # is: [16, 16, 16]
many = [0] * 1000  # is: ?
starred = [1, *WIDTHS, *(2, 3)]  # is: [1, 64, 128, 256, 2, 3]
star_unknown = [1, *UNTOLD]  # is: [1, ...]
cut_of_open = star_unknown[1:]  # is: [...]
any_of_open = star_unknown[len(UNTOLD) - 10]  # is: ?
same_list = [WIDTHS, WIDTHS][len(UNTOLD) % 2]  # is: [64, 128, 256]
one_of_open = [WIDTHS, *UNTOLD][len(UNTOLD) % 2]  # is: ?
unknown_entry = UNTOLD[0]  # is: ?
same_entry = [7, 7, 7][len(UNTOLD) % 3]  # is: 7
a_set = {1, 2, 2}  # is: {1, 2}
tuple_of = tuple(WIDTHS)  # is: (64, 128, 256)
list_of = list((1, 2))  # is: [1, 2]
empty_list = list()  # is: []
listed_keys = list(SETTINGS)  # is: ['momentum', 'axis']
listed_unknown = list(UNTOLD)  # is: [...]
sorted_widths = sorted([3, 1, 2])  # is: [1, 2, 3]
sorted_words = sorted(["b", "a"], reverse=True)  # is: ['b', 'a']
sorted_by = sorted([3, 1, 2], key=lambda n: -n)  # is: [...]
reversed_widths = list(reversed(WIDTHS))  # is: [256, 128, 64]
reversed_unknown = list(reversed(UNTOLD))  # is: [...]
count_of = len(WIDTHS)  # is: 3
count_of_dict = len(SETTINGS)  # is: 2
count_of_text = len(WORD)  # is: 7
numbers = list(range(3))  # is: [0, 1, 2]
stepped = list(range(10, 0, -3))  # is: [10, 7, 4, 1]
long_range = list(range(1000))  # is: [...]
range_of_unknown = list(range(len(UNTOLD)))  # is: [...]
zipped = list(zip(WIDTHS, "abc"))  # is: [(64, 'a'), (128, 'b'), (256, 'c')]
uneven = list(zip([1, 2], [3]))  # is: [(1, 3)]
zip_unknown = list(zip(WIDTHS, UNTOLD))  # is: [..., (?, ?)]
numbered = list(enumerate(WIDTHS))  # is: [(0, 64), (1, 128), (2, 256)]
numbered_from = list(enumerate(WIDTHS, 1))  # is: [(1, 64), (2, 128), (3, 256)]
numbered_unknown = list(enumerate(UNTOLD))  # is: [..., (?, ?)]
squares = [n * n for n in range(3)]  # is: [0, 1, 4]
odd = [n for n in range(5) if n % 2]  # is: [1, 3]
pairs_of = [(a, b) for a in range(2) for b in "xy"]  # is: [(0, 'x'), (0, 'y'), (1, 'x'), (1, 'y')]
of_unknown = [w for w in UNTOLD]  # is: [...]
some_of = [n for n in WIDTHS if UNTOLD[1:]]  # is: [...]
letters_set = {c for c in "aab"}  # is: {'a', 'b'}
table = {n: n * 2 for n in range(2)}  # is: {0: 0, 1: 2}
table_of_unknown = {w: 1 for w in UNTOLD}  # is: {...}
mapped = list(map(lambda n: n + 1, WIDTHS))  # is: [65, 129, 257]
mapped_pairs = list(map(lambda a, b: a + b, WIDTHS, WIDTHS))  # is: [...]
chained = list(itertools.chain([1], [2, 3]))  # is: [1, 2, 3]
chained_unknown = list(itertools.chain([1], UNTOLD))  # is: [...]
smallest = min(3, 2)  # is: 2
largest = max(WIDTHS)  # is: 256
largest_unknown = max(UNTOLD)  # is: ?
total = sum([1, 2])  # is: 3
whole = int("3")  # is: 3
levels = int(math.log(32, 2))  # is: 5
square_root = math.sqrt(2) > 1.4  # is: True
rounded_up = math.ceil(7 / 2)  # is: 4
log_of_unknown = math.log(len(UNTOLD))  # is: ?
not_whole = int(3.7)  # is: 3
real = float("0.5")  # is: 0.5
truth = bool("")  # is: False
no_number = int(len(UNTOLD))  # is: ?
range_that_raises = range(1, 9, 0) if SOMETIMES else None  # is: ?
number_that_raises = int(WORD) if SOMETIMES else None  # is: ?
log_that_raises = math.log(0) if SOMETIMES else None  # is: ?
mapped_starred = list(map(lambda *words: words, *UNTOLD))  # is: [...]
next_of = next(iter([1, 2]))  # is: 1
cut_object = WIDTHS[slice(2)]  # is: [64, 128]
cut_from = WIDTHS[slice(1, None)]  # is: [128, 256]
cut_unknown = WIDTHS[len(UNTOLD) :]  # is: [...]

# methods of lists
GROWN = [1]
GROWN.append(2)
GROWN.insert(0, 0)
GROWN.extend([3, 4])
grown_now = GROWN[:]  # is: [0, 1, 2, 3, 4]
popped = GROWN.pop()  # is: 4
popped_first = GROWN.pop(0)  # is: 0
left_over = list(GROWN)  # is: [1, 2, 3]
position = GROWN.index(3)  # is: 2
position_missing = [1].index(2) if SOMETIMES else 0  # is: ?
how_often = GROWN.count(3)  # is: ?
GROWN.reverse()
turned = list(GROWN)  # is: [3, 2, 1]
copied = GROWN.copy()  # is: [3, 2, 1]
GROWN.clear()
emptied = list(GROWN)  # is: []
ORDERED = [3, 1, 2]
ORDERED.sort()
ordered_now = list(ORDERED)  # is: [1, 2, 3]
ORDERED.sort(reverse=True)
ordered_down = list(ORDERED)  # is: [3, 2, 1]
SHORTER = [1, 2, 3]
SHORTER.remove(2)
shorter_now = list(SHORTER)  # is: [1, 3]
LONGER = [1]
LONGER.extend(UNTOLD)
longer_now = list(LONGER)  # is: [1, ...]
longer_first = LONGER[0]  # is: 1
ADDED = [1]
ADDED += [2]
added_now = list(ADDED)  # is: [1, 2]
REPLACED_AT = [1, 2]
REPLACED_AT[0] = 5
replaced_now = list(REPLACED_AT)  # is: [5, 2]
REPLACED_SOMEWHERE = [1, WIDTHS]
REPLACED_SOMEWHERE[len(UNTOLD) % 2] = 5
replaced_somewhere = list(REPLACED_SOMEWHERE)  # is: [...]
SHRUNK = [1, 2, 3, 4]
del SHRUNK[0], SHRUNK[-1]
shrunk = list(SHRUNK)  # is: [2, 3]
del SHRUNK[len(UNTOLD) % 2]
shrunk_somewhere = list(SHRUNK)  # is: [...]
OPEN = [1, 2, *UNTOLD]
OPEN[-1] = 7
open_at_end = OPEN[0]  # is: ?
SORTED_UNKNOWN = [UNTOLD[0], "a"]
SORTED_UNKNOWN.sort()
sorted_unknown = SORTED_UNKNOWN[0]  # is: ?
sorted_mixed = sorted([3, "a"]) if SOMETIMES else None  # is: [...] or None
sorted_direction = sorted([2, 3], reverse=SOMETIMES)  # is: [...]
popped_open = OPEN.pop()  # is: ?
popped_beyond = [1].pop(5) if SOMETIMES else None  # is: ?
REMOVED = [1, 2]
REMOVED.remove(len(UNTOLD) % 2 + 1)
removed_unknown = list(REMOVED)  # is: [...]
INSERTED = [1, 2]
INSERTED.insert(len(UNTOLD) % 2, 3)
inserted_somewhere = list(INSERTED)  # is: [...]
INSERTED.insert(0, 7)
inserted_in_front = INSERTED[0]  # is: 7
INSERTED.insert(-1, 8)
inserted_behind = list(INSERTED)  # is: [...]
SPUN = [1, 2]
SPUN.__setitem__(0, 5)
spun = list(SPUN)  # is: [...]
SEEN = {1}
SEEN.add(2)
SEEN.add(1)
SEEN.update([3, 1], (4,))
seen_now = set(SEEN)  # is: {1, 2, 3, 4}
seen_united = SEEN.union({5})  # is: ?
seen_still = 5 in SEEN  # is: False
SEEN.discard(1)
seen_without = 2 in SEEN  # is: ?
NAMED = {"a"}
NAMED.update(UNTOLD)
named_now = "x" in NAMED  # is: ?
TWICE = [1, 2]
TWICE.extend(UNTOLD[99:])
one_of_two, two_of_two = TWICE
first_of_two = one_of_two  # is: 1
start, *rest = UNTOLD
rest_of_unknown = rest  # is: [...]
FULL = [0] * 64
FULL = FULL + FULL + FULL + FULL + FULL + FULL + FULL + FULL
FULL.append(1)
count_of_full = len(FULL)  # is: ?
head, *tail = WIDTHS
head_is = head  # is: 64
tail_is = tail  # is: [128, 256]
*front, back = WIDTHS
front_is = front  # is: [64, 128]
(one, two), three = (1, 2), 3
two_is = two  # is: 2

# dicts
value = SETTINGS["momentum"]  # is: 0.9
fetched = SETTINGS.get("momentum")  # is: 0.9
fetched_missing = SETTINGS.get("epsilon")  # is: None
fetched_default = SETTINGS.get("epsilon", 1e-3)  # is: 0.001
keys = list(SETTINGS.keys())  # is: ['momentum', 'axis']
values = list(SETTINGS.values())  # is: [0.9, -1]
items = list(SETTINGS.items())  # is: [('momentum', 0.9), ('axis', -1)]
merged = {**SETTINGS, "epsilon": 0.1}  # is: {'momentum': 0.9, 'axis': -1, 'epsilon': 0.1}
merged_unknown = {"a": 1, **dict.fromkeys(UNTOLD)}  # is: {'a': ?, ...}
unknown_key = {"a": 2, UNTOLD[0]: 1}  # is: {'a': ?, ...}
merged_open = {"b": WIDTHS, **unknown_key}  # is: {'b': ?, 'a': ?, ...}
fetched_of_open = unknown_key[UNTOLD[0]]  # is: ?
no_entry = SETTINGS["nothing"] if SOMETIMES else 1  # is: ?
united = SETTINGS | {"axis": 1}  # is: {'momentum': 0.9, 'axis': 1}
united_unknown = {"a": 1} | dict.fromkeys(UNTOLD)  # is: {'a': ?, ...}
united_with_number = SETTINGS | 3 if SOMETIMES else 1  # is: ?
both_dicts = SETTINGS & {} if SOMETIMES else 1  # is: ?
made = dict(SETTINGS, axis=1)  # is: {'momentum': 0.9, 'axis': 1}
made_of_pairs = dict([("a", 1)])  # is: {'a': 1}
made_of_zip = dict(zip("ab", [1, 2]))  # is: {'a': 1, 'b': 2}
made_of_words = dict([(UNTOLD[1], 1)])  # is: {...}
made_of_few = dict(zip(UNTOLD[99:], [1, 2]))  # is: {...}
made_of_triples = dict([(1, 2, 3)]) if SOMETIMES else 1  # is: ?
ordered_dict = OrderedDict(a=1)  # is: {'a': 1}
seen_through = types.MappingProxyType({"a": 1})  # is: {'a': 1}
ordered_pairs = OrderedDict([("a", 1), ("b", UNTOLD)])  # is: {'a': 1, 'b': ?}
from_keys = dict.fromkeys("ab", 0)  # is: {'a': 0, 'b': 0}
said = json.loads('{"a": [1, null, "x", 1e999, 1e-3], "b": true}')  # is: {'a': [1, None, 'x', ?, 0.001], 'b': True}
said_of_nobody = json.loads(UNTOLD[1]) if SOMETIMES else 1  # is: ?
said_wrong = json.loads("[1") if SOMETIMES else 1  # is: ?
said_in_yaml = yaml.safe_load("a: [1, no]\nb: {c: 1.5}")  # is: {'a': [1, False], 'b': {'c': 1.5}}
said_often = yaml.load("[&a 1, *a, *a]", yaml.SafeLoader)  # is: [1, 1, 1]
said_too_often = yaml.safe_load("[&a 1, *a, *a, *a, *a, *a, *a, *a, *a, *a]")  # is: ?
said_by_date = yaml.safe_load("{a: 2026-11-30, b: 1}")  # is: {'a': ?, 'b': 1}
said_wrong_in_yaml = yaml.safe_load("!!int ''") if SOMETIMES else 1  # is: ?
said_in_python = ast.literal_eval("(1, {'a'}, None)")  # is: (1, {'a'}, None)
said_with_more = json.loads("[1]", parse_int=str)  # is: ?
said_in_bytes = json.loads(b"[1]")  # is: ?
CHANGED = SETTINGS.copy()
CHANGED.update(axis=3)
CHANGED.update({"epsilon": 0.5})
changed_now = dict(CHANGED)  # is: {'momentum': 0.9, 'axis': 3, 'epsilon': 0.5}
taken = CHANGED.pop("axis")  # is: 3
without = dict(CHANGED)  # is: {'momentum': 0.9, 'epsilon': 0.5}
taken_missing = CHANGED.pop("nothing", 7)  # is: 7
settled = CHANGED.setdefault("renorm", False)  # is: False
settled_now = dict(CHANGED)  # is: {'momentum': 0.9, 'epsilon': 0.5, 'renorm': False}
del CHANGED["renorm"]
deleted = "renorm" in CHANGED  # is: False
nothing_there = CHANGED.get("renorm")  # is: None
TAKEN = {"fused": True}
TAKEN.update(**{"axis": 1})
updated_by_stars = TAKEN.get("axis")  # is: 1
TAKEN.popitem()
taken_from = TAKEN.get("fused")  # is: ?
taken_or = TAKEN.get("axis", 3)  # is: ?
CHANGED.update(UNTOLD[99:])
changed_unknown = CHANGED.get("axis", 4)  # is: 4
WRITTEN = {"momentum": 0.9, "fused": True, "name": "bn", "widths": WIDTHS}
WRITTEN[UNTOLD[0]] = 3
written_momentum = WRITTEN["momentum"]  # is: ?
written_flag = WRITTEN["fused"]  # is: ?
written_list = WRITTEN["widths"]  # is: [64, 128, 256] or None
del WRITTEN[UNTOLD[0]]
number_key = {1: "a", True: "b"}  # is: {1: 'b'}
NESTED = {"norm": {"axis": 1}}
NESTED["norm"]["axis"] = 3
nested = NESTED["norm"]["axis"]  # is: 3
get_or = SETTINGS.get("nothing") or 7  # is: 7
any_setting = SETTINGS.get(UNTOLD[0])  # is: ?
no_setting = SETTINGS.get(UNTOLD[0], 0.5)  # is: 0.5
no_word = SETTINGS.get(UNTOLD[0], "x")  # is: ?
subscript_unknown = {"a": 1, "b": 1}[UNTOLD[0]] if SOMETIMES else 1  # is: 1
subscript_of_two = {"a": 1, "b": 2}[UNTOLD[0]] if SOMETIMES else 1  # is: ?
POPPED = {"a": 1}
POPPED.clear()
popped_all = POPPED  # is: {}
deep = copy.deepcopy(SETTINGS)  # is: {'momentum': 0.9, 'axis': -1}
DEEP = copy.deepcopy([{"rows": [1, 2]}, NESTED])
DEEP[0]["rows"].append(3)
DEEP[1]["norm"]["axis"] = 1
deep_inside = DEEP[1]["norm"]["axis"]  # is: 1
not_outside = NESTED["norm"]["axis"]  # is: 3
flat = copy.copy(WIDTHS)  # is: [64, 128, 256]
copied_number = copy.copy(0.9)  # is: 0.9
COUNTED = collections.defaultdict(list)
COUNTED["a"].append(1)
counted_now = COUNTED["a"]  # is: ?

# functions and classes
Pair = namedtuple("Pair", "low high")  # is: Pair
low = Pair(1, 2).low  # is: 1
second = Pair(1, 2)[1]  # is: 2
fields = Pair._fields  # is: ('low', 'high')
as_a_dict = Pair(1, 2)._asdict()  # is: {'low': 1, 'high': 2}
add = functools.partial(lambda a, b: a - b, 5)  # is: ?
subtracted = add(2)  # is: 3
named = functools.partial(lambda a, b: a - b, b=5)  # is: ?
subtracted_named = named(2)  # is: -3
Row = namedtuple("Row", [word for word in sys.argv if not word])  # is: ?
nothing_yet = functools.partial(*[print][: len(UNTOLD)])  # is: ?
evaluated_name = eval("WORD")  # is: 'conv_bn'
evaluated_method = eval("WORD.upper")()  # is: 'CONV_BN'
evaluated_made = eval(f"named_{WORD[:4]}")("x", more=1)  # is: 'conv x 1'
evaluated_whole = eval("named_{}('x', more={})".format("conv", 2))  # is: 'conv x 2'
evaluated_step = eval("print('x')")  # is: ?
evaluated_constant = eval("[1]")  # is: ?
evaluated_untold = eval(UNTOLD[-1] if SOMETIMES else "WORD")  # is: ?
evaluated_many = eval("named_conv(*['x'])")  # is: ?
evaluated_dict = eval("named_conv('x', **{'more': 1})")  # is: ?
is_number = isinstance(3, int)  # is: True
is_no_text = isinstance(3, str)  # is: False
is_either = isinstance(3, (str, int))  # is: True
is_flag = isinstance(True, int)  # is: True
is_list = isinstance(WIDTHS, list)  # is: True
is_tuple = isinstance(WIDTHS, (tuple, list))  # is: True
is_dict = isinstance(SETTINGS, dict)  # is: True
function_is_text = isinstance(len, str)  # is: ?
lambda_is_dict = isinstance(lambda: 0, dict)  # is: False
unknown_is = isinstance(UNTOLD[0], str)  # is: ?
walrus = (n := 3) + n  # is: 6
