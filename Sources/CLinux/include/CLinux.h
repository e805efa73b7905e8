// What Swift's Glibc module does not show, and what is variadic in C.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/types.h>
#include "platform_shims.h"
