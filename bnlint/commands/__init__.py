"""The subcommands of ``bnlint`` that read code, one module each: its options and what it does with them.

``bnlint.cli`` has the table of all commands; those that run code live in ``bnlint.runtime``.
"""

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
