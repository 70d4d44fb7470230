import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from './house';
import { closeNight, comesToStay, timeIs, type Stay } from './house-days';

describe('somebody is called missing', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let free = 0;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    await openedGrant(mawa);
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 12 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await timeIs(mawa, '2026-11-24T22:00:00Z');
  });
  afterAll(() => mawa.stop());

  const aStay = (): Promise<Stay> =>
    comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[free++]!);
  const rollPath = () => `/house/${house.id}/roll`;
  const call = (bookingId: string, presence: string) =>
    staff.post(`/api/v1/houses/${house.id}/roll`, { calls: [{ bookingId, presence }] }).expect(201);
  const end = (id: string, outcome: string) =>
    staff.post(`/api/v1/missing/${id}/end`, { outcome }).expect(201);
  const markOf = async ({ id }: Stay, night?: string): Promise<string | null> => {
    const query = night ? `?night=${night}` : '';
    const { body } = await staff.get(`/api/v1/houses/${house.id}/roll${query}`).expect(200);
    const people = body.people as { bookingId: string; presence: string | null }[];
    return people.find(({ bookingId }) => bookingId === id)!.presence;
  };
  const nightsAway = async ({ caseId }: Stay): Promise<string[]> => {
    const { rows } = await mawa.admin.query<{ night: string }>(
      `SELECT night::text || ' ' || why AS night FROM nights_away WHERE case_id = $1 ORDER BY 1`,
      [caseId],
    );
    return rows.map(({ night }) => night);
  };
  const openAlerts = async ({ caseId }: Stay): Promise<number> => {
    const { rows } = await mawa.admin.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM tasks
        WHERE case_id = $1 AND kind IN ('person_missing', 'missing_to_supervise') AND done_at IS NULL`,
      [caseId],
    );
    return rows[0]!.count;
  };

  it('the page asks once, names the person and says who will be alerted, before anything is written', async () => {
    const stay = await aStay();
    const roll = await staff.get(rollPath()).expect(200);
    const question = `${rollPath()}/missing?bookingId=${stay.id}&amp;night=2026-11-24`;
    expect(roll.text).toContain(question);
    const asked = await staff.get(question.replace('&amp;', '&')).expect(200);
    expect(asked.text).toContain(stay.caseNumber);
    expect(asked.text).toContain('la supervision sont prévenus tout de suite');
    expect(asked.text).not.toContain('absence autorisée');
    expect([await markOf(stay), await openAlerts(stay)]).toEqual([null, 0]);

    await staff
      .submit(rollPath(), { bookingId: stay.id, presence: 'missing', night: '2026-11-24' })
      .expect(422);
    expect([await markOf(stay), await openAlerts(stay)]).toEqual([null, 0]);

    const called = await staff
      .submit(`${rollPath()}/missing`, { bookingId: stay.id, night: '2026-11-24' })
      .expect(303);
    expect(called.headers.location).toMatch(/^\/house\/missing\//);
    expect([await markOf(stay), await openAlerts(stay)]).toEqual(['missing', 3]);
    const again = await staff.get(question.replace('&amp;', '&')).expect(303);
    expect(again.headers.location).toBe(called.headers.location);
  });

  it('whoever is to tell the person on call has the duty number of the house beside the step, recorded', async () => {
    const stay = await aStay();
    const shown = async () => {
      const { rows } = await mawa.admin.query(
        `SELECT 1 FROM audit_log WHERE action = 'shelters.show_duty_number' AND actor_id = $1`,
        [staff.actor.userId],
      );
      return rows.length;
    };
    const called = await staff
      .submit(`${rollPath()}/missing`, { bookingId: stay.id, night: '2026-11-24' })
      .expect(303);
    const page = called.headers.location!;
    expect((await staff.get(page).expect(200)).text).toContain(
      'Aucun numéro de permanence n’est noté pour cette maison',
    );
    expect(await shown()).toBe(0);
    await manager
      .put(`/api/v1/shelters/${house.id}/duty-number`, { number: '05 37 00 00 11' })
      .expect(204);
    const { text } = await staff.get(page).expect(200);
    expect(text).toContain('href="tel:+212537000011"');
    expect(text.replaceAll('\u00a0', ' ')).toContain('05 37 00 00 11');
    expect(await shown()).toBe(1);
    expect((await officer.get(page).expect(200)).text).not.toContain('tel:+212');
  });

  it('the question says so where the absence was agreed on', async () => {
    const stay = await aStay();
    const question = `${rollPath()}/missing?bookingId=${stay.id}`;
    await staff.post(`/api/v1/bookings/${stay.id}/leaves`, { backOn: '2026-11-27' }).expect(201);
    const asked = await staff.get(question).expect(200);
    expect(asked.text).toContain('Son absence est autorisée, de retour pour la nuit du');
    expect(asked.text).toContain('Non, absence autorisée');
  });

  it('the question about somebody of another house is answered like one about nobody', async () => {
    const stay = await aStay();
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_staff', { shelterIds: [other.id] });
    await stranger.get(`${rollPath()}/missing?bookingId=${stay.id}`).expect(404);
    await stranger.get(`/house/${other.id}/roll/missing?bookingId=${stay.id}`).expect(404);
    await stranger.submit(`/house/${other.id}/roll/missing`, { bookingId: stay.id }).expect(404);
    expect(await openAlerts(stay)).toBe(0);
  });

  it.each([
    { before: 'leave', nights: ['2026-11-24 leave'] },
    { before: 'here', nights: [] },
    { before: null, nights: [] },
  ])('a mistake gives back the mark "$before" and ends the alerts', async ({ before, nights }) => {
    const stay = await aStay();
    if (before) await call(stay.id, before);
    const { body } = await call(stay.id, 'missing');
    expect(await openAlerts(stay)).toBe(3);
    await end(body.missing[0] as string, 'mistake');
    expect(await markOf(stay)).toBe(before);
    expect(await nightsAway(stay)).toEqual(nights);
    expect(await openAlerts(stay)).toBe(0);
  });

  it('a mistake leaves the agreed absence as it was, with the nights ahead', async () => {
    const stay = await aStay();
    await staff.post(`/api/v1/bookings/${stay.id}/leaves`, { backOn: '2026-11-27' }).expect(201);
    const { body } = await call(stay.id, 'missing');
    await end(body.missing[0] as string, 'mistake');
    expect(await markOf(stay)).toBe('leave');
    const agreed = ['2026-11-24 leave', '2026-11-25 leave', '2026-11-26 leave'];
    expect(await nightsAway(stay)).toEqual(agreed);
  });

  it('a mistake that is found the next day gives back the night that closed meanwhile', async () => {
    const stay = await aStay();
    await call(stay.id, 'here');
    const { body } = await call(stay.id, 'missing');
    await timeIs(mawa, '2026-11-25T13:00:00Z');
    await closeNight(mawa, '2026-11-24');
    await timeIs(mawa, '2026-11-26T13:00:00Z');
    await closeNight(mawa, '2026-11-25');
    expect(await nightsAway(stay)).toEqual(['2026-11-24 missing', '2026-11-25 missing']);
    await end(body.missing[0] as string, 'mistake');
    expect(await nightsAway(stay)).toEqual([]);
    expect(await markOf(stay, '2026-11-24')).toBe('here');
    expect(await markOf(stay, '2026-11-25')).toBeNull();
  });
});
