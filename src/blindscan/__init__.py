# SPDX-License-Identifier: Apache-2.0
"""blindscan: make scanned attachments ready for blind review."""

__version__ = "0.1.0"
