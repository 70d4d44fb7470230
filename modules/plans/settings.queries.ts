import type { Tx } from '../platform/database/transactions';

/** Numeric setting at this instant. */
export async function settingOf(tx: Tx, key: string, otherwise: number): Promise<number> {
  const [row] = await tx.query<{ value: number | null }>('SELECT mawa_setting($1) AS value', [key]);
  return row?.value ?? otherwise;
}
