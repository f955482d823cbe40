"""Python imports this at its start, since its directory is on PYTHONPATH. It starts the capture and makes room."""

import os
import sys


def _start():
    try:
        import spanline_capture

        spanline_capture.install()
    except BaseException:  # The user's program comes first, whatever is wrong here.
        pass
    # Nobody else has to find anything here: not the user's imports, and not `pip freeze`.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if not entry or os.path.abspath(entry) != here]


def _run_next():
    """Runs the sitecustomize that this one hides, if there is one. What it raises is reported as without this one."""
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = find("sitecustomize", None) if find is not None else None
        if spec is not None and spec.loader is not None:
            from importlib.util import module_from_spec

            module = module_from_spec(spec)
            sys.modules["sitecustomize"] = module
            spec.loader.exec_module(module)
            return


_start()
_run_next()
