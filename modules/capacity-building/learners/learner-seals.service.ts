import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, type SealedFieldAddress, seal } from '../../access';
import { fold } from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { emailKey, nameWords, phoneKey } from './match.rules';
import { sealedColumn } from '../../platform/shared/seal';

/** Identity of an official; sealed, and decrypted only for readers and planners of trainings. */
export interface Identity {
  readonly name: string;
  readonly institution: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export const DIGESTS = ['name', 'office', 'email', 'phone', 'self'] as const;
export type DigestKind = (typeof DIGESTS)[number];
export interface Digest {
  readonly what: DigestKind;
  readonly digest: Buffer;
}

const sealedAddressOf = sealedColumn('capacity_learners', 'sealed');

/** Identities of officials under a key of each, and the digests by which the same one is found again. */
@Injectable()
export class LearnerSeals {
  private readonly key: Buffer;

  constructor(private readonly keys: Keys) {
    this.key = keys.lasting('learners of capacity building');
  }

  /** Seals texts in the given order and creates missing keys. */
  async seal(
    tx: Tx,
    all: readonly { readonly id: string; readonly identity: Identity; readonly isNew: boolean }[],
  ): Promise<Buffer[]> {
    const ids = (isNew: boolean) => all.filter((one) => one.isNew === isNew).map(({ id }) => id);
    const made = await this.keys.newRecordKeys(tx, 'learner', ids(true));
    const there = await this.keys.recordKeys(tx, 'learner', ids(false));
    return all.map(({ id, identity }) =>
      seal((made.get(id) ?? there.get(id))!, sealedAddressOf(id), JSON.stringify(identity)),
    );
  }

  async open(
    tx: Tx,
    rows: readonly { readonly id: string; readonly sealed: Buffer }[],
  ): Promise<Map<string, Identity>> {
    if (rows.length === 0) return new Map();
    const keys = await this.keys.recordKeys(
      tx,
      'learner',
      rows.map(({ id }) => id),
    );
    return new Map(
      rows.flatMap(({ id, sealed }) => {
        const key = keys.get(id);
        if (!key) return [];
        return [
          [id, JSON.parse(open(key, sealedAddressOf(id), sealed).toString()) as Identity] as const,
        ];
      }),
    );
  }

  async sealText(tx: Tx, id: string, place: SealedFieldAddress, text: string): Promise<Buffer> {
    return seal(await this.keys.recordKey(tx, 'learner', id), place, text);
  }

  async openText(tx: Tx, id: string, place: SealedFieldAddress, sealed: Buffer): Promise<string> {
    return open(await this.keys.recordKey(tx, 'learner', id), place, sealed).toString();
  }

  digestsOf({ name, institution, email, phone }: Identity): Digest[] {
    const words = nameWords(name);
    const one = (what: DigestKind, text: string): Digest => ({ what, digest: this.of(what, text) });
    return [
      one('name', words),
      one('office', `${words}\0${fold(institution)}`),
      ...(email
        ? [one('email', emailKey(email)), one('self', `${words}\0${emailKey(email)}`)]
        : []),
      ...(phone ? [one('phone', phoneKey(phone))] : []),
    ];
  }

  private of(what: DigestKind, text: string): Buffer {
    return createHmac('sha256', this.key).update(`${what}\0${text}`).digest();
  }
}
