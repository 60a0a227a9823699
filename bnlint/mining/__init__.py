"""``bnlint mine``: the analyzer run over corpora of sources that outgrow one process.

The engines are pyarrow (reading, word filter) and pebble (a process pool with time limits and crash isolation); the
analyzer is the pure function ``bnlint.check_source``. ``corpus`` cuts inputs into units, ``examine`` looks at one
file, ``journal`` keeps what is done so that a killed run goes on, ``run`` puts them together.
"""
