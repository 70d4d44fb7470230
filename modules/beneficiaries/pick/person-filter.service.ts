import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { parseCaseNumber } from '../case-number.rules';
import { PickPeople } from './pick-people.service';
import { asPickedNumber, isNumberShaped } from './pick.rules';
import { type PickChoice, pickChoices } from './pick.view';

export interface KnownCase {
  readonly id: string;
  readonly caseNumber: string;
}

export interface PersonFilter {
  readonly about: KnownCase | null;
  /** The sentence where nobody, or several, are meant. */
  readonly unknown: string | null;
  readonly several: readonly PickChoice[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Resolves the person filter of a list. */
@Injectable()
export class PersonFilters {
  constructor(
    private readonly transactions: Transactions,
    private readonly picking: PickPeople,
  ) {}

  /** By case number as people write it, or by id; null where there is none that the actor may see. */
  find(actor: Actor, of: string): Promise<KnownCase | null> {
    return this.transactions.run(actor, (tx) => findKnownCase(tx, of));
  }

  /**
   * Finds people by a case number or its beginning. Names are not searched, since they would be part of the address.
   */
  async of(actor: Actor, language: Language, typed: string): Promise<PersonFilter> {
    if (typed === '') return { about: null, unknown: null, several: [] };
    const about = await this.find(actor, typed);
    if (about) return { about, unknown: null, several: [] };
    const number = isNumberShaped(typed) ? null : asPickedNumber(typed);
    const fitting = number === null ? [] : (await this.picking.find(actor, number)).people;
    const [first] = fitting;
    if (first && fitting.length === 1) return { about: first, unknown: null, several: [] };
    const key =
      fitting.length > 1
        ? 'people:errors.pick_choose'
        : number === null && !isNumberShaped(typed)
          ? 'services:filter.number_only'
          : 'services:errors.unknown_case';
    const unknown = translate(language, key, { count: fitting.length });
    return { about: null, unknown, several: pickChoices(fitting, language) };
  }
}

/** By case number as people write it, or by id. */
export async function findKnownCase(tx: Tx, of: string): Promise<KnownCase | null> {
  const number = parseCaseNumber(of);
  if (!number && !UUID.test(of)) return null;
  const [row] = await tx.query<KnownCase>(
    `SELECT id, case_number AS "caseNumber" FROM cases WHERE ${number ? 'case_number' : 'id'} = $1`,
    [number ?? of],
  );
  return row ?? null;
}
