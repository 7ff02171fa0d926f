"""The ``deploy`` command."""

import argparse
from pathlib import Path

from sentimotion.deploy.presets import PRESETS
from sentimotion.errors import DeploymentError


def add_deploy_options(command: argparse.ArgumentParser) -> None:
    """Declare the options of ``deploy``."""
    command.add_argument("name", metavar="NAME", help="of the Space: owner/name, or a name of one's own")
    command.add_argument(
        "--hardware", choices=PRESETS, default="zero-gpu", help="default: zero-gpu, which costs nothing"
    )
    command.add_argument("--model", metavar="SRC", help="embedded (default), or a hub id")
    command.add_argument("--dry-run", action="store_true", help="print the files, upload nothing")
    command.add_argument(
        "--review", action="store_true", help="not possible yet: annotators have no accounts"
    )


def run_deploy(arguments: argparse.Namespace, root: Path | None = None) -> str:
    """Run the ``deploy`` command.

    :param arguments: Options of :func:`add_deploy_options`.
    :param root: The checkout; None is the one that this file is in.
    :returns: The Space's address, or with ``--dry-run`` what it would hold.
    :raises DeploymentError: If it cannot be put together or uploaded.
    """
    if arguments.review:
        raise DeploymentError(
            "a desk for annotators cannot be deployed yet: on a Space everyone could decide"
        )
    from sentimotion.deploy.composition import compose
    from sentimotion.deploy.upload import describe, upload

    root = root or Path(__file__).resolve().parents[2]
    space = compose(root, arguments.name, PRESETS[arguments.hardware], arguments.model)
    return describe(space) if arguments.dry_run else upload(space, arguments.name)
