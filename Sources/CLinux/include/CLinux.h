// What Swift's Glibc module does not show, and what is variadic in C.
#pragma once
#define _GNU_SOURCE
#include <sys/types.h>
