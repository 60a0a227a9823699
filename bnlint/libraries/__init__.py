"""What bnlint knows of libraries, as rows of data: imports nothing of bnlint, and is tested against the libraries."""
