"""Boards: how many are nominated, endorsed, passed and decided, against the shares and quotas of
the campaign's frozen rule set.

`aggregates` reads the figures of an agency in a handful of queries, `quotas` compares them with
the rules, `board` assembles the board of a unit or of the agency. `forgotten` finds eligible
subjects that are not nominated; `fairness` computes how awards are distributed.
"""

from __future__ import annotations
