import { aFocalPoint, say, theComplaint } from '../complaints/complaints';
import { aCall, aLine, endCall } from '../hotline/hotline';
import { aCourt, aHearing, aProceeding } from '../legal-aid/legal';
import { aPartner, aReferral, hasPlaces } from '../referrals/partners';
import { aRequest, aShelter, aWoman, inBeds, standsAt } from '../shelter-beds/house';
import { ROLES, type Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { homeOf, linksOpen, panel, valuesOf } from './home-page';

/** Which panels a role may see at all; some stand there only while something waits. */
const PANELS: Partial<Record<Role, readonly string[]>> = {
  administrator: ['decisions', 'installation'],
  auditor: ['money', 'oversight'],
  case_supervisor: ['caseload', 'decisions', 'reviews'],
  commission_officer: ['decisions', 'published'],
  donor_viewer: ['published'],
  finance_officer: ['decisions', 'money', 'reports'],
  focal_point: ['complaints', 'decisions'],
  hotline_operator: ['free-beds', 'line'],
  legal_officer: ['decisions', 'hearings'],
  partner_viewer: ['own-money', 'received'],
  programme_officer: ['decisions', 'programme', 'reports'],
  reintegration_officer: ['contact', 'decisions'],
  shelter_manager: ['decisions', 'tonight'],
  shelter_staff: ['tonight'],
};

/** What the first page of a role sends to the database; the others look at their account alone. */
const STATEMENTS: Partial<Record<Role, number>> = {
  administrator: 5,
  auditor: 9,
  case_supervisor: 17,
  commission_officer: 4,
  finance_officer: 17,
  focal_point: 6,
  hotline_operator: 7,
  legal_officer: 15,
  programme_officer: 13,
  reintegration_officer: 14,
  shelter_manager: 21,
  shelter_staff: 11,
};

describe('the first page of the other roles', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  it.each(ROLES)('shows to the role %s its own panels and no other', async (role) => {
    const shelter = await aShelter(mawa, { A: { beds: 1 } });
    const who = await mawa.signIn(role, { shelterIds: [shelter.id] });
    const { panels } = await homeOf(who);
    const may = PANELS[role] ?? [];
    expect(panels.map(({ key }) => key).filter((key) => !may.includes(key))).toEqual([]);
    for (const one of panels) await linksOpen(who, one);
  });

  it('takes few statements of every role', async () => {
    const shelter = await aShelter(mawa, { A: { beds: 1 } });
    const taken: [Role, number][] = [];
    for (const role of ROLES) {
      const who = await mawa.signIn(role, { shelterIds: [shelter.id] });
      await who.get('/').expect(200);
      taken.push([role, await countStatements(mawa, () => who.get('/').expect(200))]);
    }
    expect(taken.filter(([role, count]) => count > (STATEMENTS[role] ?? 3))).toEqual([]);
  });

  describe('hotline operator', () => {
    it('sees who is to be called back, the calls that go on and the free beds by kind', async () => {
      const line = await aLine(mawa);
      const house = await aShelter(mawa, {
        K: { mix: 'family', beds: ['single', 'single', 'cot'] },
      });
      const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
      await officer
        .post(`/api/v1/bed-requests/${id}/holds`, {
          placements: inBeds(caseIds, house.rooms.K!.beds),
        })
        .expect(201);
      const call = await aCall(line.operator, {
        type: 'emergency',
        language: 'fra',
        number: '0699887766',
      });
      await line.operator
        .post(`/api/v1/hotline/calls/${call}/call-backs`, {
          when: 'avant 14 h',
          who: 'elle seule',
          say: 'La couturière',
          dueAt: new Date(mawa.clock.now().getTime() + 3_600_000).toISOString(),
          sameNumber: true,
        })
        .expect(201);
      await endCall(line.operator, call, 'call_back');
      await aCall(line.colleague);
      const shown = (await panel(line.operator, 'line'))!;
      expect(valuesOf(shown)).toEqual({ 'Rappels promis': '1' });
      expect(shown.rows).toHaveLength(2);
      expect(shown.rows[1]).toContain(`Appel pris par ${line.colleague.actor.name}`);
      expect(shown.html).not.toMatch(/couturière|99887766|elle seule/);
      await linksOpen(line.operator, shown);
      const { rows } = await mawa.admin.query<{ kind: string; free: number }>(
        `SELECT b.kind, count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM bookings k WHERE k.bed_id = b.id AND k.state <> 'void'
                 AND k.nights @> mawa_tonight()))::int AS free FROM beds b GROUP BY b.kind`,
      );
      const free = Object.fromEntries(rows.map((row) => [row.kind, row.free]));
      const beds = (await panel(line.operator, 'free-beds'))!;
      expect(valuesOf(beds)).toEqual({
        'Lit simple': String(free['single']),
        Berceau: String(free['cot']),
      });
      // The list behind a figure shows exactly these beds.
      const { body: board } = await line.operator
        .get('/api/v1/beds/board?kind=single&free=tonight')
        .expect(200);
      const listed = (board.shelters as { rooms: { beds: unknown[] }[] }[]).flatMap(
        ({ rooms: all }) => all.flatMap(({ beds: inRoom }) => inRoom),
      );
      expect(listed).toHaveLength(free['single']!);
      await linksOpen(line.operator, beds);
      // Another line sees none of its calls.
      const stranger = await aLine(mawa);
      expect(valuesOf(await panel(stranger.operator, 'line'))).toEqual({ 'Rappels promis': '0' });
    });
  });

  describe('legal officer', () => {
    it('sees the next hearings of those whom they follow', async () => {
      const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
      const { id, caseNumber } = body.cases[0] as { id: string; caseNumber: string };
      const lawyer = await mawa.signIn('legal_officer');
      await officer
        .post(`/api/v1/people/${id}/access`, { userId: lawyer.actor.userId })
        .expect(204);
      const court = await aCourt(lawyer);
      const person = { id, caseNumber, path: `/api/v1/people/${id}` };
      const proceeding = await aProceeding(lawyer, person as never);
      await aHearing(lawyer, proceeding, court).expect(201);
      await aHearing(lawyer, proceeding, court, { day: '2026-12-10' }).expect(201);
      const award = { what: 'awarded', amount: '500', currency: 'MAD', on: '2026-11-20' };
      await lawyer.post(`${proceeding.path}/compensation`, award).expect(201);
      const shown = (await panel(lawyer, 'hearings'))!;
      expect(valuesOf(shown)).toEqual({ 'Audiences à venir': '2', 'Sommes à faire payer': '1' });
      expect(shown.rows).toHaveLength(2);
      expect(shown.rows[0]).toContain(caseNumber);
      expect(shown.rows[0]).toContain('09:30');
      const { rows } = await mawa.admin.query(
        `SELECT count(*)::int AS n FROM hearings WHERE state = 'planned' AND day >= '2026-11-24'`,
      );
      expect(rows).toEqual([{ n: 2 }]);
      await linksOpen(lawyer, shown);
      const stranger = await mawa.signIn('legal_officer');
      expect(valuesOf(await panel(stranger, 'hearings'))).toEqual({
        'Audiences à venir': '0',
        'Sommes à faire payer': '0',
      });
    });
  });

  describe('administrator', () => {
    it('sees the health of the installation in a line, and the accounts that wait', async () => {
      const [one, other] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
      const before = Number(valuesOf(await panel(one, 'installation'))['Comptes à confirmer']);
      await other
        .post('/api/v1/users', {
          email: 'nouvelle@example.org',
          name: 'Nouvelle',
          role: 'shelter_manager',
        })
        .expect(201);
      const shown = (await panel(one, 'installation'))!;
      expect(valuesOf(shown)['Comptes à confirmer']).toBe(String(before + 1));
      expect(shown.html).toMatch(/class="home-note[^>]*>[\s\S]*href="\/admin\/health"/);
      // Whoever asked cannot confirm: for them nothing waits.
      expect(valuesOf(await panel(other, 'installation'))['Comptes à confirmer']).toBe(
        String(before),
      );
    });
  });

  describe('auditor', () => {
    it('sees how many alarms are open and what the last verification found', async () => {
      const auditor = await mawa.signIn('auditor');
      expect((await panel(auditor, 'oversight'))!.html).toContain('pas encore été vérifié');
      await mawa.admin.query(
        `INSERT INTO audit_verifications (at, row_count, batch_count, anchor_count, finding_count) VALUES ('2026-11-24T03:00Z', 1234, 1, 1, 0)`,
      );
      await mawa.admin.query(
        `INSERT INTO reading_alarms (rule, user_id, facts, from_at, until_at, opened_at) VALUES ('busy_day', $1, '{"number": 200}', $2, $2, $2)`,
        [officer.actor.userId, mawa.clock.now()],
      );
      const shown = (await panel(auditor, 'oversight'))!;
      expect(valuesOf(shown)).toEqual({ 'Alertes de lecture ouvertes': '1' });
      expect(shown.html).toContain('tel qu’il a été écrit');
      expect(shown.rows[0]).toMatch(/Lignes vérifiées : 1.234/);
      await linksOpen(auditor, shown);
    });
  });

  describe('focal point', () => {
    it('sees the complaints that wait by their deadline, and not a word of them', async () => {
      const khadija = await aFocalPoint(mawa);
      await say(mawa, { text: 'On m’a pris mon téléphone.' }).expect(201);
      const id = await theComplaint(mawa);
      const shown = (await panel(khadija, 'complaints'))!;
      expect(valuesOf(shown)).toEqual({ 'Plaintes ouvertes': '1' });
      expect(shown.html).toContain(`/complaints/${id}`);
      expect(shown.html).not.toContain('téléphone');
      await linksOpen(khadija, shown);
      mawa.clock.advance(30 * 86_400_000);
      await mawa.admin.query(
        `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
        [mawa.clock.now()],
      );
      expect((await panel(khadija, 'complaints'))!.html).toContain('dont 1 en retard');
      mawa.clock.advance(-30 * 86_400_000);
      await mawa.admin.query(
        `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
        [mawa.clock.now()],
      );
    });
  });

  describe('partner', () => {
    it('sees which referrals wait for its answer, and no longer once it has answered', async () => {
      const clinic = await aPartner(mawa);
      await hasPlaces(officer, clinic, 'open').expect(201);
      const nurse = await mawa.signIn('partner_viewer', { organisationId: clinic });
      expect((await panel(nurse, 'received'))!.html).toContain('Aucune orientation');
      const { id, caseId } = await aReferral(officer, clinic);
      const shown = (await panel(nurse, 'received'))!;
      expect(shown.rows).toHaveLength(1);
      expect(shown.html).toContain(`/received/${id}`);
      expect(shown.html).not.toContain(caseId);
      const neighbour = await mawa.signIn('partner_viewer', {
        organisationId: await aPartner(mawa),
      });
      expect((await panel(neighbour, 'received'))!.rows).toEqual([]);
      await nurse.post(`/api/v1/received/${id}/answer`, { answer: 'accepted' }).expect(204);
      expect((await panel(nurse, 'received'))!.rows).toEqual([]);
    });
  });
});
