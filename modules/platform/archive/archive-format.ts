/** Format of a full archive (docs/leaving.md). Both files are standard ZIP and JSON. */

export const ARCHIVE_FORMAT = 'mawa-archive/1';
export const KEYS_FORMAT = 'mawa-archive-keys/1';
export const ARCHIVE_FILE = 'mawa-archive.zip';
export const KEYS_FILE = 'mawa-archive-keys.jsonl';
export const MANIFEST = 'manifest.json';
export const SCHEMA = 'schema.json';
export const ERASURES = 'erasures.log';
export const dataMember = (table: string): string => `data/${table}.jsonl`;

export interface ArchiveMember {
  readonly name: string;
  readonly sha256: string;
  /** Number of rows, for tables. */
  readonly rows?: number;
}

export interface SequenceValue {
  readonly name: string;
  /** Null where it was never used. */
  readonly last: string | null;
}

export interface ArchiveManifest {
  readonly format: typeof ARCHIVE_FORMAT;
  readonly madeAt: string;
  /** The steps that made the schema: an archive is read into the same schema. */
  readonly migrations: readonly string[];
  readonly sequences: readonly SequenceValue[];
  readonly members: readonly ArchiveMember[];
}

export interface KeysHead {
  readonly format: typeof KEYS_FORMAT;
  /** SHA-256 of the archive that these keys open. */
  readonly archive: string;
  readonly tables: Readonly<Record<string, number>>;
}

/** A row of a table of keys, whose JSON stays as the database wrote it. */
export const keysLine = (table: string, row: string): string =>
  `{"table":${JSON.stringify(table)},"row":${row}}`;

/** A refusal in words: nothing was written. */
export class ArchiveRefused extends Error {}

/** Wrapped keys are kept in a separate file, as in backups. */
export const isOfKeys = (table: string): boolean => table.startsWith('keys.');
