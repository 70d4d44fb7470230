/** What an IATI activity says, before it is XML. */
import type { BudgetOfYear } from '../../grant-budgeting';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { PublishedAmount } from '../money/publish-money.rules';

export type IatiText = Readonly<Record<Language, string>>;

/** Codes of the activity, a setting; each is of a list of IATI 2.03. */
export interface ActivityCodes {
  /** Of the organisation that publishes. */
  readonly reporting: string;
  readonly language: Language;
  readonly sectors: readonly { readonly code: string; readonly percentage: string }[];
  readonly sdgGoals: readonly string[];
  readonly sdgTargets: readonly string[];
  readonly markers: readonly { readonly code: string; readonly significance: string }[];
  readonly scope: string;
  readonly country: string;
  readonly collaboration: string;
  readonly flow: string;
  readonly finance: string;
  readonly aid: string;
  readonly tied: string;
}

export interface IatiOrganisation {
  readonly code: string;
  readonly name: string;
  readonly ref: string;
  readonly type: string;
  readonly channel: string | null;
}

export interface IatiGrant {
  readonly code: string;
  readonly title: IatiText;
  readonly currency: string;
  readonly amount: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** A number that everybody may read; what is hidden is not among them. */
export interface IatiActual {
  readonly value: string;
  readonly sex?: string;
  readonly age?: string;
}
export interface IatiPeriod {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly target: string | null;
  readonly actuals: readonly IatiActual[];
  /** How many numbers are hidden to protect people. */
  readonly hidden: number;
}
export interface IatiIndicator {
  readonly level: 'goal' | 'outcome' | 'output';
  readonly framework: string;
  readonly code: string;
  readonly title: IatiText;
  readonly unit: string;
  readonly ascending: boolean;
  readonly baseline: { readonly value: string; readonly on: CivilDate } | null;
  readonly periods: readonly IatiPeriod[];
}

export interface IatiFacts {
  readonly codes: ActivityCodes;
  readonly grant: IatiGrant;
  readonly reporting: IatiOrganisation;
  readonly funding: IatiOrganisation;
  readonly implementing: readonly IatiOrganisation[];
  /** First day that is not covered. */
  readonly until: CivilDate;
  readonly today: CivilDate;
  readonly money: {
    /** As it was published, quarter by quarter. */
    readonly published: readonly PublishedAmount[];
    readonly budgets: readonly BudgetOfYear[];
  };
  readonly categories: ReadonlyMap<string, IatiText>;
  readonly indicators: readonly IatiIndicator[];
  /** Codes of grants with which results of these quarters were published first: people are the programme's. */
  readonly resultsOf: readonly string[];
  readonly threshold: number;
  readonly synthetic: boolean;
  say(key: string, params?: object): IatiText;
}
