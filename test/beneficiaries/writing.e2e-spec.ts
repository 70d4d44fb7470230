import { randomUUID } from 'node:crypto';
import type { Tx } from '../../modules/platform/database/transactions';
import { yesTo } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, opensTo, type TestPerson, withRowSecurityAlone } from './test-people';

/** One statement of each kind that would change a person; answers how many rows it changed. */
const WRITES: Readonly<Record<string, string>> = {
  stage: `UPDATE cases SET stage = 'presumed' WHERE id = $1 RETURNING 1`,
  'stage history': `INSERT INTO stage_changes (case_id, from_stage, to_stage, by, reason, decided_by)
    VALUES ($1, 'detected', 'presumed', mawa_actor(), 'assessment', 'programme') RETURNING 1`,
  exploitation: `INSERT INTO case_exploitation VALUES ($1, 'act', 'recruit', '1') RETURNING 1`,
  family: `INSERT INTO family_members VALUES (gen_random_uuid(), $1, 'self') RETURNING 1`,
  name: `UPDATE case_seals SET sealed = '\\x00' WHERE case_id = $1 AND field = 'names' RETURNING 1`,
  'no name': `DELETE FROM case_seals WHERE case_id = $1 AND field = 'names' RETURNING 1`,
  'safe contact': `INSERT INTO case_seals (case_id, field, sealed) VALUES ($1, 'safe_contact', '\\x00') RETURNING 1`,
  document: `INSERT INTO document_digests VALUES ($1, 'passport', '\\x00') RETURNING 1`,
  consent: `INSERT INTO consents (case_id, purpose, decision, how, language, explained_by)
            VALUES ($1, 'shelter', 'given', 'oral', 'fra', mawa_actor()) RETURNING 1`,
  'health note': `INSERT INTO case_seals (case_id, field, sealed) VALUES ($1, 'health', '\\x00') RETURNING 1`,
};

describe('reading a case and writing in it are two rights', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let shelterId: string;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    shelterId = randomUUID();
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    person = await aPerson(officer, { birthDate: '1994-03-08' });
  });

  /** What stood there is kept before a name gives way; only who answers for the case gets so far. */
  async function keepsTheName(tx: Tx): Promise<void> {
    const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
      person.id,
    ]);
    if (!row!.holds) return;
    await tx.query(
      `WITH correction AS (INSERT INTO case_corrections (case_id, version, fields, why, by)
         VALUES ($1, 2, '{names}', 'mistake', mawa_actor()) RETURNING id)
       INSERT INTO case_former_values (correction_id, case_id, field, sealed)
       SELECT id, $1, 'names', '\\x00' FROM correction`,
      [person.id],
    );
  }

  class Undo extends Error {}
  /** Which of the statements change something for this reader; each is undone. */
  async function changes(reader: SignedIn): Promise<string[]> {
    const done: string[] = [];
    for (const [what, sql] of Object.entries(WRITES)) {
      const attempt = async (tx: Tx) => {
        if (/name/.test(what)) await keepsTheName(tx);
        if ((await tx.query(sql, [person.id])).length > 0) done.push(what);
        throw new Undo();
      };
      await mawa.transactions.run(reader.actor, attempt).catch((error: { code?: string }) => {
        // The trigger of stages looks first: a stranger's case has no stage to leave.
        const refused = ['42501', '23514'].includes(error.code ?? '');
        if (!(error instanceof Undo) && !refused) throw error;
      });
    }
    return done;
  }

  it('who answers for the case writes everything', async () => {
    expect(await changes(officer)).toEqual(Object.keys(WRITES));
  });

  it('a house that keeps a bed reads facts and writes nothing, by SQL or by any route', async () => {
    await opensTo(mawa, shelterId, 'hold', [person]);
    await manager.get(person.path).expect(200);
    expect(await changes(manager)).toEqual([]);
    const step = { to: 'presumed', reason: 'assessment' };
    await withRowSecurityAlone(mawa, async () => {
      const { body } = await manager.post(`${person.path}/stages`, step).expect(403);
      expect(body.code).toBe('people.not_yours_to_change');
    });
    const { text } = await manager.get(`/people/${person.id}`).expect(200);
    expect(text).not.toContain('/stages#next-stage');
  });

  it('where she sleeps, care and health are written, and neither stage, facts nor family', async () => {
    await opensTo(mawa, shelterId, 'stay', [person]);
    expect(await changes(manager)).toEqual(['consent', 'health note']);
    const step = { to: 'presumed', reason: 'assessment' };
    await manager.post(`${person.path}/stages`, step).expect(403);
    await manager.post(`${person.path}/consents`, yesTo('shelter')).expect(201);
    await officer.post(`${person.path}/stages`, step).expect(201);
  });

  it('in an emergency only care is written', async () => {
    await manager
      .post('/api/v1/break-glass', {
        caseNumber: person.caseNumber,
        cause: 'medical',
        note: 'SAMU',
      })
      .expect(200);
    expect(await changes(manager)).toEqual(['consent']);
  });

  it('a stranger writes nothing, not even knowing the id', async () => {
    expect(await changes(manager)).toEqual([]);
    expect(await changes(await mawa.signIn('administrator'))).toEqual([]);
  });
});
