// zlib's C interface, and what is a macro in it.
#pragma once
#include <zlib.h>

/// Begins a stream of the gzip format; Z_OK if that worked.
///
/// 15 is the largest window, 16 more ask for gzip's header and trailer, 8 is the usual memory.
static inline int ferry_gzip_begin(z_stream *stream, int level)
{
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/// Begins to read a stream of the gzip format; Z_OK if that worked.
static inline int ferry_gunzip_begin(z_stream *stream)
{
  return inflateInit2(stream, 15 + 16);
}
