"""``bnlint lsp``: the language server for editors (https://microsoft.github.io/language-server-protocol/).

``documents`` turns what the editor sends into one text, ``looking`` has what is found in it, ``answers`` turns findings
into what the editor shows, ``server`` says when. Only this package and its tests know pygls (the extra ``lsp``).
"""
