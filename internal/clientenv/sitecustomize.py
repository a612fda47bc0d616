"""Has certifi name the roots that REQUESTS_CA_BUNDLE names.

The official SDK for Python (API 3.0) and the command line over it ask certifi for their roots, which heeds no variable.
Python imports this file by itself, because PYTHONPATH begins with its folder; the one that it hides is run too.
"""
import importlib.machinery
import importlib.util
import os
import sys


def _run_the_hidden_one():
    here = os.path.dirname(os.path.abspath(__file__))
    others = [p for p in sys.path if os.path.abspath(p or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def _name_our_roots():
    bundle = os.environ.get("REQUESTS_CA_BUNDLE")
    try:
        import certifi
    except ImportError:
        return
    if bundle:
        certifi.where = lambda: bundle


_run_the_hidden_one()
_name_our_roots()
