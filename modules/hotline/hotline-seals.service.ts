import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { type ClearFacts, mapFacts } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';

/** Facts asked about a person who needs a bed, besides the age. */
export const CALL_FACTS = ['sex', 'accessNeed', 'pregnant'] as const;
export type CallFacts = Pick<ClearFacts, (typeof CALL_FACTS)[number]>;

/** A person who needs a bed, as far as stated; calls contain no names. */
export interface CallPerson extends Readonly<CallFacts> {
  readonly age: number | null;
}
/** Fills missing facts with "not known". */
export const personOfCall = (said: Partial<CallPerson>): CallPerson => ({
  ...(mapFacts(CALL_FACTS, (name) => said[name] ?? null) as CallFacts),
  age: said.age ?? null,
});

export interface CallTexts {
  readonly note: string | null;
  readonly number: string | null;
  readonly people: readonly CallPerson[];
  /** Codes of other help than a bed. */
  readonly help: readonly string[];
}
export const NO_TEXTS: CallTexts = { note: null, number: null, people: [], help: [] };

/** What an operator must know to call back safely. */
export interface SafeCallBack {
  readonly number: string;
  readonly when: string | null;
  readonly who: string | null;
  readonly say: string | null;
}

const KINDS = { call: 'calls', call_back: 'call_backs' } as const;
type Kind = keyof typeof KINDS;

/** Words of a call and of a call-back: each under a key of its own. */
@Injectable()
export class HotlineSeals {
  constructor(private readonly keys: Keys) {}

  async seal(tx: Tx, kind: Kind, id: string, words: CallTexts | SafeCallBack): Promise<Buffer> {
    return seal(
      await this.keys.recordKey(tx, kind, id),
      sealedAddressOf(kind, id),
      JSON.stringify(words),
    );
  }

  async ofCall(tx: Tx, id: string, sealed: Buffer | null): Promise<CallTexts> {
    if (sealed === null) return NO_TEXTS;
    return { ...NO_TEXTS, ...(await this.open<Partial<CallTexts>>(tx, 'call', id, sealed)) };
  }

  ofCallBack(tx: Tx, id: string, sealed: Buffer): Promise<SafeCallBack> {
    return this.open<SafeCallBack>(tx, 'call_back', id, sealed);
  }

  private async open<T>(tx: Tx, kind: Kind, id: string, sealed: Buffer): Promise<T> {
    const key = await this.keys.recordKey(tx, kind, id);
    return JSON.parse(open(key, sealedAddressOf(kind, id), sealed).toString()) as T;
  }
}

const sealedAddressOf = (kind: Kind, row: string) => ({
  table: KINDS[kind],
  column: 'sealed',
  row,
});
