/** Each part of a report's figures, asked of the module that owns it. */
import { classificationStatistics } from '../../beneficiaries';
import { budgetCuts, budgetFigures, sf425On, sumOf, written } from '../../grant-budgeting';
import { partnerAccounts } from '../../cash-transfers';
import { legalFigures } from '../../legal-aid';
import { houseFigures } from '../../shelter-figures';
import { pastStayFigures } from '../../shelter-beds';
import { hotlineFigures } from '../../hotline';
import { returnFigures } from '../../voluntary-return';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { Tx } from '../../platform/database/transactions';
import {
  bedFiguresWithPast,
  followUpFigures,
  indicatorsOfPeriod,
  indicatorsOverTime,
  peopleServed,
  referralFiguresWithPast,
  serviceFiguresWithPast,
  trainingFiguresWithPast,
} from '../../indicators';
import type { PastChoice } from '../../platform/shared/past-choice.rules';
import { periodBefore } from '../../platform/shared/period-before.rules';
import type { FigureParts, Part } from './report.figures';
import type { Period } from '../../platform/shared/periods.rules';
import { capacityFigures } from '../../capacity-building';
import { projectFigures } from '../../projects';
import { workFigures } from '../../employment';
import { pastRecordFigures } from '../../past-records';

/** Grant, period and subject of a part. */
export interface PartQuery {
  readonly grantId: string;
  readonly period: Period;
  /** The only organisation whose money is reported. */
  readonly agency: string | null;
  readonly subjectId: string | null;
  /** Whether figures count what was brought in from before Mawa. */
  readonly past: PastChoice;
  /** For who is not of the programme: those who had refused statistics before this day are left out. */
  readonly refusedBefore: CivilDate | null;
  readonly grant: { readonly startsOn: CivilDate; readonly endsOn: CivilDate };
}

export interface GatheredPart<P extends Part = Part> {
  readonly figures: FigureParts[P];
  /** Ids of the rows behind each figure. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}
type PartLoader<P extends Part> = (tx: Tx, asked: PartQuery) => Promise<GatheredPart<P>>;

const plain =
  <P extends Part>(ask: (tx: Tx, asked: PartQuery) => Promise<FigureParts[P]>): PartLoader<P> =>
  async (tx, asked) => ({ figures: await ask(tx, asked) });

export const PART_LOADERS: { readonly [P in Part]: PartLoader<P> } = {
  people: async (tx, { period, past }) => {
    const { sources, ...figures } = await peopleServed(tx, period, past);
    return { figures, sources };
  },
  beds: plain(async (tx, { period, past }) => {
    const { shelters, months, total } = await bedFiguresWithPast(tx, period, past);
    return { shelters, months, total };
  }),
  services: plain(async (tx, { period, past }) => {
    const { byType } = await serviceFiguresWithPast(tx, period, past);
    return { byType };
  }),
  former: plain(async (tx, { grantId, period: now, agency, past }) => {
    const period = periodBefore(now);
    const people = await peopleServed(tx, period, past);
    const { total } = await bedFiguresWithPast(tx, period, past);
    const { byType } = await serviceFiguresWithPast(tx, period, past);
    const { lines } = await budgetFigures(tx, grantId, period);
    return {
      period,
      people: people.total,
      nights: total.used,
      available: total.available,
      services: byType.reduce((sum, one) => sum + one.services, 0),
      spent: written(
        sumOf(
          lines
            .filter((line) => agency === null || line.organisationCode === agency)
            .map(({ spentInPeriod }) => spentInPeriod),
        ),
      ),
    };
  }),
  indicators: plain((tx, { period, grant, past }) => indicatorsOfPeriod(tx, period, grant, past)),
  referrals: plain((tx, { period, past }) => referralFiguresWithPast(tx, period, past)),
  training: plain((tx, { period, past }) => trainingFiguresWithPast(tx, period, past)),
  followUps: plain((tx, { period, past }) => followUpFigures(tx, period, past)),
  work: plain((tx, { period }) => workFigures(tx, period)),
  officials: plain((tx, { period }) => capacityFigures(tx, period)),
  returns: plain((tx, { period }) => returnFigures(tx, period)),
  hotline: plain((tx, { period }) => hotlineFigures(tx, period, null)),
  projects: plain((tx, { period }) => projectFigures(tx, period)),
  houses: plain(async (tx, { period }) => {
    const { leavers, present, destinations } = (await houseFigures(tx, period)).total;
    return { leavers, present, destinations };
  }),
  broughtIn: plain(async (tx, { period }) => {
    const { nights, people } = await pastStayFigures(tx, period);
    return { stay: { number: nights, people }, ...(await pastRecordFigures(tx, period)) };
  }),
  history: plain((tx, { period, past }) => indicatorsOverTime(tx, period, past)),
  how: plain((tx, { period, refusedBefore }) =>
    classificationStatistics(tx, { ...period, refusedBefore }),
  ),
  legal: plain((tx, { period }) => legalFigures(tx, period)),
  cuts: plain((tx, { grantId, period, agency }) => budgetCuts(tx, grantId, period, agency)),
  federal: plain(async (tx, { grantId, period }) => {
    const lastDay = addDays(period.until, -1);
    const made = await sf425On(tx, grantId, { lastDay, basis: 'accrual' });
    return made.report;
  }),
  partner: plain((tx, { grantId, period, subjectId }) =>
    partnerAccounts(tx, grantId, period, subjectId),
  ),
};
