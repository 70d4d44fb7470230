/**
 * Audiences of readers. The audience follows from organisation and role; which figures a permission opens follows from
 * the audience, on every route (`may` in permissions.rules.ts).
 */
import type { Actor } from '../platform/shared/actor';

/** `inside`: people of the programme, who see every figure. The other audiences see figures released to them. */
export type ReaderAudience = 'inside' | 'commission' | 'donor' | 'partner';

/**
 * Audience of an account. `inside`: accounts of an agency that runs the programme, or of no organisation, with a role
 * of the programme. Accounts of the commission, of a donor or of a partner are never inside, whatever their roles.
 */
export function audienceOf({
  roles,
  organisationKind,
  system,
}: Pick<Actor, 'roles' | 'organisationKind' | 'system'>): ReaderAudience {
  if (system) return 'inside';
  if (roles.includes('commission_officer')) return 'commission';
  if (roles.includes('donor_viewer')) return 'donor';
  if (organisationKind !== null && organisationKind !== 'agency') return organisationKind;
  return roles.some((role) => role !== 'partner_viewer') ? 'inside' : 'partner';
}

/**
 * Which figures a permission opens:
 * `every`: of the whole programme before anything is hidden, for insiders alone;
 * `version`: the version that was released or published to the reader's audience;
 * `own`: of the reader's own houses, people, organisation or claims, which the service limits.
 */
export type FigureScope = 'every' | 'version' | 'own';

/**
 * Scope of figures by permission. The application does not start if a route of figures has a permission that is missing
 * here.
 */
export const FIGURE_SCOPES: Readonly<Record<string, FigureScope>> = {
  'statistics:read': 'version',
  'statistics:release': 'every',
  'analyses:use': 'every',

  'house-figures:read': 'own',
  'overrides:count': 'every',
  'legal:figures': 'every',
  'returns:figures': 'every',
  'returns:weights': 'every',
  'training:figures': 'every',
  'capacity:read': 'every',
  'capacity:manage': 'every',
  'services:figures': 'every',
  'hotline:figures': 'own',
  'referrals:figures': 'every',
  'assessments:figures': 'every',
  'complaints:figures': 'every',

  'budget:read': 'every',
  'grants:propose': 'every',
  'grants:confirm': 'every',
  'commitments:make': 'every',
  'commitments:pay': 'every',
  'commitments:approve': 'every',
  'plan:write': 'every',
  'revisions:propose': 'every',
  'revisions:approve': 'every',
  'advances:make': 'every',
  'advances:pay': 'every',
  'advances:decide': 'every',
  'rates:enter': 'every',
  'donor-money:enter': 'every',
  'periods:close': 'every',
  'reconciliation:match': 'every',
  'reconciliation:sign': 'every',
  'nights:read': 'every',
  'nights:close': 'every',
  'money-files:read': 'own',
  'money-files:add': 'own',
  'partner-returns:enter': 'own',
  'partner-returns:own': 'own',
  'case-costs:read': 'own',

  'indicators:read': 'every',
  'indicators:define': 'every',
  'indicators:count': 'every',
  'reports:read': 'every',
  'reports:trace': 'every',
  'reports:draft': 'every',
  'reports:schedule': 'every',
  'reports:write': 'every',
  'reports:comment': 'every',
  'reports:approve': 'every',
  'reports:publish': 'every',
  'reports:published': 'version',
  'report-definitions:read': 'every',
  'report-definitions:write': 'every',
  'open-data:read': 'every',
  'open-data:make': 'every',
};

export const showsEveryFigure = (permission: string): boolean =>
  FIGURE_SCOPES[permission] === 'every';

const PATH_OF_FIGURES =
  /figures|statistics|service-satisfaction|analys|indicators|costs|budget|forecast|reports|report-|open-data/;

/** Whether a path shows figures while its permission has no entry in `FIGURE_SCOPES`. */
export const lacksFigureScope = (path: string, permission: string): boolean =>
  permission !== 'public' && PATH_OF_FIGURES.test(path) && !(permission in FIGURE_SCOPES);
