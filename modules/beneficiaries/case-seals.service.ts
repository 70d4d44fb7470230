import { Injectable } from '@nestjs/common';
import { Keys, open, seal, type SealedFieldAddress } from '../access';
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import type { NewPerson, PersonNames, IdentityDocument, SafeContact } from './new-person.types';

/** Sealed fields of a person. The policy of the table assigns each to a part of the case. */
export interface SealedFields {
  readonly names: PersonNames;
  readonly birth_date: string;
  readonly contact: { readonly phone: string };
  readonly safe_contact: Partial<SafeContact>;
  readonly documents: readonly IdentityDocument[];
  readonly story: string;
}
export type SealedField = keyof SealedFields;
export type OpenedFields = { -readonly [F in SealedField]?: SealedFields[F] };

/** Additional authenticated data of a sealed field: a value copied to another person or field cannot be decrypted. */
export const sealPlace = (field: SealedField, caseId: string) => ({
  table: 'case_seals',
  column: field,
  row: caseId,
});

const hasText = (text: string | null | undefined): text is string =>
  text !== null && text !== undefined && text.trim() !== '';

/** Sealed fields of a new person; unknown fields have no row. */
export function sealedPartsOf(person: NewPerson): OpenedFields {
  const { names, birthDate, phone, safeContact, documents, story } = person;
  const fields: OpenedFields = {};
  const known = [names.given, names.family, names.working].some(hasText);
  if (known || names.aliases.length > 0) {
    fields.names = names;
  }
  if (birthDate !== null) fields.birth_date = birthDate;
  if (phone !== null) fields.contact = { phone };
  if (safeContact && Object.values(safeContact).some((value) => value !== null)) {
    fields.safe_contact = safeContact;
  }
  if (documents.length > 0) fields.documents = documents;
  if (hasText(story)) fields.story = story;
  return fields;
}

/** Encrypts and decrypts fields of people. Callers write the audit row. */
@Injectable()
export class CaseSeals {
  constructor(private readonly keys: Keys) {}

  /** Keys and sealed fields of new people: two statements, however many they are. */
  async sealNew(tx: Tx, people: readonly { id: string; fields: OpenedFields }[]): Promise<void> {
    const keys = await this.keys.newCaseKeys(
      tx,
      people.map(({ id }) => id),
    );
    const rows = people.flatMap(({ id, fields }) =>
      Object.entries(fields).map(([field, value]) => ({
        id,
        field,
        sealed: seal(keys.get(id)!, sealPlace(field as SealedField, id), JSON.stringify(value)),
      })),
    );
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO case_seals (case_id, field, sealed)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])`,
      [rows.map(({ id }) => id), rows.map(({ field }) => field), rows.map(({ sealed }) => sealed)],
    );
  }

  /** New values of fields whose former ones are kept already; a field of which nothing is known goes. */
  async replace(
    tx: Tx,
    caseId: string,
    write: OpenedFields,
    remove: readonly SealedField[],
  ): Promise<void> {
    const key = await this.keys.caseKey(tx, caseId);
    if (!key) throw notFound();
    for (const [field, value] of Object.entries(write)) {
      const sealed = seal(key, sealPlace(field as SealedField, caseId), JSON.stringify(value));
      await tx.query(
        `INSERT INTO case_seals (case_id, field, sealed) VALUES ($1, $2, $3)
         ON CONFLICT (case_id, field) DO UPDATE SET sealed = excluded.sealed, sealed_at = mawa_now()`,
        [caseId, field, sealed],
      );
    }
    if (remove.length === 0) return;
    await tx.query('DELETE FROM case_seals WHERE case_id = $1 AND field = ANY ($2)', [
      caseId,
      remove,
    ]);
  }

  /** The fields asked for, of those people and parts that row level security lets the actor see. */
  async open(
    tx: Tx,
    caseIds: readonly string[],
    fields: readonly SealedField[],
  ): Promise<Map<string, OpenedFields>> {
    const [rows, wrapped] = await Promise.all([
      tx.query<{ id: string; field: SealedField; sealed: Buffer }>(
        `SELECT case_id AS id, field, sealed FROM case_seals
          WHERE case_id = ANY ($1) AND field = ANY ($2)`,
        [caseIds, fields],
      ),
      this.keys.wrappedCaseKeys(tx, caseIds),
    ]);
    const keys = this.keys.unwrapCaseKeys(wrapped, new Set(rows.map(({ id }) => id)));
    const opened = new Map<string, OpenedFields>();
    for (const { id, field, sealed } of rows) {
      const key = keys.get(id);
      if (!key) continue;
      const value: unknown = JSON.parse(open(key, sealPlace(field, id), sealed).toString());
      opened.set(id, { ...opened.get(id), [field]: value });
    }
    return opened;
  }

  /** Text about one person in a table of another module, under that person's key. */
  async sealText(tx: Tx, caseId: string, place: SealedFieldAddress, text: string): Promise<Buffer> {
    const key = (await this.keys.caseKeys(tx, [caseId])).get(caseId);
    if (!key) throw notFound();
    return seal(key, place, text);
  }

  /** Several texts about one person at once. */
  async sealTexts(
    tx: Tx,
    caseId: string,
    texts: readonly { readonly place: SealedFieldAddress; readonly text: string }[],
  ): Promise<Buffer[]> {
    if (texts.length === 0) return [];
    const key = (await this.keys.caseKeys(tx, [caseId])).get(caseId);
    if (!key) throw notFound();
    return texts.map(({ place, text }) => seal(key, place, text));
  }

  /** The texts in the order asked for; null where the key is not for the actor, or is destroyed. */
  async openTexts(tx: Tx, texts: readonly SealedText[]): Promise<(string | null)[]> {
    const keys = await this.keys.caseKeys(tx, [...new Set(texts.map(({ caseId }) => caseId))]);
    return texts.map(({ caseId, place, sealed }) => {
      const key = keys.get(caseId);
      return key && sealed.length > 0 ? open(key, place, sealed).toString() : null;
    });
  }
}

export interface SealedText {
  readonly caseId: string;
  readonly place: SealedFieldAddress;
  readonly sealed: Buffer;
}
