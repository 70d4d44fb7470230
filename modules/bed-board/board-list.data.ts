import type { ListDefinition } from '../views';

/** What of the board's address is remembered for whoever chose it, and kept in views. */
export const BED_BOARD: ListDefinition = {
  key: 'bed-board',
  path: '/beds',
  permission: 'beds:board',
  filters: ['shelter', 'kind', 'free', 'nights'],
  columns: [],
};
