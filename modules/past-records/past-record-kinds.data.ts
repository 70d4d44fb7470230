/** What may be brought in of the time before Mawa, a kind a list: its columns, its words and what they may hold. */
import { Choices } from '../imports';
import type { OwnedListName } from '../reference-lists';

export const FOLLOW_UP_SUBJECTS = ['return', 'work', 'care'] as const;

/** Where the codes of the column `what` come from. */
export type PastCodes =
  | { readonly from: 'service_types' }
  | { readonly from: 'list'; readonly list: OwnedListName }
  | { readonly from: 'fixed'; readonly codes: readonly string[] };

export interface PastRecordKind {
  /** As rows of `past_records` name it. */
  readonly kind: 'service' | 'referral' | 'training' | 'follow_up';
  /** The name of the list. */
  readonly list: string;
  readonly what: PastCodes;
  /** Headings that people write over the column `what`. */
  readonly whatHeadings: readonly string[];
  /** Whether it lasts from a day to a day, or has one day. */
  readonly lasts: boolean;
  readonly organisation: 'required' | 'optional' | 'none';
  readonly outcomes: readonly string[];
  readonly outcomeRequired: boolean;
  /** Limits of its quantity; `usual` where the cell is empty. */
  readonly quantity: {
    readonly low: number;
    readonly high: number;
    readonly usual: number | null;
  } | null;
}

export const PAST_RECORD_KINDS: readonly PastRecordKind[] = [
  {
    kind: 'service',
    list: 'past-services',
    what: { from: 'service_types' },
    whatHeadings: ['service', 'prestation', 'type de service', 'الخدمة'],
    lasts: false,
    organisation: 'optional',
    outcomes: [],
    outcomeRequired: false,
    quantity: { low: 1, high: 10_000, usual: 1 },
  },
  {
    kind: 'referral',
    list: 'past-referrals',
    what: { from: 'list', list: 'referral_services' },
    whatHeadings: ['aide', 'orienté pour', 'type d’aide', 'service', 'نوع المساعدة'],
    lasts: true,
    organisation: 'required',
    outcomes: ['completed', 'declined', 'not_reached', 'stopped'],
    outcomeRequired: false,
    quantity: null,
  },
  {
    kind: 'training',
    list: 'past-trainings',
    what: { from: 'list', list: 'isced_fields' },
    whatHeadings: ['formation', 'domaine', 'cours', 'course', 'التكوين', 'المجال'],
    lasts: true,
    organisation: 'optional',
    outcomes: ['completed', 'certified', 'dropped_out'],
    outcomeRequired: false,
    quantity: { low: 0, high: 1_100, usual: null },
  },
  {
    kind: 'follow_up',
    list: 'past-follow-ups',
    what: { from: 'fixed', codes: FOLLOW_UP_SUBJECTS },
    whatHeadings: ['suivi', 'sujet', 'about', 'موضوع التتبع'],
    lasts: false,
    organisation: 'none',
    outcomes: ['reached', 'not_reached', 'refused', 'unsafe'],
    outcomeRequired: true,
    quantity: null,
  },
];

/** The outcomes of a kind, in the words of the locale files. */
export const outcomesOf = ({ kind, outcomes }: PastRecordKind): Choices =>
  Choices.named(outcomes, `past:outcome.${kind}.`);
