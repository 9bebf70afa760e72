"""The objective `confidence`, in double precision, as Mercer states it:

    Σ over all pairs of c (p − x·y)²  +  regularization (Σ ‖x‖² + Σ ‖y‖²)

with c the matrix's value and p = 1 where it has one, c = 1 and p = 0 elsewhere.
"""
import numpy as np
import scipy.sparse as sp

CHUNK = 1 << 18


def confidence(
    matrix: sp.csr_matrix, rows: np.ndarray, users: np.ndarray, items: np.ndarray, regularization: float
) -> float:
    """`rows` is the row of each entry of the matrix, `users` and `items` the factors by row."""
    total = float(np.sum((users.T.astype(np.float64) @ users) * (items.T.astype(np.float64) @ items)))
    for start in range(0, matrix.nnz, CHUNK):
        part = slice(start, start + CHUNK)
        score = np.einsum("ij,ij->i", users[rows[part]], items[matrix.indices[part]]).astype(np.float64)
        total += float(np.sum(matrix.data[part] * (1 - score) ** 2 - score**2))
    squares = sum(float(np.sum(side.astype(np.float64) ** 2)) for side in (users, items))
    return total + regularization * squares
