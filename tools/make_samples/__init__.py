# SPDX-License-Identifier: Apache-2.0
"""Draws the sample attachments: three invented applicants, with exact truth."""
