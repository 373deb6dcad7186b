"""The reader's trained weights: what `reader_weights.npz` holds."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from index.e5_encoder import Numbers
from index.errors import ModelError


def load_trained(path: Path) -> dict[str, Numbers]:
    """Return the trained tensors; a matrix is stored as bytes with a scale for each row."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            tensors = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(
            f"The reader's weights {path.name} cannot be read ({error}); "
            "install protokollsvar again."
        ) from error
    scales = {name: tensors.pop(name) for name in list(tensors) if name.endswith(".scale")}
    return {
        name: tensor.astype(np.float32) * scales[f"{name}.scale"][:, None]
        if f"{name}.scale" in scales
        else tensor.astype(np.float32)
        for name, tensor in tensors.items()
    }
