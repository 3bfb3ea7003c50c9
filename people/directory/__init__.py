"""The HR import: two CSV files become the company's directory, whole or not at all.

`columns` says what a cell may hold, `reading` turns files into rows, `comparing` holds them
against the directory, `planning` does both and says what would happen, `applying` does it,
`stages` moves an import from upload to end.
"""
