import { Inject, Injectable } from '@nestjs/common';
import { CaseTabs } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { formatTime } from '../../platform/web/format';
import { page, type PageView } from '../../platform/web/page-response';
import { courtsIn } from '../courts/courts.queries';
import { loadTransitions } from './legal-steps.queries';
import { accusedModel, fileModel, proceedingModel } from './legal.view';
import { type FormChoices, formsIn } from './legal.form';
import { holdersOf } from './proceedings.service';
import { type LegalFileOfPerson, type Proceeding, ReadLegal } from './read-legal.service';
import type { FormDefinition } from '../../platform/web/form-fields';
import { formPage } from '../../platform/web/form-page.view';

type Forms = ReturnType<typeof formsIn>;
type LegalFormBuilder = (
  forms: Forms,
  of: LegalFormContext,
) => FormDefinition | Promise<FormDefinition>;

/** Input of form builders: the legal file and the choices. */
export interface LegalFormContext {
  readonly tx: Tx;
  readonly file: LegalFileOfPerson;
  readonly proceeding: Proceeding;
  readonly choices: FormChoices;
  /** The hour of the programme, HH:MM. */
  time(at: Date): string;
}

/** The pages of a person's legal file. */
@Injectable()
export class LegalPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadLegal,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
    @Inject(ENV) private readonly env: Env,
  ) {}

  file(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const tabs = await this.tabsIn(tx, language, id);
      return page('legal/file', { ...fileModel(actor, language, file, this.offset), tabs });
    });
  }

  proceeding(
    actor: Actor,
    language: Language,
    id: string,
    proceedingId: string,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const proceeding = findProceeding(file, proceedingId);
      const tabs = await this.tabsIn(tx, language, id);
      const model = proceedingModel(actor, language, file, proceeding, this.offset);
      return page('legal/proceeding', { ...model, tabs });
    });
  }

  accused(actor: Actor, language: Language, id: string, proceedingId: string, form: FormState) {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const proceeding = findProceeding(file, proceedingId);
      if (proceeding.track !== 'criminal') throw notFound();
      return page('legal/accused', accusedModel(language, file, proceeding, form));
    });
  }

  /** One act on a page of its own; what was typed before is not lost. */
  form(
    actor: Actor,
    language: Language,
    { id, proceedingId = null, path }: { id: string; proceedingId?: string | null; path: string },
    build: LegalFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      if (!file.mayWrite) throw notFound();
      const proceeding = proceedingId ? findProceeding(file, proceedingId) : (undefined as never);
      const choices = await this.choicesIn(tx, id, language);
      const built = await build(formsIn(language), {
        tx,
        file,
        proceeding,
        choices,
        time: (at) => formatTime(at, this.offset),
      });
      const title = `${built.title} · ${file.person.caseNumber}`;
      // With several proceedings in a case, names the one concerned.
      const about = proceedingId && translate(language, `legal:kind.${proceeding.kind}`);
      const own = `/people/${id}/legal`;
      return formPage(
        'legal/form',
        { ...built, title, about },
        form,
        `${own}${path}`,
        proceedingId ? `${own}/${proceedingId}` : own,
      );
    });
  }

  /** Codes of an owned list as they are chosen from today. */
  kinds(actor: Actor, name: 'protection_measures' | 'court_order_kinds', language: Language) {
    return this.lists.choices(actor, name, language);
  }

  private async choicesIn(tx: Tx, id: string, language: Language): Promise<FormChoices> {
    const courts = (await courtsIn(tx)).filter(({ active }) => active);
    const organisations = await tx.query<{ id: string; name: string }>(
      'SELECT id, localized_name(name, names) AS name FROM organisations WHERE active ORDER BY name',
    );
    const [row] = await tx.query<{ restDays: number[] | null }>(
      `SELECT mawa_setting('court_closed_weekdays') AS "restDays"`,
    );
    return {
      today: tx.today,
      restDays: row?.restDays ?? [],
      courts: courts.map(({ id: value, ...court }) => ({ value, label: court[language] })),
      officers: (await holdersOf(tx, id)).map(({ id: value, name: label }) => ({ value, label })),
      organisations: organisations.map(({ id: value, name: label }) => ({ value, label })),
    };
  }

  private tabsIn(tx: Tx, language: Language, id: string) {
    return this.tabs.rowIn(tx, language, id, 'legal');
  }

  private get offset(): number {
    return this.env.MAWA_OFFSET_MINUTES;
  }
}

/** States in which a proceeding may be written down, of whichever track. */
export async function listStartStates(tx: Tx): Promise<string[]> {
  const next = await loadTransitions(tx);
  const tracks = ['criminal', 'civil', 'administrative'];
  return [...new Set(tracks.flatMap((track) => next('proceeding', track, 'new')))];
}

function findProceeding(file: LegalFileOfPerson, proceedingId: string): Proceeding {
  const proceeding = file.proceedings.find(({ id }) => id === proceedingId);
  if (!proceeding) throw notFound();
  return proceeding;
}
