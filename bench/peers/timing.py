"""How long a question takes."""

import time

repeats = 5
# Where one question takes this long, it is asked no further time.
longest = 15


def seconds(work):
    """The median of some times."""
    taken = []
    while len(taken) < repeats and sum(taken) < longest:
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return sorted(taken)[len(taken) // 2]
