"""Hands whole groups of tests to the workers of a parallel run."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

from tests import selection


class GroupScheduling(LoadScopeScheduling):
    """Tests of one group stay on one worker, which builds once what they share.

    `--dist loadgroup` does the same by a suffix it writes to the names of tests, which pytest 9.2
    does not take up: every test went to whichever worker was free.
    """

    def _split_scope(self, nodeid: str) -> str:
        return selection.worker_group(nodeid)
