"""Which library multiplies PyTorch's matrices. Debian's python3-torch takes whatever BLAS the machine has: without its
recommended packages that is the reference implementation, which is many times slower than any other.
"""
import re

REFERENCE = "the reference BLAS"

KNOWN = (("mkl", "MKL"), ("openblas", "OpenBLAS"), ("blis", "BLIS"), ("atlas", "ATLAS"))


def name(config, libraries):
    """The library's name; empty if nothing tells it.

    config: torch.__config__.show(); libraries: paths of all libraries that the process has loaded.
    """
    info = re.search(r"BLAS_INFO=(\w+)", config)
    built_with = info.group(1) if info else ""
    if built_with == "mkl":
        return "MKL"
    if built_with == "open":
        return "OpenBLAS"
    # Others may have loaded a second library (LAPACK often comes from OpenBLAS); PyTorch calls the one named libblas.
    blas = [path for path in libraries if re.search(r"/libblas\.so[^/]*$", path)]
    for part, title in KNOWN:
        if any(part in path.rsplit("/", 2)[-1] or part in path.rsplit("/", 2)[-2] for path in blas or libraries):
            return title
    return REFERENCE if blas else ""


def handicap(blas, one_dnn):
    """What makes this PyTorch slower than PyTorch is, and what to do about it; empty if nothing does."""
    if blas == REFERENCE:
        return ("multiplies matrices with the reference BLAS, many times slower than PyTorch is; "
                "to mend it: sudo apt install libopenblas0-pthread")
    if not one_dnn:
        return "was built without oneDNN, so its convolutions are slower than PyTorch's are"
    return ""


def loaded_libraries():
    """Paths of the libraries that this process has loaded; none where the system does not tell."""
    try:
        with open("/proc/self/maps") as file:
            return sorted({line.split()[-1] for line in file if ".so" in line})
    except OSError:
        return []
