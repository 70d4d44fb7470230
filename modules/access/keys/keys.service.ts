import { createHmac } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import type { Tx } from '../../platform/database/transactions';
import { newKey, openWithOneOf, seal, wrappedKeyAddress } from '../../platform/shared/seal';
import { mastersOf } from './key-file';
import type { KeyFile } from './key-file.format';
import { KeyRing } from './key-ring';

/** Records that are about no one person and have a key of their own. */
export type RecordKind =
  | 'shelter'
  | 'duty_number'
  | 'report'
  | 'views'
  | 'complaint'
  | 'intake'
  | 'network'
  | 'incident'
  | 'handover'
  | 'visit'
  | 'call'
  | 'call_back'
  | 'referral'
  | 'employer'
  | 'project'
  | 'capacity_training'
  | 'learner'
  | 'import'
  | 'commitment_step'
  | 'partner_paper'
  | 'donor_money'
  | 'grant_contribution_row'
  | 'import_mappings'
  | 'second_factor'
  | 'identity_provider'
  | 'webhook_endpoint'
  | 'breach';

interface WrappedCaseKey {
  readonly caseId: string;
  readonly wrapped: Buffer;
}

/** One key a person, one key a record, each wrapped by the master key that stays outside the database. */
export class Keys {
  constructor(private readonly file: KeyFile) {}

  /** The name of the master key in use. */
  get masterId(): string {
    return this.file.id;
  }

  async newCaseKey(tx: Tx, caseId: string): Promise<Buffer> {
    const key = newKey();
    await tx.query(
      'INSERT INTO keys.case_keys (case_id, wrapped, master_key) VALUES ($1, $2, $3)',
      [caseId, this.wrap('case', caseId, key), this.file.id],
    );
    return key;
  }

  /** The same for many people at once, in one statement. */
  async newCaseKeys(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Buffer>> {
    const keys = new Map(caseIds.map((caseId) => [caseId, newKey()]));
    await tx.query(
      `INSERT INTO keys.case_keys (case_id, wrapped, master_key)
       SELECT case_id, wrapped, $3 FROM unnest($1::uuid[], $2::bytea[]) AS k (case_id, wrapped)`,
      [
        caseIds,
        caseIds.map((caseId) => this.wrap('case', caseId, keys.get(caseId)!)),
        this.file.id,
      ],
    );
    return keys;
  }

  /** The key of a person whose case the actor may see; null where it was destroyed or is not for these eyes. */
  async caseKey(tx: Tx, caseId: string): Promise<Buffer | null> {
    const [row] = await tx.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.case_keys WHERE case_id = $1',
      [caseId],
    );
    return row ? this.unwrap('case', caseId, row.wrapped) : null;
  }

  /** The keys of those among these people whose case the actor may see. */
  async caseKeys(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Buffer>> {
    return this.unwrapCaseKeys(await this.wrappedCaseKeys(tx, caseIds));
  }

  /** The same without unwrapping them: beside the statement that says which are needed. */
  wrappedCaseKeys(tx: Tx, caseIds: readonly string[]): Promise<WrappedCaseKey[]> {
    return tx.query<WrappedCaseKey>(
      'SELECT case_id AS "caseId", wrapped FROM keys.case_keys WHERE case_id = ANY ($1)',
      [caseIds],
    );
  }

  unwrapCaseKeys(
    rows: readonly WrappedCaseKey[],
    needed?: ReadonlySet<string>,
  ): Map<string, Buffer> {
    return new Map(
      rows
        .filter(({ caseId }) => !needed || needed.has(caseId))
        .map(({ caseId, wrapped }) => [caseId, this.unwrap('case', caseId, wrapped)]),
    );
  }

  /** The key of a record, made on first use. */
  async recordKey(tx: Tx, kind: RecordKind, id: string): Promise<Buffer> {
    const [row] = await tx.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.record_keys WHERE kind = $1 AND record_id = $2',
      [kind, id],
    );
    if (row) return this.unwrap(kind, id, row.wrapped);
    const key = newKey();
    const [made] = await tx.query(
      `INSERT INTO keys.record_keys (kind, record_id, wrapped, master_key) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1 AS made`,
      [kind, id, this.wrap(kind, id, key), this.file.id],
    );
    // Two at once on a new record: the first key counts.
    return made ? key : this.recordKey(tx, kind, id);
  }

  /** The keys of records that are there, in one statement; whichever are not for these eyes are left out. */
  async recordKeys(tx: Tx, kind: RecordKind, ids: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await tx.query<{ id: string; wrapped: Buffer }>(
      'SELECT record_id AS id, wrapped FROM keys.record_keys WHERE kind = $1 AND record_id = ANY ($2)',
      [kind, ids],
    );
    return new Map(rows.map(({ id, wrapped }) => [id, this.unwrap(kind, id, wrapped)]));
  }

  /** Keys of records that are about to be written, in one statement. */
  async newRecordKeys(
    tx: Tx,
    kind: RecordKind,
    ids: readonly string[],
  ): Promise<Map<string, Buffer>> {
    const keys = new Map(ids.map((id) => [id, newKey()]));
    await tx.query(
      `INSERT INTO keys.record_keys (kind, record_id, wrapped, master_key)
       SELECT $1, record_id, wrapped, $4 FROM unnest($2::uuid[], $3::bytea[]) AS k (record_id, wrapped)`,
      [kind, ids, ids.map((id) => this.wrap(kind, id, keys.get(id)!)), this.file.id],
    );
    return keys;
  }

  unwrap(kind: 'case' | RecordKind, id: string, wrapped: Buffer): Buffer {
    const place = wrappedKeyAddress(kind, id);
    try {
      return openWithOneOf(mastersOf(this.file), place, wrapped);
    } catch (error) {
      // Another process may have wrapped it with a master key that was added a moment ago.
      if (!(this.file instanceof KeyRing)) throw error;
      return openWithOneOf(mastersOf(this.file.current({ now: true })), place, wrapped);
    }
  }

  /** Same number, same digest, whatever its spaces and case; nothing can be read back from it. */
  documentDigest(number: string): Buffer {
    const plain = number
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '');
    return createHmac('sha256', this.file.documents).update(plain).digest();
  }

  /** Finds an erased person's number again, where somebody brings it; nothing can be read back from it. */
  caseNumberDigest(caseNumber: string): Buffer {
    return createHmac('sha256', this.file.documents).update(`case\0${caseNumber}`).digest();
  }

  /** Keyed digest that distinguishes two request bodies without revealing their content. */
  bodyDigest(body: unknown): string {
    const text = `body\0${stringify(body)}`;
    return createHmac('sha256', this.file.documents).update(text).digest('base64');
  }

  /** For what is digested and lapses by itself, within hours; each purpose has a key of its own. */
  derived(purpose: string): Buffer {
    return createHmac('sha256', this.file.master).update(`mawa\0${purpose}`).digest();
  }

  /** The same for what is looked up, or waits, for years: it outlives another master key, as document numbers do. */
  lasting(purpose: string): Buffer {
    return createHmac('sha256', this.file.documents).update(`mawa\0${purpose}`).digest();
  }

  wrap(kind: 'case' | RecordKind, id: string, key: Buffer): Buffer {
    return seal(this.file.master, wrappedKeyAddress(kind, id), key);
  }
}
