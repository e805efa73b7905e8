// GnuTLS's cryptography; its TLS is libmicrohttpd's business.
#pragma once
#include <gnutls/gnutls.h>
#include <gnutls/crypto.h>
