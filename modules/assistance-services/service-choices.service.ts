import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import {
  asPickedNumber,
  isNumberShaped,
  parseCaseNumber,
  type PickChoice,
  pickChoices,
  PickPeople,
} from '../beneficiaries';
import { CURRENCIES } from '../grant-budgeting';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { serviceTypes } from './catalogue.queries';
import { unknownCase } from './services.errors';

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

/** What the pages of services offer to choose from. */
@Injectable()
export class ServiceChoices {
  constructor(
    private readonly transactions: Transactions,
    private readonly picking: PickPeople,
  ) {}

  /** By case number as people write it, or by id; null where there is none that the actor may see. */
  find(actor: Actor, of: string): Promise<KnownCase | null> {
    return this.transactions.run(actor, (tx) => findIn(tx, of));
  }

  /**
   * Whom the filter of a list means: by a number or its beginning. A name is not looked for: it would stand in the
   * address of the page.
   */
  async filtered(actor: Actor, language: Language, of: string): Promise<PersonFilter> {
    if (of === '') return { about: null, unknown: null, several: [] };
    const about = await this.find(actor, of);
    if (about) return { about, unknown: null, several: [] };
    const number = isNumberShaped(of) ? null : asPickedNumber(of);
    const fitting = number === null ? [] : (await this.picking.find(actor, number)).people;
    const [first] = fitting;
    if (first && fitting.length === 1) return { about: first, unknown: null, several: [] };
    const key =
      fitting.length > 1
        ? 'people:errors.pick_choose'
        : number === null && !isNumberShaped(of)
          ? 'services:filter.number_only'
          : 'services:errors.unknown_case';
    const unknown = translate(language, key, { count: fitting.length });
    return { about: null, unknown, several: pickChoices(fitting, language) };
  }

  /** The person whom a field means; `field` is where a refusal stands. */
  async caseOf(actor: Actor, typed: string, field: string): Promise<KnownCase> {
    const found = await this.find(actor, await this.picking.numberOf(actor, typed, field));
    if (!found) throw unknownCase(field);
    return found;
  }

  /** The first values of the form. */
  start(actor: Actor, of: string | undefined): Promise<{ caseNumber: string; today: string }> {
    return this.transactions.run(actor, async (tx) => {
      const known = of ? await findIn(tx, of) : null;
      await recordReading(tx, 'services.choose_person', [known?.id ?? null]);
      return { caseNumber: known?.caseNumber ?? '', today: tx.today };
    });
  }

  /** For a form that is shown again: who fits each of these fields, where what was typed was not clear. */
  async picks(
    actor: Actor,
    language: Language,
    form: FormState,
    fields: readonly string[],
  ): Promise<Record<string, readonly PickChoice[]>> {
    const lists = await this.picking.choices(actor, form, fields);
    return Object.fromEntries(
      Object.entries(lists).map(([field, people]) => [field, pickChoices(people, language)]),
    );
  }

  async typeName(actor: Actor, language: Language, code: string): Promise<string> {
    const types = await this.transactions.run(actor, (tx) => serviceTypes(tx));
    return types.find((type) => type.code === code)?.name[language] ?? code;
  }

  types(actor: Actor, language: Language) {
    return this.transactions.run(actor, (tx) => typeChoices(tx, language));
  }

  forForm(actor: Actor, language: Language) {
    return this.transactions.run(actor, async (tx) => {
      const providers = await tx.query<{ value: string; label: string }>(
        `SELECT id AS value, name AS label FROM organisations
          WHERE active AND kind IN ('partner', 'agency') ORDER BY kind DESC, name`,
      );
      return {
        types: await typeChoices(tx, language),
        providers,
        currencies: CURRENCIES.map((value) => ({ value, label: value })),
        today: tx.today,
      };
    });
  }
}

/** By case number as people write it, or by id. */
export async function findIn(tx: Tx, of: string): Promise<KnownCase | null> {
  const number = parseCaseNumber(of);
  if (!number && !UUID.test(of)) return null;
  const [row] = await tx.query<KnownCase>(
    `SELECT id, case_number AS "caseNumber" FROM cases WHERE ${number ? 'case_number' : 'id'} = $1`,
    [number ?? of],
  );
  return row ?? null;
}

const typeChoices = async (tx: Tx, language: Language) =>
  (await serviceTypes(tx))
    .filter(({ active }) => active)
    .map(({ code, category, name }) => ({
      value: code,
      label: `${translate(language, `services:category.${category}`)} · ${name[language]}`,
    }));
