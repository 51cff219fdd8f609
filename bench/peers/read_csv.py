# Reads a CSV by DuckDB or pandas into its own table, on one thread; says seconds, CPU seconds and peak memory.
# usage: read_csv.py duckdb|pandas <file>
import json
import resource
import sys
import time

library, path = sys.argv[1:]
if library == "duckdb":
    import duckdb

    read = lambda: (
        duckdb.connect(config={"threads": 1})
        .execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}')")
        .execute("SELECT count(*) FROM t")
        .fetchone()[0]
    )
else:
    import pandas

    read = lambda: len(pandas.read_csv(path, float_precision="round_trip"))

before = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
rows = read()
seconds = time.perf_counter() - began
after = resource.getrusage(resource.RUSAGE_SELF)
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(json.dumps({"rows": rows, "seconds": seconds, "cpu": cpu, "peakMB": after.ru_maxrss / 1024}))
