// CRC-64 by ECMA-182's polynomial with its bits reversed, as xz and the object stores OSS and OBS
// have it (x-oss-hash-crc64ecma).
#pragma once
#include <stddef.h>
#include <stdint.h>

// The sum of what `crc` is the sum of, with these bytes behind it; 0 is the sum of nothing.
// It takes the fastest way that the processor has.
uint64_t ferry_crc64(uint64_t crc, const void *bytes, size_t count);

// The same by tables only, sixteen bytes at a time, as every processor can.
uint64_t ferry_crc64_by_tables(uint64_t crc, const void *bytes, size_t count);

// Whether the processor multiplies without carry, so that no table is needed.
int ferry_crc64_multiplies(void);
