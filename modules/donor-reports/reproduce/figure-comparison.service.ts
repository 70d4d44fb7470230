import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { approvalReasonOf } from '../approval-reasons/approval-reasons.service';
import { editions } from '../editions';
import { GatherFigures } from '../gather-figures.service';
import type { ByLanguage } from '../../report-documents';
import { ReportVersions } from '../report-versions.service';
import { definitionOf } from '../reports.queries';
import { ofItsLines } from '../trace/figure-basis.rules';
import type { Figure, FigureShape, FigureWords } from '../trace/document-figures.rules';
import { figuresIn, type KeptReport } from '../trace/frozen-report.service';
import {
  type FrozenAndToday,
  erasedSince,
  type MovedFigure,
  movedFigures,
} from './moved-figures.rules';
import { rowsToday } from './rows-today.queries';

/** A figure that is another one today, in the words of the report. */
export interface NamedMove extends MovedFigure {
  readonly words: Readonly<Record<Language, FigureWords>>;
  readonly shape: FigureShape;
}

export interface FigureComparison {
  readonly moved: readonly NamedMove[];
  readonly erasedSince: number;
}

/** Recomputes the figures of a frozen report from present rows, and returns which differ and why. */
@Injectable()
export class FiguresOfToday {
  constructor(
    private readonly gather: GatherFigures,
    private readonly versions: ReportVersions,
  ) {}

  async compare(
    tx: Tx,
    kept: KeptReport,
    reached: (percent: number) => Promise<void>,
  ): Promise<FigureComparison> {
    const { report, version } = kept;
    const period = { from: report.from, until: report.until };
    const definition = await definitionOf(tx, report);
    const asked = {
      definition,
      period,
      grantId: report.grantId,
      subjectId: report.subjectId,
      refusedBefore: kept.figures.refusedBefore,
    };
    const today = await this.gather.of(tx, asked, (percent) => reached(percent));
    const made = await this.versions.of(tx, {
      report,
      figures: today.figures,
      version,
      approved: true,
      narratives: { fr: {}, ar: {}, en: {} },
      approvalReason: await approvalReasonOf(tx, report.id, version),
    });
    const now = ofItsLines(today.sources, today.figures.budget.lines);
    const sources = { then: kept.sources, now };
    const rows = await rowsToday(tx, sources.then, sources.now, {
      until: report.until,
      since: kept.computedAt,
    });
    const both: FrozenAndToday = {
      period,
      sources,
      rows,
      methodMoved: methodMoved(kept),
      figures: { then: figuresIn(kept.insider, 'fr'), now: figuresIn(made.insider, 'fr') },
    };
    const name = namer(kept.insider, made.insider);
    return { moved: movedFigures(both).map(name), erasedSince: erasedSince(both) };
  }
}

/** The figures may be counted in another way than then. */
const methodMoved = ({ versions }: KeptReport): boolean => versions.mawa !== editions().mawa;

function namer(then: ByLanguage, now: ByLanguage): (move: MovedFigure) => NamedMove {
  const known = LANGUAGES.map((language) => {
    const figures = [...figuresIn(now, language), ...figuresIn(then, language)];
    return [language, new Map(figures.map((one) => [one.key, one]))] as const;
  });
  const of = (all: ReadonlyMap<string, Figure>, key: string) => all.get(key)!;
  return (move) => ({
    ...move,
    shape: of(known[0]![1], move.figure).shape,
    words: Object.fromEntries(
      known.map(([language, all]) => [language, of(all, move.figure).words]),
    ) as NamedMove['words'],
  });
}
