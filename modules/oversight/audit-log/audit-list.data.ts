import type { ListDefinition } from '../../views';

/** The questions of an auditor: kept under a name, without what leads to one record. */
export const AUDIT_LIST: ListDefinition = {
  key: 'audit',
  path: '/audit',
  permission: 'audit:read',
  filters: ['who', 'action', 'organisation', 'kind', 'from', 'to', 'outcome', 'origin'],
  passing: ['id', 'day'],
  columns: [],
};
