import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import {
  findKnownCase,
  type KnownCase,
  PersonFilters,
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

/** Choices of the pages of services. */
@Injectable()
export class ServiceChoices {
  constructor(
    private readonly transactions: Transactions,
    private readonly picking: PickPeople,
    private readonly filters: PersonFilters,
  ) {}

  /** Person named by a form field; `field`: where an error is shown. */
  async caseOf(actor: Actor, typed: string, field: string): Promise<KnownCase> {
    const found = await this.filters.find(actor, await this.picking.numberOf(actor, typed, field));
    if (!found) throw unknownCase(field);
    return found;
  }

  /** The first values of the form. */
  start(actor: Actor, of: string | undefined): Promise<{ caseNumber: string; today: string }> {
    return this.transactions.run(actor, async (tx) => {
      const known = of ? await findKnownCase(tx, of) : null;
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
    return this.transactions.run(actor, (tx) => serviceTypeChoices(tx, language));
  }

  forForm(actor: Actor, language: Language) {
    return this.transactions.run(actor, async (tx) => {
      const providers = await tx.query<{ value: string; label: string }>(
        `SELECT id AS value, localized_name(name, names) AS label FROM organisations
          WHERE active AND kind IN ('partner', 'agency') ORDER BY kind DESC, label, id`,
      );
      return {
        types: await serviceTypeChoices(tx, language),
        providers,
        currencies: CURRENCIES.map((value) => ({ value, label: value })),
        today: tx.today,
      };
    });
  }
}

/** The kinds of services that may be noted, in the reader's words. */
export const serviceTypeChoices = async (tx: Tx, language: Language) =>
  (await serviceTypes(tx))
    .filter(({ active }) => active)
    .map(({ code, category, name }) => ({
      value: code,
      label: `${translate(language, `services:category.${category}`)} · ${name[language]}`,
    }));
