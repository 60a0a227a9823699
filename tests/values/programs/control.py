"""Statements: loops, branches, functions and what is left of names after them."""
import copy
import functools
import os
import sys
import threading

import numpy as np

UNTOLD = sys.argv + ["more"] * 9
SOMETIMES = len(sys.argv) > 99
NUMBERS = [1, 2, 3]
X = np.zeros((4, 3))


class Box:
    def __init__(self, value=None):
        self.value = value

    def __enter__(self):
        return self.value

    def __exit__(self, *error):
        return False

    @property
    def doubled(self):
        return self.value * 2

    @doubled.setter
    def doubled(self, value):
        self.value = value / 2

    @functools.cached_property
    def slow(self):
        return self.value + 1

    def add(self, other):
        self.value += other
        return self

    def __call__(self, x):
        return x + self.value


class Child(Box):
    factor = 3

    def __init__(self, value):
        super().__init__(value * self.factor)

    def add(self, other):
        return super().add(other * 10)


class Worker(threading.Thread):
    pass


def total(*numbers, start=0, **more):
    result = start
    for number in numbers:
        result += number
    return result + len(more)


def either(flag):
    if flag:
        return 1
    return 2


def put_early(box, flag):
    if flag:
        box.value = 1
        return
    print("nothing to put")


def put_or_raise(box, flag):
    if flag:
        box.value = Child(1)
        return box
    raise ValueError


def put_either(box, flag):
    if flag:
        box.value = Child(1)
        return
    box.value = Child(2)


def nothing():
    pass


def raises():
    raise ValueError


def first_even(numbers):
    for number in numbers:
        if number % 2 == 0:
            return number
    return None


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    step()
    return step()


def set_global():
    global CHANGED
    CHANGED = 5


def generate():
    yield 1
    yield 1


def gather():
    yield from [1, 2]


def pause():
    yield
    yield


def recursive(n):
    return 0 if n == 0 else recursive(n - 1)


def only_positional(a, b, /, c=3, *, d=4):
    return [a, b, c, d]


def kind_of(value):
    match value:
        case "bn" | "batch":
            return 1
        case None:
            return 2
        case int(n):
            return 3
        case str() as word if word.startswith("x"):
            return 4
        case _:
            return 5


def counter_below():
    count = 0

    def middle():
        def step():
            nonlocal count
            count += 1

        step()

    middle()
    return count


def bound_inside():
    def step():
        nonlocal late
        late = 3

    step()
    late = late + 1
    return late


def first_word(words):
    for word in words:
        return 1
    return 2


def at_once():
    while True:
        return 3
    return 4


def at_once_unless(flag):
    while True:
        if flag:
            try:
                for word in UNTOLD:
                    break
                else:
                    pass
            finally:
                break
        return 3
    return 4


def at_once_but(word):
    while True:
        match word:
            case "a":
                break
        for n in NUMBERS:
            break
        return 3
    return 4


def at_once_with(manager):
    while True:
        with manager:
            for n in NUMBERS:
                break

            def inner():
                return 5

            class Local:
                pass

            if SOMETIMES: return 9
        return 3
    return 4


def number_of(word):
    match word:
        case "one":
            return 1
        case "two":
            return 2
    return 3


def parts_of(values):
    match values:
        case []:
            return "none"
        case [first]:
            return first
        case [1, second]:
            return second
        case [first, *_, 9]:
            return first
        case [_, _, *rest]:
            return rest
    return "others"


def named(word):
    match word:
        case "one":
            return 1
        case other:
            return other


@functools.lru_cache(maxsize=None)
def cached():
    return 7


# loops
LAST = COUNT = EVEN = SKIPPED = ELSE = BROKEN = 0
for LAST in NUMBERS:
    COUNT += LAST
for EVEN in NUMBERS:
    if EVEN % 2 == 0:
        break
else:
    ELSE = 1
for N in NUMBERS:
    if N == 2:
        continue
    SKIPPED += N
for N in NUMBERS:
    pass
else:
    BROKEN = 1
last = LAST  # is: 3
count = COUNT  # is: 6
even = EVEN  # is: 2
skipped = SKIPPED  # is: 4
no_else = ELSE  # is: 0
else_ran = BROKEN  # is: 1
GROWN, SEEN = [], 0
for word in UNTOLD:
    GROWN.append(1)
    SEEN += 1
count_of_grown = len(GROWN)  # is: ?
ALL_GROWN = [n for n in GROWN]
count_of_all = len(ALL_GROWN)  # is: ?
count_of_slice = len(GROWN[1:])  # is: ?
count_of_listed = len(tuple(sorted(GROWN)))  # is: ?
count_of_zipped = len(list(zip(GROWN, GROWN)))  # is: ?
count_of_numbered = len(list(enumerate(GROWN)))  # is: ?
count_of_more = len(GROWN + [1])  # is: ?
count_of_copy = len(copy.copy(GROWN.copy()))  # is: ?
count_of_reversed = len(list(reversed(GROWN)))  # is: ?
count_of_mapped = len(list(map(str, GROWN)))  # is: ?
count_of_set = len(set(GROWN))  # is: ?
count_of_table = len({n: 1 for n in GROWN})  # is: ?
any_grown = not GROWN  # is: ?
array_of_grown = np.array(GROWN)  # is: tensor(...)
stack_of_grown = np.stack([X for n in GROWN])  # is: tensor(?, 4, 3)
rows_of_grown = np.concatenate([X for n in GROWN], axis=0)  # is: tensor(?, 3)
seen = SEEN  # is: ?
ROUNDS = FLAG = 0
while ROUNDS < len(UNTOLD):
    ROUNDS += 1
    FLAG = 1
rounds = ROUNDS  # is: ?
flag_after = FLAG  # is: ?
NEVER = 1
while False:
    NEVER = 2
never = NEVER  # is: 1
FOREVER = 1
while True:
    FOREVER = 2
    break
forever = FOREVER  # is: ?
for A, (B, *REST) in [(1, (2, 3, 4))]:
    pass
unpacked_last = REST  # is: [3, 4]
for INDEX, N in enumerate(NUMBERS):
    pass
index_last = INDEX  # is: 2
for N in [1, 2]:
    if SOMETIMES:
        break
    else:
        continue
after_either = 3  # is: 3
FOUND, TAKEN, KEPT, TRIED = [], None, [], None
for N in UNTOLD:
    if N.endswith("more"):
        FOUND.append(1)
        break
found_then_left = 0 if FOUND == [] else 1  # is: ?
for N in UNTOLD:
    if N.endswith("more"):
        TAKEN = Box(N)
        break
taken_then_left = TAKEN  # is: Box or None
for N in UNTOLD:
    if SOMETIMES:
        KEPT.append(1)
        continue
    KEPT.append(2)
kept_in_either = KEPT  # is: [...]
for N in UNTOLD:
    try:
        TRIED = raises()
    except ValueError:
        TRIED = Box(1)
        continue
tried_then_left = TRIED  # is: Box or None

EARLY, RAISING, EITHER_PUT = Box(1), Box(), Box()
put_early(EARLY, SOMETIMES)
put_early_value = EARLY.value  # is: 1
put_or_raise(RAISING, not SOMETIMES)
put_or_raise_value = RAISING.value  # is: ?
put_either(EITHER_PUT, SOMETIMES)
put_either_value = EITHER_PUT.value  # is: Child or Child

# branches
if NUMBERS:
    SIDE = 1
elif SOMETIMES:
    SIDE = 2
else:
    SIDE = 3
side = SIDE  # is: 1
if SOMETIMES:
    BOTH, WIDTH, NAME, LIST, LONGER, TABLE, HALF = 1, 1, None, [1, 2], [1, 2], {"a": 1, "b": 2}, 1
else:
    BOTH, WIDTH, NAME, LIST, LONGER, TABLE = 1, 2, "bn", [1, 3], [1], {"a": 1, "c": 2}
both = BOTH  # is: 1
width = WIDTH  # is: ?
name = NAME  # is: 'bn'
lists = LIST  # is: [1, ?]
longer = LONGER  # is: [...]
count_of_longer = len(LONGER)  # is: ?
table = TABLE  # is: {'a': 1, ...}
STARTED = [1]
if SOMETIMES:
    STARTED.append(2)
    STARTED[0] = 5
started = STARTED  # is: [...]
FILLED = {}
if SOMETIMES:
    FILLED["a"] = 1
    del FILLED["a"]
filled = FILLED  # is: {}
IN_DICT = {"a": 1}
if SOMETIMES:
    del IN_DICT["a"]
in_dict = IN_DICT.get("a")  # is: 1
CLEARED = [1]
if SOMETIMES:
    CLEARED.clear()
cleared = CLEARED  # is: [...]
FLAGGED = None
if SOMETIMES:
    FLAGGED = True
flagged = FLAGGED  # is: ?
if SOMETIMES:
    raise SystemExit
exits = 3  # is: 3
if SOMETIMES:
    ONLY = 1
    sys.exit()
else:
    ONLY = 2
only = ONLY  # is: 2
try:
    TRIED = 1
except ValueError as error:
    TRIED = 2
else:
    AFTER = 3
finally:
    FINALLY = 4
tried = TRIED  # is: ?
after = AFTER  # is: 3
last_of_all = FINALLY  # is: 4
try:
    import nothing_of_that_name

    FOUND = True
except ImportError:
    FOUND = False
found = FOUND  # is: ?
with Box(3) as ENTERED:
    pass
entered = ENTERED  # is: 3
assert NUMBERS

# functions
summed = total(1, 2, 3)  # is: 6
summed_more = total(1, *NUMBERS, start=5, **{"x": 1, "y": 2})  # is: 14
summed_unknown = total(*UNTOLD[99:])  # is: ?
named_unknown = total(1, **dict(zip(UNTOLD[99:], NUMBERS)))  # is: ?
named_by_nobody = total(1, **vars(Box()))  # is: ?
chosen = either(True)  # is: 1
chosen_either = either(SOMETIMES)  # is: ?
none = nothing()  # is: None
found_even = first_even(NUMBERS)  # is: 2
not_found = first_even([1])  # is: None
counted = counter()  # is: 2
set_global()
changed = CHANGED  # is: 5
generated = list(generate())  # is: [..., 1]
gathered = list(gather())  # is: [...]
first_generated = next(generate())  # is: 1
paused = list(pause())  # is: [..., None]
recursed = recursive(3)  # is: 0
recursed_deep = recursive(300)  # is: ?
positional = only_positional(1, 2, d=9)  # is: [1, 2, 3, 9]
by_name = only_positional(1, 2, c=7)  # is: [1, 2, 7, 4]
open_arguments = only_positional(*UNTOLD[:2], **dict(zip(UNTOLD[99:], NUMBERS)))  # is: [?, ?, ?, ?]
cached_value = cached()  # is: 7
by_lambda = (lambda a, b=2: a * b)(4)  # is: 8
late = [f() for f in [lambda: 1, lambda: 2]]  # is: [1, 2]
bn = kind_of("batch")  # is: 1
none_kind = kind_of(None)  # is: 2
number_kind = kind_of(3)  # is: ?
word_kind = kind_of("xy")  # is: ?
unknown_kind = kind_of(UNTOLD[0])  # is: ?
counted_below = counter_below()  # is: 1
bound_late = bound_inside()  # is: 4
first_of_words = first_word(UNTOLD)  # is: ?
returned_at_once = at_once()  # is: 3
returned_or_broken = at_once_unless(SOMETIMES)  # is: ?
returned_but_broken = at_once_but(UNTOLD[0])  # is: ?
returned_within = at_once_with(Box())  # is: ?
two_by_match = number_of("two")  # is: 2
three_by_match = number_of("x")  # is: 3
unknown_by_match = number_of(UNTOLD[0])  # is: ?
named_by_match = named("x")  # is: 'x'
no_part = parts_of([])  # is: 'none'
one_part = parts_of([4])  # is: 4
second_part = parts_of((1, 5))  # is: 5
first_part = parts_of([2, 3, 4, 9])  # is: 2
last_parts = parts_of([2, 3, 4, 5])  # is: [4, 5]
other_parts = parts_of(4)  # is: ?
unknown_parts = parts_of(UNTOLD)  # is: ?
chosen_function = (total if SOMETIMES else either)(1)  # is: 1

# objects
BOX = Box(2)
value = BOX.value  # is: 2
doubled = BOX.doubled  # is: 4
BOX.doubled = 10
slow = BOX.slow  # is: 6.0
called = Box(2)(3)  # is: 5
chained = Box(1).add(2).add(3).value  # is: 6
child = Child(2).value  # is: 6
child_added = Child(2).add(1).value  # is: 16
DELETED = Box(1)
del DELETED.value
GONE = 1
del GONE
functools.marker = 1
del functools.marker
os.environ["BN_SETTING"] = "1"
del os.environ["BN_SETTING"]
worker = Worker().is_alive()  # is: ?
MAYBE = Box(1) if SOMETIMES else None
of_maybe = MAYBE.value if MAYBE is not None else 1  # is: 1
Box.shared = 9
shared = Box().shared  # is: 9
Child.factor = 4
factor = Child(1).value  # is: 4
OPTION = {"a": Box(7)}.get("a")
option = OPTION.value  # is: 7
