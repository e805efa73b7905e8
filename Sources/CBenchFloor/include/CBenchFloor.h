// What the benchmarks need in C.
#ifndef CBENCHFLOOR_H
#define CBENCHFLOOR_H

#include "birth.h"
#include "floor.h"
#include "move.h"
#include "serve.h"

#endif
