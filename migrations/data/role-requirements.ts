/** What signing in with a role needs beside the password. How long its sessions last is as the server is set, until somebody sets it. */
import { ROLES, type Role } from '../../modules/platform/shared/actor';
import type { TableRows } from './insert-rows';

/** They give rights, see every file of a team, move money or read complaints. */
export const SECOND_FACTOR_ROLES: readonly Role[] = [
  'administrator',
  'case_supervisor',
  'finance_officer',
  'focal_point',
];

export const ROLE_REQUIREMENT_ROWS: TableRows = [
  'role_requirements',
  ROLES.map((role) => ({ role, requires_second_factor: SECOND_FACTOR_ROLES.includes(role) })),
];
