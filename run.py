#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Start Bảng Vàng: `python3 run.py`. Test it: `python3 run.py test`. More: `python3 run.py --help`.

This file must be readable for any Python, however old, so that it can say which one is needed;
everything else is in config/launch.py.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Cần Python 3.11 trở lên để chạy Bảng Vàng; đang chạy bằng Python %d.%d.\n"
        % tuple(sys.version_info[:2])
    )
    sys.exit(1)

from config.launch import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
