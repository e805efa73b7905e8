// Nettle's MD5 and SHA-1, whose digest functions take no length any more from version 4 on.
#pragma once
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/version.h>

static inline void ferry_md5_digest(struct md5_ctx *context, uint8_t *digest)
{
#if NETTLE_VERSION_MAJOR >= 4
  nettle_md5_digest(context, digest);
#else
  nettle_md5_digest(context, MD5_DIGEST_SIZE, digest);
#endif
}

// Of some bytes at once.
static inline void ferry_sha1(const uint8_t *bytes, size_t count, uint8_t *digest)
{
  struct sha1_ctx context;
  nettle_sha1_init(&context);
  nettle_sha1_update(&context, count, bytes);
#if NETTLE_VERSION_MAJOR >= 4
  nettle_sha1_digest(&context, digest);
#else
  nettle_sha1_digest(&context, SHA1_DIGEST_SIZE, digest);
#endif
}
