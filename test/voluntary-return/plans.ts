/** A plan with money, by the API, and what of it must hold in the ledger. */
import type { SignedIn } from '../support/app';

export { ALL_HOLD, PLANS_HOLD } from '../support/random-plans';

export const planItem = (more: object = {}) => ({
  dimension: 'economic',
  level: 'individual',
  kind: 'start_up',
  ...more,
});
export const instalment = (amount: string, more: object = {}) => ({
  form: 'kind',
  dueOn: '2026-12-10',
  amount,
  condition: 'quotes',
  ...more,
});
export const agreement = (more: object = {}) => ({
  on: '2026-11-24',
  voice: 'agrees',
  agreedBy: 'self',
  ...more,
});
export const payment = (amount: string, more: object = {}) => ({
  amount,
  on: '2026-11-24',
  metOn: '2026-11-23',
  receipt: 'REÇU-1',
  ...more,
});

export interface PlanBody {
  readonly holds: number;
  readonly draftId: string | null;
  readonly inTime: boolean | null;
  readonly dueOn: string | null;
  readonly versions: { readonly number: number; readonly agreement: object | null }[];
  readonly money: { currency: string; planned: string; committed: string; paid: string }[];
  readonly items: {
    readonly id: string;
    readonly kind: string;
    readonly note: string | null;
    readonly addedIn: number;
    readonly endedIn: number | null;
    readonly money: {
      readonly state: string | null;
      readonly commitmentId: string;
      readonly amount: string;
      readonly paid: string;
      readonly cancelled: string;
    } | null;
    readonly instalments: {
      readonly id: string;
      readonly standing: string;
      readonly left: string;
      readonly steps: { readonly id: string; readonly step: string }[];
    }[];
  }[];
}
export const planOf = async (by: SignedIn, path: string): Promise<PlanBody> =>
  (await by.get(`${path}/plan`).expect(200)).body as PlanBody;

/** Agreed to by finance, each of what was asked for. */
export async function agreedByFinance(
  finance: SignedIn,
  officer: SignedIn,
  path: string,
): Promise<void> {
  for (const { money } of (await planOf(officer, path)).items) {
    if (money?.state !== 'requested') continue;
    await finance
      .post(`/api/v1/commitments/${money.commitmentId}/decisions`, { decision: 'approved' })
      .expect(201);
  }
}

/** Two kinds of help, one of them ended; of the other an instalment paid in part; all of it noted. */
export async function aPaidPlan(
  officer: SignedIn,
  finance: SignedIn,
  path: string,
  { lineId, note, agreedBy }: { lineId: string; note: string; agreedBy: string },
): Promise<{ item: string; instalment: string; payment: string }> {
  const post = async (part: string, body: object) =>
    (await officer.post(`${path}/plan/${part}`, body).expect(201)).body.id as string;
  const priced = { lineId, amount: '90.00', currency: 'USD', note };
  const item = await post(
    'items',
    planItem({ ...priced, instalments: [instalment('90.00', { note })] }),
  );
  const other = await post('items', planItem({ kind: 'training', note }));
  await post(`items/${other}/end`, { reason: 'replaced', note });
  await post('agreement', agreement({ agreedBy, note }));
  await agreedByFinance(finance, officer, path);
  const [{ instalments }] = (await planOf(officer, path)).items as [PlanBody['items'][number]];
  const part = instalments[0]!.id;
  const given = payment('40.00', { note });
  return { item, instalment: part, payment: await post(`instalments/${part}/payments`, given) };
}
