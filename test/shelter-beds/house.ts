/** Two shelters, people and requests for the tests of beds, made by the real use cases where that is short. */
import { People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { SETUP_ACTOR, type Actor } from '../../modules/platform/shared/actor';
import type { SignedIn, TestApp } from '../support/app';

export interface TestRoom {
  readonly id: string;
  readonly beds: string[];
}
export interface TestShelter {
  readonly id: string;
  readonly rooms: Record<string, TestRoom>;
}

interface RoomPlan {
  readonly mix?: string;
  readonly beds: number | string[];
  readonly stepFree?: boolean;
}

/** The superuser's session needs an instant too where it touches what triggers follow. */
export const standsAt = (mawa: TestApp, instant: string) =>
  mawa.admin.query(
    `SELECT set_config('mawa.now', $1, false), set_config('mawa.tonight', $2, false), set_config('mawa.actor', $3, false)`,
    [instant, instant.slice(0, 10), SETUP_ACTOR.userId],
  );

let shelters = 0;

/** Straight into the inventory: beds in service since long ago. */
export async function aShelter(
  mawa: TestApp,
  rooms: Record<string, RoomPlan>,
  receives = ['woman', 'girl', 'boy'],
): Promise<TestShelter> {
  const codeName = `Maison ${(shelters += 1)}`;
  const id = await insert(
    mawa,
    `INSERT INTO shelters (code_name, region, kind, receives, created_at) VALUES ($1, '04', 'emergency', $2, '2025-01-01') RETURNING id`,
    [codeName, receives],
  );
  const made: Record<string, TestRoom> = {};
  for (const [name, { mix = 'women', beds, stepFree = true }] of Object.entries(rooms)) {
    const roomId = await insert(
      mawa,
      'INSERT INTO rooms (shelter_id, name, mix, step_free) VALUES ($1, $2, $3, $4) RETURNING id',
      [id, name, mix, stepFree],
    );
    const kinds = typeof beds === 'number' ? Array<string>(beds).fill('single') : beds;
    const bedIds: string[] = [];
    for (const [index, kind] of kinds.entries()) {
      bedIds.push(
        await insert(
          mawa,
          `INSERT INTO beds (room_id, shelter_id, label, kind, in_service) VALUES ($1, $2, $3, $4, '[2025-01-01,)') RETURNING id`,
          [roomId, id, `${name}${index + 1}`, kind],
        ),
      );
    }
    made[name] = { id: roomId, beds: bedIds };
  }
  return { id, rooms: made };
}

async function insert(mawa: TestApp, sql: string, params: unknown[]): Promise<string> {
  return (await mawa.admin.query<{ id: string }>(sql, params)).rows[0]!.id;
}

export const person = (facts: Partial<NewPerson>): NewPerson => ({
  ...unknownPerson('2026-11-24'),
  accessNeed: 'none',
  ageCertainty: facts.birthDate ? 'exact' : 'unknown',
  ...facts,
});
export const aWoman = (facts: Partial<NewPerson> = {}): NewPerson =>
  person({ sex: 'female', birthDate: '1994-03-08', ...facts });
export const aGirl = (facts: Partial<NewPerson> = {}): NewPerson =>
  person({ sex: 'female', birthDate: '2018-05-02', ...facts });
export const aBoy = (facts: Partial<NewPerson> = {}): NewPerson =>
  person({ sex: 'male', birthDate: '2019-09-10', ...facts });

export async function register(
  mawa: TestApp,
  actor: Actor,
  people: NewPerson[],
  together = people.length > 1,
): Promise<{ id: string; caseNumber: string }[]> {
  const { cases } = await mawa.transactions.run(actor, (tx) =>
    mawa.app.get(People).register(tx, people, { together }),
  );
  return [...cases];
}

/** People registered by this officer and a bed asked for; their ids in the order given. */
export async function aRequest(
  mawa: TestApp,
  officer: SignedIn,
  people: NewPerson[] = [aWoman()],
  more: {
    nights?: number | null;
    neededFrom?: string;
    basis?: string;
    urgency?: string;
    risk?: string;
    shelterId?: string;
    together?: boolean;
  } = {},
): Promise<{ id: string; caseIds: string[]; caseNumbers: string[] }> {
  const { together, ...asked } = more;
  const cases = await register(mawa, officer.actor, people, together ?? people.length > 1);
  const caseIds = cases.map(({ id }) => id);
  const { body } = await officer
    .post('/api/v1/bed-requests', {
      caseIds,
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'hotline',
      basis: 'consent',
      ...asked,
    })
    .expect(201);
  const caseNumbers = cases.map(({ caseNumber }) => caseNumber);
  return { id: (body as { id: string }).id, caseIds, caseNumbers };
}

export const inBeds = (caseIds: readonly string[], bedIds: readonly string[]) =>
  caseIds.map((caseId, index) => ({ caseId, bedId: bedIds[index]! }));

/** Straight into the calendar, as history: who slept there, and nobody's use case. */
export async function aPastStay(
  mawa: TestApp,
  { bedId, caseId, nights, sign }: { bedId: string; caseId: string; nights: string; sign?: string },
): Promise<string> {
  const open = nights.endsWith(',)');
  const { rows } = await mawa.admin.query<{ id: string }>(
    `WITH k AS (
       INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, mix_sign, checked_in_at, created_at, created_by)
       SELECT b.id, b.shelter_id, $2::daterange, $3, $4, $6, lower($2::daterange)::timestamp AT TIME ZONE 'UTC' + interval '20 hours', '2026-01-01', $5
         FROM beds b WHERE b.id = $1 RETURNING id)
     SELECT id FROM k`,
    [
      bedId,
      nights,
      open ? 'stay' : 'ended',
      open ? null : 'left',
      SETUP_ACTOR.userId,
      sign ?? null,
    ],
  );
  await mawa.admin.query(
    'INSERT INTO booking_people (booking_id, case_id, nights, state) VALUES ($1, $2, $3, $4)',
    [rows[0]!.id, caseId, nights, open ? 'stay' : 'ended'],
  );
  return rows[0]!.id;
}
