import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { JobRunner } from '../../modules/platform/queue';
import { openedGrant } from '../grant-budgeting/samples';
import { assessmentFigures } from '../../modules/assessments';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { assessmentsPath, HIGH_RISK, no, save, signed, started, yes } from './samples';

const WISH = 'Revoir la mer à Zoulikha';

describe('the rights of the person, of what was filled in about them', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp();
    await openedGrant(mawa);
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
    person = await aPerson(officer, { birthDate: '1994-03-08' });
    await signed(officer, person.id, 'needs', {
      first_things: { need_housing: { value: 'urgent' } },
      own_words: { first_wish: { value: WISH } },
    });
    const risk = await signed(officer, person.id, 'risk', HIGH_RISK);
    const { body } = await officer
      .post(`${assessmentsPath(person.id)}/${risk}/corrections`, { reason: 'person_asked' })
      .expect(201);
    await save(officer, person.id, body.id, 'reach', { knows_place: no }, 1).expect(200);
    await officer.post(`${assessmentsPath(person.id)}/${body.id}/signature`).expect(201);
    const draft = await started(officer, person.id, 'vulnerability');
    await save(officer, person.id, draft, 'body', { illness: yes }).expect(200);
  });
  afterAll(() => mawa.stop());

  it('their file holds each assessment as a machine reads it, opened', async () => {
    const { body } = await officer.post(`/api/v1/people/${person.id}/rights/file.json`).expect(200);
    expect(body.records.assessments).toHaveLength(4);
    const text = JSON.stringify(body);
    expect(text).toContain(WISH);
    expect(text).toContain('"illness":{"value":"yes"}');
    expect(text).not.toContain('"sealed":true');
  });

  it.each([
    ['fr', 'Un endroit sûr où dormir', 'Un besoin urgent'],
    ['en', 'A safe place to sleep', 'An urgent need'],
  ])(
    'and as questions and answers in the language they read: %s',
    async (language, question, answer) => {
      const pdf = await officer
        .post(`/api/v1/people/${person.id}/rights/file.pdf`, { language })
        .buffer(true)
        .expect(200);
      const file = join(mkdtempSync(join(tmpdir(), 'mawa-file-')), 'file.pdf');
      writeFileSync(file, pdf.body as Buffer);
      const reader = join(__dirname, '../support/read-pdf.mjs');
      const text = execFileSync('node', [reader, file], { encoding: 'utf8' }).replace(/\s+/g, ' ');
      expect(text).toContain(question);
      expect(text).toContain(answer);
      expect(text).toContain(WISH);
    },
  );

  it('erased, no answer is left, and no figure moves', async () => {
    const figures = () =>
      mawa.transactions.run(supervisor.actor, async (tx) => [
        await assessmentFigures(tx, 'needs', { from: '2026-01-01', until: '2027-01-01' }),
        await assessmentFigures(tx, 'risk', { from: '2026-01-01', until: '2027-01-01' }),
      ]);
    const before = await figures();
    const { body } = await officer
      .post(`/api/v1/people/${person.id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    await supervisor
      .post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' })
      .expect(200);
    for (let tries = 0; ; tries += 1) {
      const { rows } = await mawa.admin.query('SELECT done_at FROM erasures WHERE id = $1', [
        body.id,
      ]);
      if (rows[0].done_at) break;
      if (tries > 200) throw new Error('not erased');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM assessment_answers) AS answers,
              (SELECT count(*)::int FROM assessments WHERE case_id = $1) AS old,
              (SELECT count(*)::int FROM assessments a JOIN cases c ON c.id = a.case_id AND c.erased_at IS NOT NULL) AS kept,
              (SELECT count(*)::int FROM assessment_results r JOIN cases c ON c.id = r.case_id AND c.erased_at IS NOT NULL) AS results`,
      [person.id],
    );
    expect(rows).toEqual([{ answers: 0, old: 0, kept: 4, results: 3 }]);
    expect(await figures()).toEqual(before);
    expect(before[0]).toMatchObject({ people: 1 });
    await officer.get(assessmentsPath(person.id)).expect(404);
  });
});
