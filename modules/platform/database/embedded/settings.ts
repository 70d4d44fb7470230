export interface ServerSettings {
  readonly port: number;
  /** Folder of the socket; null where the server has none. */
  readonly socketFolder: string | null;
  readonly clusterName: string;
  readonly unsafeFast: boolean;
}

/** The server's settings, given on its command line, so that a newer Mawa brings its own. */
export function serverSettings(server: ServerSettings): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port: server.port,
    // Quoted, as a list of folders in which a comma separates.
    unix_socket_directories: server.socketFolder === null ? '' : `"${server.socketFolder}"`,
    unix_socket_permissions: '0700',
    cluster_name: server.clusterName,
    max_connections: 120,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    ...QUIET_LOG,
    ...(server.unsafeFast ? UNSAFE : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** PostgreSQL gives its socket this name. */
export const socketIn = (folder: string, port: number) => `${folder}/.s.PGSQL.${port}`;

/** Bytes of `sockaddr_un.sun_path` on macOS, the smallest of the systems, with its closing zero. */
const LONGEST_SOCKET_PATH = 104;

/**
 * The folder of the data, which nobody but the server and its owner may enter. A statement and its answer by a Unix
 * socket take about a quarter less processor time than by TCP. Null on Windows, and where the path is too long.
 */
export function socketFolderOf(data: string): string | null {
  const path = socketIn(data, 65_535);
  const isUsable = process.platform !== 'win32' && !/["\n]/.test(path);
  return isUsable && Buffer.byteLength(path) < LONGEST_SOCKET_PATH ? data : null;
}

/**
 * Nothing that a person typed may reach the log: no statement, no parameter, no detail of a broken
 * constraint, and no ERROR at all, whose text can quote a value (the caller gets it anyway).
 * Start, stop, recovery, refused connections and crashes are LOG and FATAL and stay.
 */
const QUIET_LOG = {
  log_statement: 'none',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_min_duration_statement: -1,
  log_error_verbosity: 'terse',
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_checkpoints: 'off',
  log_autovacuum_min_duration: -1,
  log_lock_waits: 'off',
  log_temp_files: -1,
};

/** For tests: a power cut may ruin the data, and nobody minds. */
const UNSAFE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
};
