// A server of S3 that costs next to nothing, so that a benchmark measures its client.
//
// It knows one bucket in the path whose keys stand in a file, a line each, in the order of their
// bytes. Every object has the same size and times. What is written is thrown away; signatures are
// not compared. A thread for each connection.
#ifndef FERRY_BENCH_SERVE_H
#define FERRY_BENCH_SERVE_H

#include <stdint.h>

// Serves on a port of 127.0.0.1 until the process is killed, and writes the port to standard output.
// `modified` is the time of the files that the objects were made of, in seconds since 1970.
// It thinks so many milliseconds about each request. Returns only for an error: the negated errno.
int ferry_bench_serve(const char *keys, int64_t size, int64_t modified, int latency_ms);

#endif
