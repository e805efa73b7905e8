// libmicrohttpd's C interface, and what is variadic of it.
#pragma once
#include <microhttpd.h>
