"""Boards: how many are nominated, endorsed, passed and decided, against the shares and quotas of
the campaign's frozen rule set.

`tally` reads the figures of an agency in a handful of queries, `quotas` and `shares` compare them
with the rules, `board` puts a unit's or the agency's board together. `forgotten` finds who meets a
standard and is not nominated; `fairness` tells how awards are spread.
"""

from __future__ import annotations
