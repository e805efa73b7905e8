// libmicrohttpd's C interface, and what is variadic or a union of it.
#pragma once
#include <microhttpd.h>
#include <stddef.h>
#include <sys/socket.h>

/// What a daemon on an already listening socket is started with.
struct mhd_settings {
  /// The listening socket.
  int listen_fd;
  /// Threads that serve; with fewer than two there is one and no pool.
  unsigned int threads;
  /// Connections open at once, over all threads.
  unsigned int connections;
  /// Seconds after which an idle connection is closed; 0: never.
  unsigned int idle_seconds;
  /// Bytes that one connection's request line and headers may take.
  size_t header_memory;
  /// Connections open at once from one address; 0: as many as there may be at all.
  unsigned int connections_per_address;
  /// The certificate and its chain in PEM, and its key; NULL: no TLS.
  const char *certificate;
  const char *key;
};

/// Starts a daemon with its own threads; NULL if that fails.
///
/// The threads use poll(2), not epoll(7): version 0.9.75 waits for edges there, and loses the end
/// of a connection that comes together with its last bytes, so that an incomplete request lingers
/// until it has been idle too long. MHD_USE_ITC lets MHD_quiesce_daemon reach the threads. The
/// target callback is called with the request line's target as it came, nothing decoded. With TLS
/// nothing older than version 1.2 is spoken. The connection callback is told of each connection's
/// begin and end.
static inline struct MHD_Daemon *mhd_start(
  struct mhd_settings settings, MHD_AccessHandlerCallback access,
  void *(*target)(void *context, const char *uri, struct MHD_Connection *connection),
  MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection,
  void *context)
{
  const unsigned int flags =
    MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC
    | (settings.certificate == NULL ? 0 : MHD_USE_TLS);
  struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *) settings.certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) settings.key },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
    { MHD_OPTION_END, 0, NULL },
  };
  struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
  const unsigned int pool = settings.threads < 2 ? 0 : settings.threads;
  return MHD_start_daemon(
    flags, 0, NULL, NULL, access, context,
    MHD_OPTION_LISTEN_SOCKET, (MHD_socket) settings.listen_fd,
    MHD_OPTION_THREAD_POOL_SIZE, pool,
    MHD_OPTION_CONNECTION_LIMIT, settings.connections,
    MHD_OPTION_CONNECTION_TIMEOUT, settings.idle_seconds,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings.header_memory,
    MHD_OPTION_URI_LOG_CALLBACK, target, context,
    MHD_OPTION_NOTIFY_COMPLETED, completed, context,
    MHD_OPTION_NOTIFY_CONNECTION, connection, context,
    MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings.connections_per_address,
    MHD_OPTION_ARRAY, settings.certificate == NULL ? none : tls,
    MHD_OPTION_END);
}

/// The descriptor of a connection; -1 if it has none.
static inline int mhd_connection_descriptor(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

/// Calls back for each header of a request.
static inline void mhd_each_header(
  struct MHD_Connection *connection, MHD_KeyValueIterator iterator, void *context)
{
  MHD_get_connection_values(connection, MHD_HEADER_KIND, iterator, context);
}

/// The value of a request's header; NULL if it is not there.
static inline const char *mhd_header(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/// The address of the client of a connection; NULL if it has none.
static inline const struct sockaddr *mhd_client_address(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == NULL ? NULL : info->client_addr;
}

/// Whether this library was built with TLS.
static inline int mhd_has_tls(void)
{
  return MHD_is_feature_supported(MHD_FEATURE_TLS) == MHD_YES;
}

/// An answer with a copy of the bytes as its body; NULL without memory.
static inline struct MHD_Response *mhd_response(const void *bytes, size_t count)
{
  return MHD_create_response_from_buffer(count, (void *) bytes, MHD_RESPMEM_MUST_COPY);
}
