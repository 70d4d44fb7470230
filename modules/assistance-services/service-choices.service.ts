import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import { parseCaseNumber } from '../beneficiaries';
import { CURRENCIES } from '../grant-budgeting';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { serviceTypes } from './catalogue.queries';
import { unknownCase } from './services.errors';

export interface KnownCase {
  readonly id: string;
  readonly caseNumber: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Numbers offered while typing: the last that were registered. */
const OFFERED = 40;

/** What the pages of services offer to choose from. */
@Injectable()
export class ServiceChoices {
  constructor(private readonly transactions: Transactions) {}

  /** By case number as people write it, or by id; null where there is none that the actor may see. */
  find(actor: Actor, of: string): Promise<KnownCase | null> {
    return this.transactions.run(actor, (tx) => findIn(tx, of));
  }

  async caseIdOf(actor: Actor, caseNumber: string): Promise<string> {
    const found = await this.find(actor, caseNumber);
    if (!found) throw unknownCase();
    return found.id;
  }

  /** The first values of the form. */
  start(actor: Actor, of: string | undefined): Promise<{ caseNumber: string; today: string }> {
    return this.transactions.run(actor, async (tx) => {
      const known = of ? await findIn(tx, of) : null;
      return { caseNumber: known?.caseNumber ?? '', today: tx.today };
    });
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
      const known = await tx.query<KnownCase>(
        `SELECT id, case_number AS "caseNumber" FROM cases ORDER BY registered_on DESC, id LIMIT ${OFFERED}`,
      );
      await recordReading(
        tx,
        'services.choose_person',
        known.map(({ id }) => id),
      );
      return {
        types: await typeChoices(tx, language),
        providers,
        currencies: CURRENCIES.map((value) => ({ value, label: value })),
        caseNumbers: known.map(({ caseNumber }) => caseNumber),
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
