import type { OrganisationKind } from '../platform/shared/actor';

/**
 * Every kind of event, with the kinds of organisations that may hear of it; the programme itself hears of all but
 * referrals. Which of them hear of one event is decided in PostgreSQL (webhook_of_referral and its neighbours). Words:
 * `webhooks:kind`.
 */
export const EVENT_KINDS = {
  'referral.received': ['partner'],
  'referral.ended': ['partner'],
  'report.due': ['agency'],
  'report.published': ['agency', 'commission', 'partner', 'donor'],
  'report.withdrawn': ['agency', 'commission', 'partner', 'donor'],
  'report.released': ['agency', 'commission', 'partner', 'donor'],
  'open_data.published': ['agency'],
  'grant.confirmed': ['agency'],
  'budget.revised': ['agency'],
  'agreement.confirmed': ['partner'],
  'partner_paper.answered': ['partner'],
} as const satisfies Record<string, readonly OrganisationKind[]>;

export type EventKind = keyof typeof EVENT_KINDS;
export const EVENT_KIND_NAMES = Object.keys(EVENT_KINDS) as EventKind[];

/** Sent by hand, to try a receiver. */
export const TEST_KIND = 'webhook.test';

/** Its time tells of one person: for the partner of the referral alone (docs/webhooks.md). */
export const isOfReferral = (kind: string): boolean => kind.startsWith('referral.');

/** Null: an endpoint of the programme itself. */
export const mayHear = (organisation: OrganisationKind | null, kind: EventKind): boolean =>
  organisation === null
    ? !isOfReferral(kind)
    : (EVENT_KINDS[kind] as readonly OrganisationKind[]).includes(organisation);
