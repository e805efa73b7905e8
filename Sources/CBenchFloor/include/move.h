// The least that moving a tree can cost: what the benchmark of the mover measures ferry against.
//
// Threads take folders from one pile. Every call is relative to an open folder; a file is written
// under a temporary name, gets mode and time of modification, and is renamed. It keeps no record,
// compares by size and time only, knows files and folders only, and gives up at the first error.
// If it is to verify, both files are read again while they are in the core's cache, and compared.
#ifndef FERRY_BENCH_MOVE_H
#define FERRY_BENCH_MOVE_H

// Moves the content of one folder into another one, which is made. 0, or the negated errno.
int ferry_floor_move(const char *source, const char *destination, int threads, int verify);

#endif
