"""Where to: pools in order, a strategy within a pool, deployments closed by 429 or their breaker."""
