"""Real PostgreSQL and Redis for a laptop, a demo and the tests, from the binaries that two wheels carry.

`python -m config.embedded run -- COMMAND` gives a command both servers; `… demo` runs the whole of Headroom on them.
Servers of one's own replace them through DATABASE_URL and REDIS_URL.
"""
