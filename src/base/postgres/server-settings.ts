import { totalmem } from 'node:os'

const MEGABYTE = 1024 * 1024

/**
 * The settings of the private server, given at each start so that newer code brings its own. Nothing that people wrote
 * and no time of arrival reaches the log: no statements, no parameters, no errors of statements (their words quote
 * values), no checkpoints, no vacuum reports. guards T-12
 */
export function serverSettings(socketFolder: string, memory = totalmem()): Readonly<Record<string, string>> {
  const buffers = Math.min(512, Math.max(64, Math.floor(memory / 16 / MEGABYTE)))
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '64',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memory / 2 / MEGABYTE))}MB`,
    maintenance_work_mem: '64MB',
    work_mem: '8MB',
    random_page_cost: '1.1',
    huge_pages: 'off',
    jit: 'off',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'replica',
    // Sealed reports lie in parts by day, and who looks for one looks into each; the default would run out within weeks.
    max_locks_per_transaction: '256',
    // A file of the journal that is no longer needed goes: used again it would keep its times for as long as it likes.
    wal_recycle: 'off',
    min_wal_size: '32MB',
    max_wal_senders: '4',
    track_commit_timestamp: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    default_text_search_config: 'pg_catalog.simple',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_duration_statement: '-1',
    log_duration: 'off',
    log_connections: '',
    log_disconnections: 'off',
    log_checkpoints: 'off',
    log_lock_waits: 'off',
    log_temp_files: '-1',
    log_autovacuum_min_duration: '-1',
    log_replication_commands: 'off',
    checkpoint_warning: '0',
    update_process_title: 'off',
  }
}

export function settingsAsArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
