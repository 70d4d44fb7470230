import { createHmac } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import type { Tx } from '../../platform/database/transactions';
import { newKey, openWithOneOf, seal, wrappedKeyAddress } from '../../platform/shared/seal';
import { mastersOf } from './key-file';
import type { KeyFile } from './key-file.format';
import { KeyRing } from './key-ring';

/** Kinds of records that belong to no single person and have a key of their own. */
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

/** Keys of people and of records. Each is wrapped by the master key, which is kept outside the database. */
export class Keys {
  constructor(private readonly file: KeyFile) {}

  /** Id of the master key in use. */
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

  /** Creates the keys of several people in one statement. */
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

  /** Key of a person; null if it was destroyed or the actor may not see the case. */
  async caseKey(tx: Tx, caseId: string): Promise<Buffer | null> {
    const [row] = await tx.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.case_keys WHERE case_id = $1',
      [caseId],
    );
    return row ? this.unwrap('case', caseId, row.wrapped) : null;
  }

  /** Keys of those of the given people whose cases the actor may see. */
  async caseKeys(tx: Tx, caseIds: readonly string[]): Promise<Map<string, Buffer>> {
    return this.unwrapCaseKeys(await this.wrappedCaseKeys(tx, caseIds));
  }

  /** Like `caseKeys` but still wrapped, to be loaded in parallel with the statement that tells which are needed. */
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

  /** Key of a record; created on first use. */
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
    // Concurrent creation: the key stored first is used.
    return made ? key : this.recordKey(tx, kind, id);
  }

  /** Existing keys of records, in one statement; without those that the actor may not see. */
  async recordKeys(tx: Tx, kind: RecordKind, ids: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await tx.query<{ id: string; wrapped: Buffer }>(
      'SELECT record_id AS id, wrapped FROM keys.record_keys WHERE kind = $1 AND record_id = ANY ($2)',
      [kind, ids],
    );
    return new Map(rows.map(({ id, wrapped }) => [id, this.unwrap(kind, id, wrapped)]));
  }

  /** Creates keys of records about to be written, in one statement. */
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
      // Another process may have wrapped the key with a master key added a moment ago.
      if (!(this.file instanceof KeyRing)) throw error;
      return openWithOneOf(mastersOf(this.file.current({ now: true })), place, wrapped);
    }
  }

  /** Keyed digest of a document number, normalised for spaces and case. */
  documentDigest(number: string): Buffer {
    const plain = number
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '');
    return createHmac('sha256', this.file.documents).update(plain).digest();
  }

  /** Keyed digest of a case number, by which the number of an erased person is recognised. */
  caseNumberDigest(caseNumber: string): Buffer {
    return createHmac('sha256', this.file.documents).update(`case\0${caseNumber}`).digest();
  }

  /** Keyed digest of a request body, to compare two bodies without storing them. */
  bodyDigest(body: unknown): string {
    const text = `body\0${stringify(body)}`;
    return createHmac('sha256', this.file.documents).update(text).digest('base64');
  }

  /** Key for short-lived digests (hours), one per purpose; changes with the master key. */
  derived(purpose: string): Buffer {
    return createHmac('sha256', this.file.master).update(`mawa\0${purpose}`).digest();
  }

  /**
   * Key for long-lived digests, one per purpose; survives rotations of the master key, like that of document numbers.
   */
  lasting(purpose: string): Buffer {
    return createHmac('sha256', this.file.documents).update(`mawa\0${purpose}`).digest();
  }

  wrap(kind: 'case' | RecordKind, id: string, key: Buffer): Buffer {
    return seal(this.file.master, wrappedKeyAddress(kind, id), key);
  }
}
