#include "crc64.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { SLICES = 16, LANES = 8, LANE = 16, BLOCK = LANES * LANE };

// The highest power is the lowest bit, here and in everything below.
static const uint64_t polynomial = 0xC96C5795D7870F42;

// tables[n][byte]: what a byte does to the sum when n more bytes follow it.
static uint64_t tables[SLICES][256];
// shifts[n]: what takes 16 bytes forward by n + 1 times 16 bytes; [0] for the first eight bytes,
// which are the higher powers, [1] for the last.
static uint64_t shifts[LANES][2];
static int multiplies;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t times_x(uint64_t value) {
  return value >> 1 ^ (value & 1 ? polynomial : 0);
}

static void prepare(void) {
  for (int byte = 0; byte < 256; byte++) {
    uint64_t value = (uint64_t)byte;
    for (int bit = 0; bit < 8; bit++) value = times_x(value);
    tables[0][byte] = value;
  }
  for (int slice = 1; slice < SLICES; slice++)
    for (int byte = 0; byte < 256; byte++) {
      uint64_t before = tables[slice - 1][byte];
      tables[slice][byte] = before >> 8 ^ tables[0][before & 0xFF];
    }
  // A product of two reversed numbers comes out one power too high, hence the powers less one.
  uint64_t value = (uint64_t)1 << 63;
  for (int power = 1; power < BLOCK * 8 + 64; power++) {
    value = times_x(value);
    for (int lane = 0; lane < LANES; lane++) {
      int distance = (lane + 1) * LANE * 8;
      if (power == distance + 63) shifts[lane][0] = value;
      if (power == distance - 1) shifts[lane][1] = value;
    }
  }
#if defined(__x86_64__)
  __builtin_cpu_init();
  multiplies = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
#endif
}

static uint64_t load(const unsigned char *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

// All of these take and give the sum as it is inside: not yet inverted.
static uint64_t by_tables(uint64_t crc, const unsigned char *bytes, size_t count) {
  for (; count >= SLICES; bytes += SLICES, count -= SLICES) {
    uint64_t first = crc ^ load(bytes), second = load(bytes + 8);
    crc = 0;
    for (int byte = 0; byte < 8; byte++) {
      crc ^= tables[15 - byte][first >> 8 * byte & 0xFF];
      crc ^= tables[7 - byte][second >> 8 * byte & 0xFF];
    }
  }
  for (; count > 0; bytes++, count--) crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xFF];
  return crc;
}

#if defined(__x86_64__)
// Source: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
// Instruction", Intel 2009.
__attribute__((target("pclmul,sse4.1"), always_inline)) static inline __m128i fold(
    __m128i lane, __m128i shift, __m128i next) {
  __m128i high = _mm_clmulepi64_si128(lane, shift, 0x00);
  __m128i low = _mm_clmulepi64_si128(lane, shift, 0x11);
  return _mm_xor_si128(_mm_xor_si128(high, low), next);
}

// At least one block.
__attribute__((target("pclmul,sse4.1"))) static uint64_t by_products(
    uint64_t crc, const unsigned char *bytes, size_t count) {
  __m128i lanes[LANES];
  for (int lane = 0; lane < LANES; lane++)
    lanes[lane] = _mm_loadu_si128((const __m128i *)(bytes + lane * LANE));
  lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi64_si128((long long)crc));
  bytes += BLOCK;
  count -= BLOCK;
  const __m128i block = _mm_loadu_si128((const __m128i *)shifts[LANES - 1]);
  for (; count >= BLOCK; bytes += BLOCK, count -= BLOCK)
    for (int lane = 0; lane < LANES; lane++)
      lanes[lane] =
          fold(lanes[lane], block, _mm_loadu_si128((const __m128i *)(bytes + lane * LANE)));
  __m128i sum = lanes[LANES - 1];
  for (int lane = 0; lane < LANES - 1; lane++)
    sum = fold(lanes[lane], _mm_loadu_si128((const __m128i *)shifts[LANES - 2 - lane]), sum);
  // What is left is as if these 16 bytes were all that there had been.
  unsigned char rest[LANE];
  _mm_storeu_si128((__m128i *)rest, sum);
  return by_tables(by_tables(0, rest, LANE), bytes, count);
}
#endif

uint64_t ferry_crc64_by_tables(uint64_t crc, const void *bytes, size_t count) {
  pthread_once(&once, prepare);
  return ~by_tables(~crc, bytes, count);
}

uint64_t ferry_crc64(uint64_t crc, const void *bytes, size_t count) {
  pthread_once(&once, prepare);
#if defined(__x86_64__)
  if (multiplies && count >= 2 * BLOCK) return ~by_products(~crc, bytes, count);
#endif
  return ~by_tables(~crc, bytes, count);
}

int ferry_crc64_multiplies(void) {
  pthread_once(&once, prepare);
  return multiplies;
}
