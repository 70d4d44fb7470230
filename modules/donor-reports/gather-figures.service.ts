import { Injectable } from '@nestjs/common';
import { budgetFigures, openingFigures } from '../grant-budgeting';
import { list } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { quarterOf } from '../platform/shared/quarters.rules';
import { partsOf } from './compose/block-catalogue.data';
import { type PartQuery, PART_LOADERS } from './figures/part-loaders.queries';
import type { FigureParts, Part, ReportFigures } from './figures/report.figures';
import type { Period } from '../platform/shared/periods.rules';
import { reportSources } from './figures/report-sources.queries';
import type { ReportDefinition } from './report-definition.types';

export interface GatheredFigures {
  readonly figures: ReportFigures;
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

export interface FiguresRequest {
  readonly definition: ReportDefinition;
  readonly grantId: string;
  readonly period: Period;
  readonly subjectId: string | null;
  /** For recounted figures: the day by which people had refused statistics then. */
  readonly refusedBefore?: CivilDate | null;
}

/** Asks each module for the figures that the blocks of a definition need; counts nothing itself. */
@Injectable()
export class GatherFigures {
  /** With the ids of the rows behind the figures, for a report that is kept. */
  async of(
    tx: Tx,
    request: FiguresRequest,
    reached: (percent: number, step: string) => Promise<void>,
  ): Promise<GatheredFigures> {
    const { figures, sources } = await this.figuresOf(tx, request, reached);
    const { definition, grantId, period } = request;
    const past = definition.past ?? 'without';
    return {
      figures,
      sources: { ...sources, ...(await reportSources(tx, grantId, period, past)) },
    };
  }

  /** For a page that is not kept. */
  async figuresOf(
    tx: Tx,
    { definition, grantId, period, subjectId, refusedBefore }: FiguresRequest,
    reached: (percent: number, step: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<GatheredFigures> {
    const budget = await budgetFigures(tx, grantId, period);
    const openings = await openingFigures(tx, grantId, period);
    const grant = await termsOf(tx, grantId);
    const agency = definition.money === 'agency' ? definition.agency : null;
    const asked: PartQuery = {
      grantId,
      period,
      subjectId,
      agency,
      past: definition.past ?? 'without',
      grant: budget.grant,
      refusedBefore:
        refusedBefore ?? (definition.audience === 'inside' ? null : quarterOf(tx.today).from),
    };
    const parts: Partial<Record<Part, unknown>> = {};
    let sources: Record<string, readonly string[]> = {};
    const wanted = partsOf(definition);
    for (const [place, part] of wanted.entries()) {
      await reached(10 + Math.floor((60 * place) / wanted.length), `part_${part}`);
      const gathered = await PART_LOADERS[part](tx, asked);
      parts[part] = gathered.figures;
      if (gathered.sources) sources = { ...sources, ...named(part, gathered.sources) };
    }
    await reached(70, 'money');
    const own = <T extends { readonly organisationCode: string }>(rows: readonly T[]) =>
      agency === null ? rows : rows.filter(({ organisationCode }) => organisationCode === agency);
    const figures: ReportFigures = {
      format: 'mawa-figures/2',
      period,
      lists: { purposes: list('purposes').version, sexes: list('sexes').version },
      refusedBefore: asked.refusedBefore,
      ...(parts as Partial<FigureParts>),
      budget: {
        grant: { ...budget.grant, ...grant },
        shares: own(budget.shares),
        lines: own(budget.lines),
        ...(openings && { openings }),
      },
    };
    return { figures, sources };
  }
}

const named = (part: Part, sources: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(sources).map(([key, ids]) => [`${part}/${key}`, [...ids].sort()]),
  );

async function termsOf(tx: Tx, grantId: string) {
  const [grant] = await tx.query<{ feeRate: string; sharesSource: string }>(
    `SELECT fee_rate::text AS "feeRate", shares_source AS "sharesSource" FROM grants WHERE id = $1`,
    [grantId],
  );
  return grant!;
}
