/** Definition of an importable list: reading, checking, writing and undoing. */
import type { Permission } from '../access';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';

export const FIELD_KINDS = [
  'text',
  'date',
  'number',
  'amount',
  'yes_no',
  'choice',
  'choices',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface ListField {
  readonly key: string;
  readonly kind: FieldKind;
  /** The key of its name in the locale files; a heading in any of the three languages is understood. */
  readonly label: string;
  /** Other headings that people write. */
  readonly headings?: readonly string[];
  readonly required?: boolean;
  /** The key of a sentence: what belongs in it. */
  readonly help?: string;
  /** The part of a record that it fills, where errors name that: `names.family`. The key where left out. */
  readonly fills?: string;
  /** Example in the template; by default the first choice, or one of its kind. */
  readonly example?: string;
  /** Accepted values of a choice in the reader's language, for template and page. */
  readonly choices?: (language: Language) => readonly string[];
  /** Label of the choice that a cell was recognised as. */
  readonly understood?: (cell: string, language: Language) => string | null;
}

/** The cells of a row by the fields that they were matched to. */
export type Cells = ReadonlyMap<string, string>;

export interface ReadRow<Row> {
  readonly row: Row;
  /** Each names in `field` what it is about: a key, or what a field `fills`. */
  readonly errors: readonly DomainError[];
}

export interface NumberedRow<Row> {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly value: Row;
}

/** A record that a run wrote. */
export interface WrittenRecord {
  readonly row: number;
  readonly kind: string;
  readonly id: string;
  /** Digest that shows whether the record was changed since. */
  readonly print: string;
}

/** Why a record that was written must stay as it is. */
export const KEPT_RECORD_REASONS = ['changed', 'used', 'not_yours'] as const;
export interface KeptRecord {
  readonly row: number;
  readonly why: (typeof KEPT_RECORD_REASONS)[number];
}

export interface ImportOutcome {
  readonly written: readonly WrittenRecord[];
  /** Keys of messages for the author of the import. */
  readonly notes?: readonly string[];
}

/** Accepted values of fields whose choices are stored in the database. */
export type ImportOffers = Readonly<Record<string, readonly string[]>>;

export type ImportProgress = (done: number, total: number) => void;

/** File that the rows come from. */
export interface ImportSource {
  /** SHA-256, in hex. */
  readonly digest: string;
}

export interface ImportList<Row = unknown> {
  readonly name: string;
  /** The key of its name. */
  readonly title: string;
  /** Permission to import this list. */
  readonly permission: Permission;
  /** A row is a person or about one: its imports are then supervised by a case supervisor, else by an administrator. */
  readonly ofPeople: boolean;
  readonly fields: readonly ListField[];
  /** At most so many rows at once. */
  readonly mostRows?: number;
  /** Where what it brought is worked with. */
  readonly home?: string;
  /** By the code of an error of this list: the key of the words under which the page counts its rows. */
  readonly errorKinds?: Readonly<Record<string, string>>;
  /** A heading that is passed over by itself: the number of the line. */
  readonly ignored?: readonly string[];
  /** Choices for the template besides those of the fields. */
  offers?(tx: Tx, language: Language): Promise<ImportOffers>;
  /** Parses the cells of a row; pure. */
  read(cells: Cells, context: { readonly today: CivilDate }): ReadRow<Row>;
  /** Whether the very same row twice is a slip; where left out it always is. */
  isSlipTwice?(row: Row): boolean;
  /** By the real use case, in the caller's transaction. What is wrong with rows is thrown as `RejectedRows`. */
  write(
    tx: Tx,
    rows: readonly NumberedRow<Row>[],
    progress: ImportProgress,
    source: ImportSource,
  ): Promise<ImportOutcome>;
  /** Undoes a run. If some records must stay, returns them with the reasons, and the caller undoes nothing. */
  undo(tx: Tx, written: readonly WrittenRecord[], runId: string): Promise<readonly KeptRecord[]>;
}
