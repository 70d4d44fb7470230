import type { Tx } from '../../platform/database/transactions';

export interface Team {
  readonly id: string;
  readonly name: string;
}

/** Teams that are not closed. */
export const openTeams = (tx: Tx): Promise<Team[]> =>
  tx.query<Team>('SELECT id, name FROM teams WHERE closed_at IS NULL ORDER BY lower(name), id');
