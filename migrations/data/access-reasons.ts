/** Why somebody has access to a case: the parts of it that a reason lets one read, and those that it lets one write. */
import type { TableRows } from './insert-rows';

export const CASE_PARTS = [
  'placement', // what choosing a bed needs: sex, age range, access, language
  'facts', // the case number and the coded facts
  'identity',
  'contact',
  'safe_contact',
  'story',
  'health',
  'legal',
  'care', // services, consents, plans
  'money',
] as const;
export type CasePart = (typeof CASE_PARTS)[number];

interface AccessReason {
  readonly parts: readonly CasePart[];
  readonly writes: readonly CasePart[];
}

export const ACCESS_REASONS: Readonly<Record<string, AccessReason>> = {
  registered: { parts: CASE_PARTS, writes: CASE_PARTS },
  assigned: { parts: CASE_PARTS, writes: CASE_PARTS },
  request: { parts: ['placement'], writes: [] },
  hold: { parts: ['placement', 'facts', 'safe_contact'], writes: [] },
  stay: {
    parts: ['placement', 'facts', 'identity', 'safe_contact', 'health', 'care'],
    writes: ['health', 'care'],
  },
  break_glass: {
    parts: ['placement', 'facts', 'identity', 'contact', 'safe_contact', 'health', 'care'],
    writes: ['care'],
  },
  duplicate: { parts: ['placement', 'facts', 'identity'], writes: [] },
  assessor: { parts: ['placement', 'facts', 'care'], writes: [] },
};

export const ACCESS_REASON_ROWS: TableRows = [
  'access_reasons',
  Object.entries(ACCESS_REASONS).map(([reason, { parts, writes }]) => ({ reason, parts, writes })),
];
