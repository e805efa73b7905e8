// GnuTLS: its cryptography, and its judgement of certificates; TLS itself is the business of libmicrohttpd and
// libcurl.
#pragma once
#include <gnutls/gnutls.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
