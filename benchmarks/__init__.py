"""How fast Headroom books and shows, beside a bare Django and plain SQL in the same run. See docs/benchmarks.md."""
