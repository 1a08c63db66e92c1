"""The benchmark: Headgate, nginx and other gateways, side by side in one run, one core each.

``python -m bench`` measures everything and writes ``bench/results/``; ``python -m bench.quick`` is the half-minute
version for tuning. One core belongs to the contestant, the other to the load generator and the upstream; see
``bench/README.md``.

Everything speaks on 127.0.0.1 and every run is bounded in time.
"""
