/** The PostgreSQL that comes with the package: no system package, one folder, one call to start it. */
export { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './start';
export { EmbeddedError } from './embedded-error';
