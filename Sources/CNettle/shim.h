// Nettle's MD5, whose digest function takes no length any more from version 4 on.
#pragma once
#include <nettle/md5.h>
#include <nettle/version.h>

static inline void ferry_md5_digest(struct md5_ctx *context, uint8_t *digest)
{
#if NETTLE_VERSION_MAJOR >= 4
  nettle_md5_digest(context, digest);
#else
  nettle_md5_digest(context, MD5_DIGEST_SIZE, digest);
#endif
}
