// What Swift's Glibc module does not show, and what is variadic in C.
#pragma once
#include "child_shims.h"
#include "file_shims.h"
#include "platform_shims.h"
