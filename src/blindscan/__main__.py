# SPDX-License-Identifier: Apache-2.0
"""`python -m blindscan`."""

from blindscan.cli.app import main

if __name__ == "__main__":
    main()
