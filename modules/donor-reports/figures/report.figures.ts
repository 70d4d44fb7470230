/** What a quarterly report is made of, as numbers: computed once, sealed with the draft, worded later. */
import type { CivilDate } from '../../../src/shared/nights';

/** Half-open: `until` is the first day after it. */
export interface Period {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

export const AGE_BANDS = ['0-11', '12-17', '18-24', '25-34', '35-49', '50+', 'unknown'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
export const SEX_COLUMNS = ['female', 'male', 'other', 'unknown'] as const;

type Counts = Readonly<Record<string, number>>;

export interface PeopleServed {
  readonly total: number;
  /** Age band, then sex; what is absent is zero. */
  readonly bySexAndAge: Readonly<Record<string, Counts>>;
  readonly byOrigin: Counts;
  /** A person may have several purposes. */
  readonly byPurpose: Counts;
  readonly inBeds: number;
  readonly helped: number;
  /** People with a bed-night, by shelter id and by month. */
  readonly byShelter: Counts;
  readonly byMonth: Counts;
}

/** With the ids of the people behind each count. */
export interface PeopleServedWithSources extends PeopleServed {
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

export interface BedsUsed {
  readonly used: number;
  readonly available: number;
}

export interface BedFiguresOfPeriod {
  readonly shelters: readonly (BedsUsed & { shelterId: string; codeName: string; kind: string })[];
  readonly months: readonly (BedsUsed & { month: string })[];
  readonly total: BedsUsed;
}

export type Words = Readonly<Record<'fr' | 'ar' | 'en', string>>;

export interface ServiceFiguresOfPeriod {
  readonly byType: readonly {
    typeCode: string;
    category: string;
    name: Words;
    services: number;
    people: number;
  }[];
}

export interface BudgetLineFigures {
  readonly lineId: string;
  readonly code: string;
  readonly name: Words;
  readonly organisationCode: string;
  readonly budgeted: string;
  readonly spentBefore: string;
  readonly spentInPeriod: string;
  readonly spentToDate: string;
  readonly unfundedToDate: string;
  readonly left: string;
}

export interface BudgetFiguresOfPeriod {
  readonly grant: {
    code: string;
    title: string;
    currency: string;
    amount: string;
    fee: string;
    feeRate: string;
    sharesSource: string;
  };
  readonly shares: readonly {
    organisationCode: string;
    afterFee: string;
    direct: string;
    support: string;
  }[];
  readonly lines: readonly BudgetLineFigures[];
}

export interface ReportFigures {
  readonly format: 'mawa-figures/1';
  readonly period: Period;
  /** The lists that the codes belong to. */
  readonly lists: Readonly<Record<string, string>>;
  readonly people: PeopleServed;
  readonly beds: BedFiguresOfPeriod;
  readonly services: ServiceFiguresOfPeriod;
  readonly budget: BudgetFiguresOfPeriod;
}
