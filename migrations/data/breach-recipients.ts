/**
 * Who may have to be notified of a breach, and from which risk on: our proposal, which counsel confirms (docs/data-protection.md).
 * The hours are the setting `breach_notice_hours`, grounds and words are in breaches.json (`recipient.<code>`).
 */
import type { TableRows } from './insert-rows';

export const NOTICE_RECIPIENTS = [
  { code: 'head', needed_from: 'always', hours: 4 },
  { code: 'people', needed_from: 'high_risk', hours: 24 },
  { code: 'authority', needed_from: 'risk', hours: 72 },
  { code: 'partners', needed_from: 'risk', hours: 24 },
  { code: 'grant_officer', needed_from: 'risk', hours: 72 },
] as const;
export type NoticeRecipient = (typeof NOTICE_RECIPIENTS)[number]['code'];

export const BREACH_RECIPIENT_ROWS: TableRows = [
  'breach_recipients',
  NOTICE_RECIPIENTS.map(({ code, needed_from }, place) => ({ code, place, needed_from })),
];
