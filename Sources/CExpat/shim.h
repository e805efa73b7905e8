// Expat's streaming XML parser.
#pragma once
#include <expat.h>
