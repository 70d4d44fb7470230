import type { ListDefinition } from '../views';

/** Query parameters of the board that are remembered and saved in views. */
export const BED_BOARD: ListDefinition = {
  key: 'bed-board',
  path: '/beds',
  permission: 'beds:board',
  filters: ['shelter', 'kind', 'free', 'nights'],
  columns: [],
};
