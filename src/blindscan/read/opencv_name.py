# SPDX-License-Identifier: Apache-2.0
"""One OpenCV under two names.

`paddlex` asks the installed packages for `opencv-contrib-python` before it imports `cv2`, though the
headless build has all that its text models use. There must be only one OpenCV: two builds overwrite
each other's files. So the headless one answers to the other name while paddlex is loaded.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import Distribution, DistributionFinder, PackageNotFoundError, distribution
from sys import meta_path
from typing import Any

ASKED, HAD = "opencv-contrib-python", "opencv-python-headless"


class _OtherName(DistributionFinder):
    """Finds the headless build by the name of the full one."""

    def find_spec(self, *_: Any) -> None:
        """No module is found here."""

    def find_distributions(
        self,
        context: DistributionFinder.Context = DistributionFinder.Context(),  # noqa: B008
    ) -> Iterable[Distribution]:
        """The headless OpenCV, to whom asks for the other one; nothing to anybody else."""
        return (distribution(HAD),) if context.name == ASKED else ()


@contextmanager
def opencv_by_its_other_name() -> Iterator[None]:
    """While this lasts the headless OpenCV counts as `opencv-contrib-python`, unless that is there."""
    finder = _OtherName()
    try:
        distribution(ASKED)
    except PackageNotFoundError:
        meta_path.append(finder)
    try:
        yield
    finally:
        if finder in meta_path:
            meta_path.remove(finder)
