import { PermissionGuard } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const STAGES = [
  'detected',
  'first_contact',
  'presumed',
  'reflection_period',
  'identified',
  'not_victim',
  'assisted',
  'exiting',
  'followed_up',
  'closed',
];
/** Written by hand: who writes the step down (M manager, O officer, S supervisor), who decides it. */
const AUTHORITY = 'police prosecutor judge labour_inspector';
const ANYBODY = `${AUTHORITY} health_service social_service organisation hotline self programme`;
const STEPS: [from: string, to: string, roles: string, deciders: string][] = [
  ['detected', 'first_contact', 'MOS', ANYBODY],
  ['detected', 'presumed', 'MOS', ANYBODY],
  ['detected', 'not_victim', 'OS', `${AUTHORITY} programme`],
  ['detected', 'closed', 'OS', 'self programme'],
  ['first_contact', 'presumed', 'MOS', ANYBODY],
  ['first_contact', 'not_victim', 'OS', `${AUTHORITY} programme`],
  ['first_contact', 'closed', 'OS', 'self programme'],
  ['presumed', 'reflection_period', 'MOS', `${AUTHORITY} self programme`],
  ['presumed', 'identified', 'OS', AUTHORITY],
  ['presumed', 'assisted', 'MOS', 'self organisation programme'],
  ['presumed', 'not_victim', 'S', AUTHORITY],
  ['presumed', 'closed', 'OS', 'self programme'],
  ['reflection_period', 'identified', 'OS', AUTHORITY],
  ['reflection_period', 'assisted', 'MOS', 'self organisation programme'],
  ['reflection_period', 'not_victim', 'S', AUTHORITY],
  ['reflection_period', 'closed', 'OS', 'self programme'],
  ['identified', 'assisted', 'MOS', 'self organisation programme'],
  ['identified', 'exiting', 'OS', 'self programme'],
  ['identified', 'closed', 'OS', 'self programme'],
  ['not_victim', 'presumed', 'OS', ANYBODY],
  ['not_victim', 'closed', 'OS', 'self programme'],
  ['assisted', 'identified', 'OS', AUTHORITY],
  ['assisted', 'exiting', 'OS', 'self programme'],
  ['assisted', 'not_victim', 'S', AUTHORITY],
  ['assisted', 'closed', 'OS', 'self programme'],
  ['exiting', 'followed_up', 'OS', 'self programme'],
  ['exiting', 'assisted', 'MOS', 'self programme'],
  ['exiting', 'closed', 'OS', 'self programme'],
  ['followed_up', 'assisted', 'OS', 'self programme'],
  ['followed_up', 'closed', 'OS', 'self programme'],
  ['closed', 'presumed', 'OS', ANYBODY],
  ['closed', 'assisted', 'OS', 'self organisation programme'],
  ['closed', 'followed_up', 'OS', 'self programme'],
];
const ROLES: Record<string, Role> = {
  M: 'shelter_manager',
  O: 'reintegration_officer',
  S: 'case_supervisor',
};
const DECIDERS = ANYBODY.split(' ');

describe('each step of the referral mechanism', () => {
  let mawa: TestApp;
  let people: Record<string, SignedIn>;
  let stranger: SignedIn;
  let staff: SignedIn;
  let id: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    people = {};
    for (const [letter, role] of Object.entries(ROLES)) people[letter] = await mawa.signIn(role);
    stranger = await mawa.signIn(['reintegration_officer', 'case_supervisor']);
    staff = await mawa.signIn('shelter_staff');
    const { body } = await people.O!.post('/api/v1/people', { people: [{}] }).expect(201);
    id = body.cases[0].id;
    for (const colleague of [people.M!, people.S!, staff]) {
      const userId = colleague.actor.userId;
      await people.O!.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
    }
  });
  afterAll(() => mawa.stop());

  /** Sets the stage as superuser, so that each step is tried alone. */
  const standsAt = async (stage: string) => {
    await mawa.admin.query('SET session_replication_role = replica');
    await mawa.admin.query('DELETE FROM stage_notes WHERE case_id = $1', [id]);
    await mawa.admin.query('DELETE FROM stage_changes WHERE case_id = $1', [id]);
    await mawa.admin.query('UPDATE cases SET stage = $2 WHERE id = $1', [id, stage]);
    await mawa.admin.query(
      `INSERT INTO stage_changes (case_id, to_stage, at, by, reason) VALUES ($1, $2, $3, $4, 'registered')`,
      [id, stage, new Date('2026-11-01T10:00:00Z'), people.O!.actor.userId],
    );
    await mawa.admin.query('SET session_replication_role = DEFAULT');
  };
  const stageNow = async () => {
    const { rows } = await mawa.admin.query<{ stage: string; last: string; n: number }>(
      `SELECT c.stage, (SELECT to_stage FROM stage_changes s WHERE s.case_id = c.id ORDER BY at DESC LIMIT 1) AS last,
              (SELECT count(*)::int FROM stage_changes s WHERE s.case_id = c.id) AS n FROM cases c WHERE c.id = $1`,
      [id],
    );
    return rows[0]!;
  };
  const path = () => `/api/v1/people/${id}/stages`;
  const stepOf = (to: string, deciders: string) => ({
    to,
    reason: 'new_facts',
    decidedBy: deciders.split(' ')[0],
  });

  /** As the application itself would write it, with no code of ours before the database. */
  const written = (person: SignedIn, from: string, to: string, more: object = {}) =>
    mawa.transactions.run(person.actor, async (tx) => {
      const row = {
        case_id: id,
        from_stage: from,
        to_stage: to,
        by: person.actor.userId,
        reason: 'new_facts',
        decided_by: 'programme',
        until_on: to === 'reflection_period' ? '2026-12-24' : null,
        ...more,
      };
      await tx.query('UPDATE cases SET stage = $2 WHERE id = $1', [id, to]);
      await tx.query(
        `INSERT INTO stage_changes (case_id, from_stage, to_stage, by, reason, decided_by, until_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        Object.values(row),
      );
    });
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => 'written',
      () => 'refused',
    );

  it('stands in the table of the database as it is written here', async () => {
    const { rows } = await mawa.admin.query<{ from: string; to: string; r: string[]; d: string[] }>(
      `SELECT from_stage AS "from", to_stage AS "to", roles AS r, deciders AS d FROM stage_transitions`,
    );
    const spoken = (from: string, to: string, roles: string[], deciders: string[]) =>
      [from, to, roles.sort().join(), deciders.sort().join()].join(' ');
    expect(rows.map(({ from, to, r, d }) => spoken(from, to, r, d)).sort()).toEqual(
      STEPS.map(([from, to, roles, deciders]) =>
        spoken(
          from,
          to,
          [...roles].map((letter) => ROLES[letter]!),
          deciders.split(' '),
        ),
      ).sort(),
    );
  });

  it.each(STEPS)(
    'from %s to %s: written by %s, decided by %s, and by nobody else',
    async (from, to, roles, deciders) => {
      for (const letter of 'MOS') {
        await standsAt(from);
        const { status } = await people[letter]!.post(path(), stepOf(to, deciders));
        const may = roles.includes(letter);
        expect([letter, status]).toEqual([letter, may ? 201 : 403]);
        expect(await stageNow()).toMatchObject(
          may ? { stage: to, last: to, n: 2 } : { stage: from, last: from, n: 1 },
        );
      }
      await standsAt(from);
      await staff.post(path(), stepOf(to, deciders)).expect(403);
      await stranger.post(path(), stepOf(to, deciders)).expect(404);
      const wrong = DECIDERS.find((one) => !deciders.split(' ').includes(one));
      if (wrong) {
        const { body } = await people.S!.post(path(), { ...stepOf(to, wrong) }).expect(422);
        expect(body.errors).toMatchObject([{ field: 'decidedBy' }]);
      }
      expect(await stageNow()).toMatchObject({ stage: from, n: 1 });
    },
  );

  it.each(STEPS)(
    'from %s to %s: the database alone asks the same (%s; %s)',
    async (from, to, roles, deciders) => {
      const decided_by = deciders.split(' ')[0];
      for (const letter of 'MOS') {
        await standsAt(from);
        const answer = await refused(written(people[letter]!, from, to, { decided_by }));
        expect([letter, answer]).toEqual([letter, roles.includes(letter) ? 'written' : 'refused']);
      }
      await standsAt(from);
      const wrong = DECIDERS.find((one) => !deciders.split(' ').includes(one)) ?? 'nobody';
      for (const [who, more] of [
        [staff, { decided_by }],
        [stranger, { decided_by }],
        [people.S!, { decided_by: wrong }],
        [people.S!, { decided_by: null }],
        [people.S!, { decided_by, by: people.O!.actor.userId }],
        [people.S!, { decided_by, reason: 'earlier_records' }],
        [people.S!, { decided_by, reason: 'registered' }],
      ] as const) {
        expect([more, await refused(written(who, from, to, more))]).toEqual([more, 'refused']);
      }
      expect(await stageNow()).toMatchObject({ stage: from, last: from, n: 1 });
    },
  );

  const absent = STAGES.flatMap((from) =>
    STAGES.filter((to) => !STEPS.some(([a, b]) => a === from && b === to)).map((to) => [from, to]),
  ) as [string, string][];

  it('all that the table does not name are refused, over HTTP and by the database', async () => {
    expect(absent).toHaveLength(100 - STEPS.length);
    const all = await mawa.signIn(['shelter_manager', 'reintegration_officer', 'case_supervisor']);
    const userId = all.actor.userId;
    await people.O!.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
    for (const [from, to] of absent) {
      await standsAt(from);
      const { status } = await all.post(path(), { to, reason: 'new_facts', decidedBy: 'judge' });
      expect([from, to, status]).toEqual([from, to, 409]);
      expect(await refused(written(all, from, to, { decided_by: 'judge' }))).toBe('refused');
    }
  });

  it('none is written past the row: neither the stage alone nor a row alone', async () => {
    await standsAt('presumed');
    const { actor } = people.S!;
    const alone = mawa.transactions.run(actor, (tx) =>
      tx.query(`UPDATE cases SET stage = 'assisted' WHERE id = $1`, [id]),
    );
    expect(await refused(alone)).toBe('refused');
    const row = mawa.transactions.run(actor, (tx) =>
      tx.query(
        `INSERT INTO stage_changes (case_id, from_stage, to_stage, by, reason, decided_by)
         VALUES ($1, 'presumed', 'assisted', $2, 'assessment', 'programme')`,
        [id, actor.userId],
      ),
    );
    expect(await refused(row)).toBe('refused');
    expect(await refused(written(people.S!, 'detected', 'closed'))).toBe('refused');
    expect(await stageNow()).toMatchObject({ stage: 'presumed', n: 1 });
  });

  it('a role that lost its confirmation writes none, though the policy were switched off', async () => {
    const allows = jest
      .spyOn(PermissionGuard.prototype as never, 'allows' as never)
      .mockReturnValue(true as never);
    try {
      await standsAt('presumed');
      for (const role of ['shelter_staff', 'legal_officer', 'hotline_operator'] as const) {
        const other = await mawa.signIn(role);
        const userId = other.actor.userId;
        await people.O!.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
        await other.post(path(), { to: 'assisted', reason: 'assessment' }).expect(403);
        expect(await refused(written(other, 'presumed', 'assisted'))).toBe('refused');
      }
      expect(await stageNow()).toMatchObject({ stage: 'presumed', n: 1 });
    } finally {
      allows.mockRestore();
    }
  });

  it('opening again after an end needs a reason that says so', async () => {
    await standsAt('closed');
    const again = { to: 'assisted', decidedBy: 'self' };
    await people.O!.post(path(), { ...again, reason: 'support_begins' }).expect(422);
    const alone = written(people.O!, 'closed', 'assisted', { reason: 'support_begins' });
    expect(await refused(alone)).toBe('refused');
    await people.O!.post(path(), { ...again, reason: 'person_wishes' }).expect(201);
  });

  it('a reflection period has an end, a task before it, and the task goes with the period', async () => {
    await standsAt('presumed');
    const step = { to: 'reflection_period', reason: 'person_wishes', decidedBy: 'self' };
    const { body } = await people.O!.post(path(), step).expect(201);
    expect(body).toEqual({ stage: 'reflection_period', untilOn: '2026-12-24' }); // 30 days
    const open = async () =>
      (
        await mawa.admin.query<{ due: string }>(
          `SELECT due_at::date::text AS due FROM tasks WHERE case_id = $1 AND kind = 'reflection_ends' AND done_at IS NULL`,
          [id],
        )
      ).rows;
    expect(await open()).toEqual([{ due: '2026-12-17' }]); // seven days before
    const { text } = await people.O!.get(`/people/${id}`).expect(200);
    expect(text.replaceAll('\u00a0', ' ')).toContain('jusqu’au jeu. 24 déc. 2026');
    expect(text).toContain('Délai de réflexion : préparer la suite');
    await people.O!.post(path(), { to: 'assisted', reason: 'support_begins' }).expect(201);
    expect(await open()).toEqual([]);
    await standsAt('presumed');
    expect(
      await refused(written(people.O!, 'presumed', 'reflection_period', { until_on: null })),
    ).toBe('refused');
  });

  it('a note is sealed, and read only by those who may read the account', async () => {
    await standsAt('presumed');
    const note = 'Le procureur de Tiznit a signé';
    const step = { to: 'identified', reason: 'authority_decision', decidedBy: 'prosecutor', note };
    await people.O!.post(path(), step, 'note-0001').expect(201);
    await people.O!.post(path(), step, 'note-0001').expect(201);
    const { body } = await people.S!.get(path()).expect(200);
    expect(body.changes.at(-1)).toMatchObject({ decidedBy: 'prosecutor', note });
    const page = await people.O!.get(`/people/${id}/stages`).expect(200);
    expect(page.text).toContain(note);
    const other = await staff.get(`/people/${id}/stages`).expect(200);
    expect(other.text).toContain('Victime identifiée');
    expect(other.text).not.toContain(note);
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (SELECT s::text FROM stage_changes s WHERE case_id = $1
        UNION ALL SELECT encode(sealed, 'escape') FROM stage_notes WHERE case_id = $1
        UNION ALL SELECT answer::text || encode(body_digest, 'hex') FROM request_ids
        UNION ALL SELECT body FROM audit_log) t (text)`,
      [id],
    );
    expect(rows[0]!.text).not.toContain('Tiznit');
  });

  it('"not a victim" ends no help in an emergency: the bed asked for tonight is still held', async () => {
    await standsAt('presumed');
    const decided = { to: 'not_victim', reason: 'authority_decision', decidedBy: 'judge' };
    await people.S!.post(path(), decided).expect(201);
    const request = {
      caseIds: [id],
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'hotline',
      basis: 'vital_interest',
    };
    await people.O!.post('/api/v1/bed-requests', request).expect(201);
    const { text } = await people.O!.get(`/people/${id}`).expect(200);
    expect(text).toContain('ne met fin à aucune aide d’urgence');
    expect(text).toContain('Demander un lit');
    const { rows } = await mawa.admin.query(
      `SELECT 1 FROM case_access WHERE case_id = $1 AND until_at IS NOT NULL`,
      [id],
    );
    expect(rows).toEqual([]);
  });
});
