/** Figures of a report: computed once, sealed with the draft, formatted later. */
import type { ClassificationStatistics } from '../../beneficiaries';
import type {
  BudgetCuts,
  BudgetFigures,
  BudgetLineFigures,
  OpeningFigures,
  Sf425,
} from '../../grant-budgeting';
import type { PartnerAccount } from '../../cash-transfers';
import type { LegalFigures } from '../../legal-aid';
import type { HouseFigures } from '../../shelter-figures';
import type { HotlineFigures as CallFigures } from '../../hotline';
import type { ReturnFigures } from '../../voluntary-return';
import type { TrainingFigures } from '../../vocational-training';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Period } from '../../platform/shared/periods.rules';
import type {
  FollowUpFigures,
  IndicatorOfPeriod,
  IndicatorsOverTime,
  PeopleServed,
  ReferralFiguresWithPast,
} from '../../indicators';
import type { CapacityFigures } from '../../capacity-building';
import type { ProjectFigures } from '../../projects';
import type { WorkFigures } from '../../employment';
import type { PastRecordFigures } from '../../past-records';

export interface BedsUsed {
  readonly used: number;
  readonly available: number;
}

export interface BedFiguresOfPeriod {
  readonly shelters: readonly (BedsUsed & { shelterId: string; codeName: string; kind: string })[];
  readonly months: readonly (BedsUsed & { month: string })[];
  readonly total: BedsUsed;
}

export type LocalizedName = Readonly<Record<'fr' | 'ar' | 'en', string>>;

export interface ServiceFiguresOfPeriod {
  readonly byType: readonly {
    typeCode: string;
    category: string;
    name: LocalizedName;
    services: number;
    people: number;
  }[];
}

export type { BudgetLineFigures };

export interface BudgetFiguresOfPeriod {
  readonly grant: BudgetFigures['grant'] & { readonly feeRate: string };
  readonly shares: readonly {
    organisationCode: string;
    afterFee: string;
    direct: string;
    support: string;
  }[];
  readonly lines: readonly BudgetLineFigures[];
  /** Opening amounts from before Mawa; absent if there are none, and in reports of earlier editions. */
  readonly openings?: OpeningFigures;
}

/** Key figures of the previous period. */
export interface FormerFigures {
  readonly period: Period;
  readonly people: number;
  readonly nights: number;
  readonly available: number;
  readonly services: number;
  readonly spent: string;
}

/** Parts that a report can be made of; each is gathered only if a block of the definition needs it. */
export interface FigureParts {
  readonly people: PeopleServed;
  readonly beds: BedFiguresOfPeriod;
  readonly services: ServiceFiguresOfPeriod;
  readonly former: FormerFigures;
  readonly indicators: readonly IndicatorOfPeriod[];
  readonly referrals: ReferralFiguresWithPast;
  readonly training: TrainingFigures;
  readonly work: WorkFigures;
  readonly followUps: FollowUpFigures;
  readonly officials: CapacityFigures;
  readonly returns: ReturnFigures;
  readonly hotline: CallFigures;
  readonly projects: ProjectFigures;
  readonly houses: Pick<HouseFigures, 'leavers' | 'present' | 'destinations'>;
  /** Past records imported from files; counted in no other part. */
  readonly broughtIn: PastRecordFigures & {
    readonly stay: { readonly number: number; readonly people: number };
  };
  readonly history: IndicatorsOverTime;
  readonly how: ClassificationStatistics;
  readonly legal: LegalFigures;
  readonly cuts: BudgetCuts;
  readonly federal: Sf425;
  readonly partner: readonly PartnerAccount[];
}
export type Part = keyof FigureParts;

export interface ReportFigures extends Partial<FigureParts> {
  readonly format: 'mawa-figures/1' | 'mawa-figures/2';
  readonly period: Period;
  /** The lists that the codes belong to. */
  readonly lists: Readonly<Record<string, string>>;
  readonly budget: BudgetFiguresOfPeriod;
  /** Who had refused statistics before this day is left out of the classification. */
  readonly refusedBefore?: CivilDate | null;
}
