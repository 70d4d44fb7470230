/** A grant as data: what a person enters, a file holds and `openGrant` writes. */
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

export type LocalisedName = Readonly<Record<Language, string>>;

/** What a confirmed proposal does: opens a grant, changes one in force, or brings in its balances of before Mawa. */
export type ProposalKind =
  | 'open'
  | 'amend'
  | 'suspend'
  | 'resume'
  | 'close'
  | 'opening'
  | 'take_back';

/** What a line spent in a month before Mawa; without a line, what was received from the donor. */
export interface OpeningRow {
  readonly line: string | null;
  /** Its first day. */
  readonly month: CivilDate;
  /** In the currency of the grant. */
  readonly amount: string;
  /** The ledger or report that shows it. */
  readonly document: string;
}

export interface LineDefinition {
  readonly code: string;
  readonly name: LocalisedName;
  /** Of the agency's direct costs; the lines of an agency make its direct costs to the cent. */
  readonly amount: string;
  /** UNSDG harmonised category, 1 to 7. */
  readonly unsdg: number;
  /** SF-424A object class, a to h. */
  readonly objectClass: string;
  /** Code of one of the grant's outcomes; the whole grant where it has none. */
  readonly outcome?: string;
  /** Code of the organisation that implements the line; the agency itself where it has none. */
  readonly partnerCode?: string;
}

export interface ShareDefinition {
  readonly organisationCode: string;
  /** Direct and support costs together. */
  readonly afterFee: string;
  /** Support costs as a share of direct costs, 0 to 1. */
  readonly supportRate: string;
  readonly lines: readonly LineDefinition[];
}

export interface OutcomeDefinition {
  readonly code: string;
  readonly name: LocalisedName;
}

/** When a report of one kind is due for the grant; without it, as the definition of the report says. */
export interface ReportRequirement {
  /** Of a report definition. */
  readonly kind: string;
  /** The first day of the first period. */
  readonly firstFrom: CivilDate;
  /** After the last day of a period. */
  readonly dueDays: number;
  readonly languages: readonly Language[];
}

/** Who receives the award, as the donor's forms ask (SF-425, boxes 3 to 5). */
export interface RecipientDefinition {
  readonly name: string;
  /** Unique entity identifier of SAM.gov: twelve letters and figures. */
  readonly uei?: string;
  /** Employer identification number of the United States: 12-3456789. */
  readonly ein?: string;
  readonly account?: string;
}

export interface GrantDefinition {
  readonly code: string;
  /** The number that the donor gave the award. */
  readonly awardNumber?: string;
  readonly title: LocalisedName;
  readonly donorCode: string;
  readonly currency: string;
  readonly amount: string;
  /** Share of the award that the administrative agent keeps, 0 to 1. */
  readonly feeRate: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** Where the shares and lines come from; says so where they are invented. */
  readonly sharesSource: string;
  readonly recipient?: RecipientDefinition;
  readonly outcomes?: readonly OutcomeDefinition[];
  readonly shares: readonly ShareDefinition[];
  readonly reports?: readonly ReportRequirement[];
}
