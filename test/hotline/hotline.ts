/** A line with its operators and its supervisor, an officer who answers for people, and a house with beds. */
import type { SignedIn, TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';

export interface TestLine {
  readonly id: string;
  readonly operator: SignedIn;
  readonly colleague: SignedIn;
  readonly supervisor: SignedIn;
  readonly officer: SignedIn;
}

let lines = 0;

export async function aLine(mawa: TestApp): Promise<TestLine> {
  await standsAt(mawa, mawa.clock.now().toISOString());
  const { rows } = await mawa.admin.query<{ id: string }>(
    `INSERT INTO organisations (code, kind, name) VALUES ($1, 'partner', $1) RETURNING id`,
    [`LIGNE${(lines += 1)}`],
  );
  const { id } = rows[0]!;
  const at = { organisationId: id };
  return {
    id,
    operator: await mawa.signIn('hotline_operator', at),
    colleague: await mawa.signIn('hotline_operator', at),
    supervisor: await mawa.signIn('case_supervisor', at),
    officer: await mawa.signIn('reintegration_officer', at),
  };
}

export const aHouse = (mawa: TestApp): Promise<TestShelter> =>
  aShelter(mawa, { A: { mix: 'family', beds: 3 }, B: { mix: 'women', beds: 2 } });

/** One call after another, as an operator takes them; those before are ended. */
export async function aCall(who: SignedIn, facts: object = {}): Promise<string> {
  const { body } = await who.get('/api/v1/hotline/calls').expect(200);
  if (body.openCall) await endCall(who, body.openCall as string);
  const made = await who.post('/api/v1/hotline/calls').expect(201);
  const { id } = made.body as { id: string };
  if (Object.keys(facts).length > 0) {
    await who.put(`/api/v1/hotline/calls/${id}`, facts).expect(200);
  }
  return id;
}

/** Beds that were held from a call that goes on, as the first proposal has them; `body` is the answer. */
export async function holdFromCall(who: SignedIn, people: readonly object[]) {
  const call = await aCall(who, { type: 'emergency', danger: 'yes', no_place: 'yes' });
  const path = `/api/v1/hotline/calls/${call}`;
  const looked = await who.post(`${path}/beds`, { people }).expect(200);
  const [first] = looked.body.proposals as { beds: string[]; shelter: string }[];
  const { beds, shelter } = first!;
  const { body } = await who.post(`${path}/placement`, { people, beds }).expect(201);
  return { call, shelter, body, requestId: body.requestId as string };
}

export const endCall = (who: SignedIn, id: string, outcome = 'cut_off') =>
  who.post(`/api/v1/hotline/calls/${id}/end`, { outcome }).expect(204);

export const aPrank = async (who: SignedIn, number: string): Promise<string> => {
  const id = await aCall(who, { type: 'prank', number });
  await endCall(who, id, 'no_words');
  return id;
};
