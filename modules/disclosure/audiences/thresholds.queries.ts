import type { Tx } from '../../platform/database/transactions';

/** Who figures are shown to: it decides the least count that is shown. */
export const AUDIENCES = ['donor', 'commission', 'partner', 'public', 'inside'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Each has a threshold of its own; inside nothing is hidden. */
export const PROTECTED = ['donor', 'commission', 'partner', 'public'] as const satisfies Audience[];
export type ProtectedAudience = (typeof PROTECTED)[number];

/** Without a setting nothing small may leave: the strictest threshold that we know. */
const STRICTEST = 11;

export const settingKey = (audience: ProtectedAudience): string => `threshold_${audience}`;

/** Counts below it are hidden from this audience, at this instant. */
export async function thresholdOf(tx: Tx, audience: ProtectedAudience): Promise<number> {
  const [row] = await tx.query<{ threshold: number | null }>(
    'SELECT (mawa_setting($1))::int AS threshold',
    [settingKey(audience)],
  );
  return row?.threshold ?? STRICTEST;
}
