// A program that runs as long as the thread that has started it, and no longer.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Starts a program in a process group of its own.
//
// The kernel sends it SIGTERM when the calling thread ends, and so when this process is killed
// (prctl(2), PR_SET_PDEATHSIG). Its standard input is /dev/null, `output` its two outputs, `extra`
// its descriptor 3; it inherits no other. All signals have their default there, and none is blocked.
// Returns its number, or the negated errno. Between vfork(2) and execve(2) only calls are made that
// are safe there; posix_spawn(3) cannot ask for the signal.
int ferry_child_start(const char *path, char *const arguments[], char *const environment[],
                      int output, int extra, unsigned mask);

// pidfd_open(2): readable when the process has ended; the negated errno for a failure.
int ferry_child_descriptor(int pid);

// pipe2(2): both ends close on exec; the negated errno for a failure.
int ferry_pipe(int ends[2]);

// A file in memory that holds some bytes and cannot be changed any more (memfd_create(2)), or the
// negated errno. It closes on exec.
int ferry_memory_file(const char *name, const void *bytes, size_t count);
