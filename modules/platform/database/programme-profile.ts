import type { Env } from '../config/env';
import { type Language, NOBODY } from '../shared/actor';
import type { Transactions, Tx } from './transactions';
import { inEachLanguage } from '../shared/in-each-language';

export type ProgrammeNames = Readonly<Record<Language, string>>;

/** Settings of the programme that each page needs. */
export interface ProgrammeFacts {
  readonly names: ProgrammeNames;
  /** The language of a reader whose browser asks for none of ours. */
  readonly firstLanguage: Language;
}

/** Name of an installation before it is set (migrations/data/sql/settings.sql). */
export const UNNAMED = 'Mawa';
const DEFAULT_FACTS: ProgrammeFacts = {
  names: { fr: UNNAMED, ar: UNNAMED, en: UNNAMED },
  firstLanguage: 'fr',
};
/** A change made by another process is seen after this time at the latest. */
const KEPT_MS = 30_000;

/** The names of the programme at the instant of the transaction, for a document that is made in it. */
export async function programmeNames(tx: Tx, env: Env): Promise<ProgrammeNames> {
  return (await factsIn(tx, env)).names;
}

async function factsIn(tx: Tx, { MAWA_NAME_PREFIX: prefix }: Env): Promise<ProgrammeFacts> {
  const [row] = await tx.query<{ names: ProgrammeNames | null; firstLanguage: Language | null }>(
    `SELECT mawa_setting('programme_name') AS names, mawa_setting('programme_language') #>> '{}' AS "firstLanguage"`,
  );
  const { names, firstLanguage } = row!;
  const named = names ?? DEFAULT_FACTS.names;
  return {
    names: inEachLanguage((language) => `${prefix}${named[language]}`),
    firstLanguage: firstLanguage ?? DEFAULT_FACTS.firstLanguage,
  };
}

/** Cached programme facts for pages, read on each request. */
export class ProgrammeProfile {
  private kept?: { readonly until: number; readonly facts: Promise<ProgrammeFacts> };
  private last = DEFAULT_FACTS;

  constructor(
    private readonly transactions: Transactions,
    private readonly env: Env,
  ) {}

  current(): Promise<ProgrammeFacts> {
    const now = performance.now();
    if (!this.kept || this.kept.until < now) {
      this.kept = { until: now + KEPT_MS, facts: this.read() };
    }
    return this.kept.facts;
  }

  /** After a change in this process. */
  forget(): void {
    this.kept = undefined;
  }

  /** Has a fallback without a database, because the error page needs a name too. */
  private async read(): Promise<ProgrammeFacts> {
    try {
      this.last = await this.transactions.run(NOBODY, (tx) => factsIn(tx, this.env));
    } catch {
      this.forget();
    }
    return this.last;
  }
}
