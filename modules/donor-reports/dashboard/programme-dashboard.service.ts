import { Inject, Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { peopleByStage } from '../../beneficiaries';
import { forInsiders, AGES } from '../../disclosure';
import { type Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeNames } from '../../platform/database/programme-profile';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { Jobs, type WorkItem } from '../../platform/queue';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type NamedPeriod,
  type Period,
  periodOf,
  periodsOver,
} from '../../platform/shared/periods.rules';
import { Lists } from '../../reference-lists';
import type { Block, DisclosedDocument, ReportDocument } from '../../report-documents';
import { turnAwayFigures } from '../../shelter-figures';
import { composeReport } from '../compose/compose-report.rules';
import { Composer, type Composition } from '../compose/composer';
import { reportLists } from '../compose/report-lists.queries';
import { GatherFigures } from '../gather-figures.service';
import { paceBlocks, returnBlocks, stageBlocks, turnAwayBlocks } from './dashboard.blocks';
import { dashboardDefinition } from './dashboard.definition';
import {
  type CountedFigures,
  type DashboardFigures,
  keepFigures,
  keptFigures,
} from './kept-figures.queries';

export interface DashboardRequest {
  readonly grantId?: string;
  /** '2026-Q3' or 'grant'; the quarter of today, where nothing is said. */
  readonly period?: string;
}

export interface GrantOfDashboard {
  readonly id: string;
  readonly code: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

export interface Dashboard {
  readonly grants: readonly GrantOfDashboard[];
  readonly grantId: string | null;
  /** The latest first; the quarter of today, those before it, and the grant as a whole. */
  readonly periods: readonly NamedPeriod[];
  readonly period: NamedPeriod | null;
  /** Null where there is no grant yet. */
  readonly document: DisclosedDocument | null;
  readonly countedAt: Date | null;
  /** They are being counted anew. */
  readonly isOld: boolean;
}

const NO_GRANT = {
  grantId: null,
  periods: [],
  period: null,
  document: null,
  countedAt: null,
  isOld: false,
} as const;

const QUARTER = /^20\d{2}-Q[1-4]$/;

/** Older figures are shown, and counted anew in the background. */
const FRESH_MINUTES = 15;

/** The programme on one page: figures of reports, for those who read reports before their approval. */
@Injectable()
export class ProgrammeDashboard {
  constructor(
    private readonly transactions: Transactions,
    private readonly gather: GatherFigures,
    private readonly lists: Lists,
    private readonly jobs: Jobs,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** `elsewhere`: what is shown where another grant was chosen, which has no such period. */
  of(
    actor: Actor,
    asked: DashboardRequest,
    language: Language,
    elsewhere: 'refused' | 'current' = 'refused',
  ): Promise<Dashboard> {
    return this.transactions.run(actor, async (tx) => {
      const { grants, grant, periods, period } = await chosen(tx, asked, elsewhere);
      if (!grant || !period) return { ...NO_GRANT, grants };
      const counted =
        (await keptFigures(tx, grant.id, period)) ?? (await this.count(tx, grant.id, period));
      const isOld = isOlder(counted, tx.now);
      if (isOld) await this.askForCount(tx, grant.id, period, counted.countedAt);
      const document = await this.documentOf(tx, counted.figures, language);
      const fields = [period.code];
      await record(tx, { action: 'reports.dashboard', kind: 'grant', ids: [grant.id], fields });
      const { countedAt } = counted;
      return { grants, grantId: grant.id, periods, period, document, countedAt, isOld };
    });
  }

  /** The period of today, as it was counted last; null, and a job, where it was not yet. */
  countedLast(actor: Actor, language: Language): Promise<Pick<Dashboard, 'grantId' | 'document'>> {
    return this.transactions.run(actor, async (tx) => {
      const { grant, period } = await chosen(tx, {});
      if (!grant || !period) return NO_GRANT;
      const kept = await keptFigures(tx, grant.id, period);
      if (!kept || isOlder(kept, tx.now))
        await this.askForCount(tx, grant.id, period, kept?.countedAt ?? null);
      const document = kept && (await this.documentOf(tx, kept.figures, language));
      return { grantId: grant.id, document };
    });
  }

  /** Counts at once what is shown. */
  countNow(actor: Actor, asked: DashboardRequest): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { grant, period } = await chosen(tx, asked);
      if (!grant || !period) throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
      await this.count(tx, grant.id, period);
    });
  }

  /** The job that a page with old figures asked for. */
  async run({ actor, params, finish }: WorkItem<'count-dashboard'>): Promise<void> {
    if (!may(actor, 'reports:read')) throw new DomainError('forbidden', 'access.not_yours');
    await this.transactions.run(actor, async (tx) => {
      await this.count(tx, params.grantId, params);
      await finish(tx);
    });
  }

  private async count(tx: Tx, grantId: string, period: Period): Promise<CountedFigures> {
    const request = { definition: dashboardDefinition(), grantId, period, subjectId: null };
    const counted: CountedFigures = {
      countedAt: tx.now,
      figures: {
        report: (await this.gather.figuresOf(tx, request)).figures,
        stages: await peopleByStage(tx, period),
        turnAways: await turnAwayFigures(tx, period),
      },
    };
    await keepFigures(tx, grantId, period, counted);
    return counted;
  }

  /** Whoever asks while it is being counted asks for the same job. */
  private askForCount(tx: Tx, grantId: string, { from, until }: Period, countedAt: Date | null) {
    const once = `${grantId}/${from}/${until}/${(countedAt ?? tx.now).toISOString().slice(0, 15)}`;
    return this.jobs.enqueue(tx, 'count-dashboard', { grantId, from, until }, { once });
  }

  private async documentOf(
    tx: Tx,
    { report: figures, stages, turnAways }: DashboardFigures,
    language: Language,
  ): Promise<DisclosedDocument> {
    const composition: Composition = {
      definition: dashboardDefinition(),
      figures,
      head: {
        programme: (await programmeNames(tx, this.env))[language],
        audience: null,
        subject: null,
        version: '1',
        edition: '1',
        approved: false,
        date: tx.today,
        synthetic: this.env.MAWA_SYNTHETIC,
        threshold: 0,
      },
      narratives: {},
      language,
      view: { ages: AGES[0]!, pictureBySex: true, inside: true },
      lists: await reportLists(tx, this.lists),
    };
    const to = new Composer(composition);
    const own = {
      people: stageBlocks(to, stages),
      beds: turnAwayBlocks(to, turnAways),
      returns: returnBlocks(to),
      money: paceBlocks(to, tx.today),
    };
    return forInsiders(withBlocks(composeReport(composition), own));
  }
}

const isOlder = ({ countedAt }: CountedFigures, now: Date): boolean =>
  now.getTime() - countedAt.getTime() > FRESH_MINUTES * 60_000;

/** The grants, the one that was asked for or is running, and its periods. */
async function chosen(
  tx: Tx,
  asked: DashboardRequest,
  elsewhere: 'refused' | 'current' = 'refused',
) {
  const grants = await tx.query<GrantOfDashboard>(
    `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants
      ORDER BY ($1::date BETWEEN starts_on AND ends_on) DESC, starts_on DESC, code`,
    [tx.today],
  );
  const grant = asked.grantId ? grants.find(({ id }) => id === asked.grantId) : grants[0];
  if (asked.grantId && !grant) throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
  if (!grant) return { grants, grant: null, periods: [], period: null };
  const periods = periodsOf(grant, tx.today);
  return { grants, grant, periods, period: periodAmong(periods, asked.period, elsewhere) };
}

/** The blocks of a section stand at its end; where the report has no such section there is nothing to show. */
function withBlocks(
  document: ReportDocument,
  own: Readonly<Record<string, readonly Block[]>>,
): ReportDocument {
  const blocks: Block[] = [];
  let rest: readonly Block[] = [];
  for (const block of document.blocks) {
    if (block.kind === 'heading' && block.level === 1) {
      blocks.push(...rest);
      rest = own[block.key.replace(/^section-/, '')] ?? [];
    }
    blocks.push(block);
  }
  return { ...document, blocks: [...blocks, ...rest] };
}

function periodsOf(grant: GrantOfDashboard, today: CivilDate): NamedPeriod[] {
  const last = today > grant.endsOn ? grant.endsOn : today;
  const current = periodOf('quarter', last < grant.startsOn ? grant.startsOn : last, grant);
  const over = periodsOver('quarter', grant, current.from).reverse();
  return [
    current,
    ...over.filter(({ code }) => code !== current.code),
    periodOf('grant', last, grant),
  ];
}

function periodAmong(
  periods: readonly NamedPeriod[],
  code: string | undefined,
  elsewhere: 'refused' | 'current',
): NamedPeriod {
  const found = code === undefined ? periods[0] : periods.find((one) => one.code === code);
  if (found) return found;
  if (elsewhere === 'current' && QUARTER.test(code!)) return periods[0]!;
  throw new DomainError('invalid', 'reports.no_period.quarter', {}, 'period');
}
