/** Who prepares which report: programme officers every one, finance officers those of money alone. */
import { may } from '../access';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { isFinancial } from './compose/block-catalogue.data';
import type { ReportDefinition } from './report-definition.types';

const isTheirs = (actor: Actor, financial: boolean): boolean =>
  financial || actor.roles.includes('programme_officer');

export const mayPrepare = (
  actor: Actor,
  financial: boolean,
  permission: 'reports:draft' | 'reports:write' = 'reports:draft',
): boolean => may(actor, permission) && isTheirs(actor, financial);

/** After the guard of the route, which asks for the permission. */
export function assertPrepares(actor: Actor, definition: ReportDefinition): void {
  if (!isTheirs(actor, isFinancial(definition)))
    throw new DomainError('forbidden', 'reports.not_of_money');
}
