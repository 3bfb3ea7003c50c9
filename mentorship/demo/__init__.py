"""A company in mid-program, built through the functions that the pages call.

`company` brings the people, `story` says who does what and when, `words` is what they write, and
`telling` lets it happen in the order of the days, with the notices of those days.
"""
