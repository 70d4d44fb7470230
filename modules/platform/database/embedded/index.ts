/** Embedded PostgreSQL from the npm package: no system package, one folder, started by one call. */
export { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './start';
export { EmbeddedError } from './embedded-error';
