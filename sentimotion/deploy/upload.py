"""Create or update a Space through the hub's API."""

from pathlib import Path

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, SpaceHardware
from huggingface_hub.errors import HfHubHTTPError, LocalTokenNotFoundError, OfflineModeIsEnabled

from sentimotion.deploy.composition import Space
from sentimotion.errors import DeploymentError

# The hub makes it, for large files.
_KEPT = frozenset([".gitattributes"])


def upload(space: Space, name: str, api: HfApi | None = None) -> str:
    """Upload a Space in one commit, which removes files that it no longer has.

    Variables and hardware are set after the commit has been made, so a failed upload changes nothing of a
    Space that is there.

    :param space: The Space.
    :param name: ``owner/name``, or a name of one's own.
    :param api: The hub; None is the one of the environment, with its token.
    :returns: The Space's address.
    :raises DeploymentError: If the hub cannot be reached, knows no such user, or refuses.
    """
    api = api or HfApi()
    try:
        hardware = SpaceHardware(space.hardware)
        # Not later: an account that costs nothing may create a Space on ZeroGPU, and no other.
        made = api.create_repo(
            name, repo_type="space", space_sdk="gradio", space_hardware=hardware, exist_ok=True
        )
        there = set(api.list_repo_files(made.repo_id, repo_type="space"))
        operations: list[CommitOperationAdd | CommitOperationDelete] = [
            CommitOperationAdd(path, source if isinstance(source, bytes) else str(source))
            for path, source in space.files.items()
        ]
        operations += [CommitOperationDelete(path) for path in sorted(there - {*space.files, *_KEPT})]
        api.create_commit(
            made.repo_id, operations, repo_type="space", commit_message="Deployed by sentimotion deploy"
        )
        for key, value in space.variables.items():
            api.add_space_variable(made.repo_id, key, value)
        api.request_space_hardware(made.repo_id, hardware)
    except LocalTokenNotFoundError as error:
        raise DeploymentError("no account of the hub: run hf auth login, or set HF_TOKEN") from error
    except OfflineModeIsEnabled as error:
        raise DeploymentError("the hub cannot be reached: HF_HUB_OFFLINE is set; unset it") from error
    except HfHubHTTPError as error:
        raise DeploymentError(f"the hub refused: {_reason(error)}") from None
    except Exception as error:  # noqa: BLE001 - of the client, its HTTP library or the disk: no common base
        raise DeploymentError(
            f"the upload failed ({type(error).__name__}); check the network and the disk, and try again"
        ) from None
    return made.url


def _reason(error: HfHubHTTPError) -> str:
    """What the hub says, in one line, without the headers that were sent."""
    status = error.response.status_code if error.response is not None else "no answer"
    said = (error.server_message or "").strip().splitlines()
    if status == 401:
        return "the token is not valid; run hf auth login"
    if status == 403:
        return f"the account may not do that ({said[0] if said else 'forbidden'})"
    return f"{status} {said[0] if said else ''}".strip()


def describe(space: Space) -> str:
    """The files with their sizes, a line each, and the front matter."""
    sizes = {
        path: len(source) if isinstance(source, bytes) else Path(source).stat().st_size
        for path, source in space.files.items()
    }
    readme = space.files["README.md"]
    front = bytes(readme if isinstance(readme, bytes) else readme.read_bytes()).decode().split("---\n")[1]
    lines = [f"{size:>12,}  {path}" for path, size in sorted(sizes.items())]
    return "\n".join([*lines, f"{sum(sizes.values()):>12,}  {len(sizes)} files", "", front.rstrip()])
