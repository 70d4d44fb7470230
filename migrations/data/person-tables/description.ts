/** What is said of each table that keeps something about a person. */

/** What erasing a person does with the rows. */
export type Erasure =
  /** They stay: what they count stays counted, under a random id that leads to nobody. */
  | 'keep'
  | 'delete'
  /** Deleted by a foreign key together with the row that they belong to. */
  | 'cascade'
  /** They stay without these columns; those that must hold something hold another value. */
  | { readonly blank?: readonly string[]; readonly replace?: Readonly<Record<string, string>> }
  /** A function that says more than the above; it is called by `wipe_case` or is `wipe_case`. */
  | { readonly by: string };

export interface PersonTable {
  /** The columns that hold the id of the file: `case_id`, unless said otherwise. */
  readonly columns?: readonly string[];
  /** The table whose rows these columns lead to, where they do not lead to the file itself. */
  readonly through?: string;
  readonly erasure: Erasure;
  /*
   * The columns of text and bytes that stay after erasing, by what makes them harmless. Columns whose values a check
   * or a foreign key enumerates are not listed. A column that is neither here nor erased makes a test fail.
   */
  /** Codes of lists and names of states. */
  readonly codes?: readonly string[];
  /** Sealed with the key of the file or of the record, which is deleted: nobody can open them any more. */
  readonly sealed?: readonly string[];
  /** Keyed digests. */
  readonly digests?: readonly string[];
  /** Numbers of receipts, references and certificates that papers outside Mawa bear. */
  readonly numbers?: readonly string[];
  /** A file that was joined to another takes no new row (`file_takes_no_more`). */
  readonly closed?: true;
  /** Joining and parting files changes its rows (`join_files`, `part_files`); rows of other tables stay in their file. */
  readonly joined?: true;
}

export interface WithheldTable extends PersonTable {
  /** Why the person is not given it. */
  readonly why: string;
}
