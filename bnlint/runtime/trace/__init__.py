"""``bnlint trace``: runs a user's own program under the recorder and says which findings of the linter it confirms."""
