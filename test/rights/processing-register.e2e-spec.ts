import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolesThatMay } from '../../modules/access';
import { ROOT } from '../../modules/platform/config/root';
import { LANGUAGES, ROLES, type Language } from '../../modules/platform/shared/actor';
import { translate } from '../../modules/platform/web/i18n';
import {
  LEGAL_BASES,
  PROCESSING_ACTIVITIES,
  SENSITIVE_CONDITIONS,
  WITHOUT_PEOPLE,
} from '../../modules/rights/processing/processing-activities.data';
import type { ProcessingEntry } from '../../modules/rights/processing/processing-register.service';
import { ADULT, yesTo } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const PATH = '/api/v1/processing-register';

describe('the register of processing', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let auditor: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    auditor = await mawa.signIn('auditor', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const register = async () => (await auditor.get(PATH).expect(200)).body;
  const entry = async (code: string) =>
    (await register()).entries.find((one: { code: string }) => one.code === code);
  const organisation = async (code: string, country: string): Promise<string> =>
    (
      await admin
        .post('/api/v1/organisations', { code, kind: 'partner', name: `Partner ${code}`, country })
        .expect(201)
    ).body.id;

  it('names each part of the schema once, or says that it holds nothing about anybody', () => {
    const folders = readdirSync(join(ROOT, 'migrations/schema'), { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map(({ name }) => name);
    const named = [...PROCESSING_ACTIVITIES.flatMap(({ modules }) => modules), ...WITHOUT_PEOPLE];
    expect(named.sort()).toEqual(folders.sort());
  });

  it('is read by administrators, auditors and programme officers alone', async () => {
    expect(rolesThatMay('processing:read')).toEqual([
      'administrator',
      'auditor',
      'programme_officer',
    ]);
    for (const role of ROLES) {
      const reader = await mawa.signIn(role);
      const status = rolesThatMay('processing:read').includes(role) ? 200 : 403;
      expect([role, (await reader.get(PATH)).status]).toEqual([role, status]);
    }
  });

  it('tells another role nothing of the recipients in the database either', async () => {
    const { actor } = await mawa.signIn('reintegration_officer');
    const rows = await mawa.transactions.run(actor, (tx) =>
      tx.query('SELECT * FROM recipients_of_data()'),
    );
    expect(rows).toEqual([]);
  });

  it('follows the roles and the settings', async () => {
    expect(await entry('hotline')).toEqual({
      code: 'hotline',
      legalBasis: { code: 'public_interest', gdpr: '6(1)(e)' },
      sensitiveData: { code: 'person_agrees', gdpr: '9(2)(a)' },
      readers: expect.arrayContaining(['hotline_operator']),
      isSealed: true,
      keptUntil: 'settings',
      periods: expect.arrayContaining([
        { setting: 'hotline_number_keep_days', part: '', unit: 'days', count: expect.any(Number) },
      ]),
    });
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source)
       VALUES ('hotline_number_keep_days', '2026-11-01Z', '17', 'test')`,
    );
    const { periods } = await entry('hotline');
    expect(periods).toContainEqual({
      setting: 'hotline_number_keep_days',
      part: '',
      unit: 'days',
      count: 17,
    });
    const { text } = await auditor.get('/processing-register').expect(200);
    expect(text).toContain('17 days');
  });

  it('names who may see somebody’s data by a share, and whether that is another country', async () => {
    expect((await register()).recipients).toEqual([]);
    const abroad = await organisation('ABROAD', 'ES');
    await organisation('UNUSED', 'MA');
    const officer = await mawa.signIn('reintegration_officer');
    const { body } = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    const person = `/api/v1/people/${body.cases[0].id}`;
    const { body: consent } = await officer
      .post(`${person}/consents`, yesTo('sharing', { recipientId: abroad }))
      .expect(201);
    const share = {
      purpose: 'sharing',
      recipientId: abroad,
      what: ['needs'],
      why: 'legal_aid',
      how: 'oral',
    };
    await officer.post(`${person}/shares`, share).expect(201);
    const recipient = { id: abroad, name: 'Partner ABROAD', kind: 'partner', country: 'ES' };
    expect((await register()).recipients).toEqual([
      { ...recipient, hasShare: true, sharedUntil: expect.any(String), lastListAt: null },
    ]);
    const { text } = await auditor.get('/processing-register').expect(200);
    expect(text).toContain('another country');
    await officer.post(`${person}/consents/${consent.id}/withdrawal`, { how: 'oral' }).expect(201);
    expect((await register()).recipients).toEqual([
      {
        ...recipient,
        hasShare: false,
        sharedUntil: mawa.clock.now().toISOString(),
        lastListAt: null,
      },
    ]);
  });

  it('names who got a list of people, research too, also where nobody knows whether it came to its end', async () => {
    const list = (recipient: string, recipientId: string | null, handedOver: number | null) =>
      mawa.admin.query(
        `INSERT INTO exports (id, list, class, format, words, language, recipient, recipient_id, why, lines,
                              handed_over, whole, taken_by, taken_at)
         VALUES (gen_random_uuid(), 'people', 'case_list', 'csv', 'codes', 'fr', $1, $2, 'research', 5,
                 $3::int, CASE WHEN $3::int IS NOT NULL THEN $3::int = 5 END, $4, $5)`,
        [recipient, recipientId, handedOver, auditor.actor.userId, mawa.clock.now()],
      );
    const [broken, empty] = [await organisation('BROKEN', 'MA'), await organisation('EMPTY', 'MA')];
    await list('organisation', broken, null);
    await list('organisation', empty, 0);
    await list('office', null, 5);
    const before = (await register()).recipients.map(({ id }: { id: string | null }) => id);
    expect(before).toContain(broken);
    expect(before).not.toContain(empty);
    expect(before).not.toContain(null);
    await list('research', null, 5);
    expect((await register()).recipients).toContainEqual({
      id: null,
      name: null,
      kind: 'research',
      country: null,
      hasShare: false,
      sharedUntil: null,
      lastListAt: mawa.clock.now().toISOString(),
    });
  });

  it('names the controller once two people entered it, and says before what is missing', async () => {
    const nothing = { name: null, address: null, contact: null, officer: null, receipts: null };
    expect((await register()).controller).toEqual(nothing);
    const before = await auditor.get('/processing-register').expect(200);
    expect(before.text).toContain('not entered');
    const value = { name: 'Association Refuge', receipts: 'D-123/2026' };
    const { body } = await admin
      .post('/api/v1/settings/data_controller/proposals', {
        value,
        from: '2026-11-24',
        source: 'statutes',
      })
      .expect(201);
    expect((await register()).controller).toEqual(nothing);
    const supervisor = await mawa.signIn('case_supervisor');
    await supervisor
      .post(`/api/v1/setting-proposals/${body.id}/decisions`, { decision: 'confirmed' })
      .expect(200);
    expect((await register()).controller).toEqual({ ...nothing, ...value });
  });

  it('names the legal basis of each entry and what lifts the ban on sensitive data, with a reason in three languages', async () => {
    const { entries } = await register();
    expect(entries).toHaveLength(PROCESSING_ACTIVITIES.length);
    const words = (language: Language, key: string) => {
      const text = translate(language, `processing:${key}`);
      expect([language, key, text.length > 3 && !text.includes(key)]).toEqual([
        language,
        key,
        true,
      ]);
      return text;
    };
    for (const { code, legalBasis, sensitiveData } of entries as ProcessingEntry[]) {
      expect([code, legalBasis.gdpr]).toEqual([code, `6(1)(${LEGAL_BASES[legalBasis.code]})`]);
      for (const language of LANGUAGES) {
        words(language, `basis.${legalBasis.code}`);
        expect(words(language, `activity.${code}.why`)).toMatch(/\.$/);
        if (!sensitiveData) continue;
        words(language, `condition.${sensitiveData.code}`);
        expect(words(language, `activity.${code}.why_sensitive`)).toMatch(/\.$/);
      }
      if (!sensitiveData) continue;
      const letter = SENSITIVE_CONDITIONS[sensitiveData.code];
      expect([code, sensitiveData.gdpr]).toEqual([code, `9(2)(${letter})`]);
    }
    // What is sealed under a key of a person or a record may be sensitive, but for the names of officials.
    const sealed = PROCESSING_ACTIVITIES.filter(
      ({ isSealed, sensitive }) => isSealed && !sensitive,
    );
    expect(sealed.map(({ code }) => code)).toEqual(['officials']);
  });

  it('says that counsel must confirm them, and shows each with its articles', async () => {
    const { text } = await auditor.get('/processing-register').expect(200);
    expect(text).toContain('counsel must confirm them');
    expect(text.match(/law 09-08, article 4; GDPR, article 6\(1\)\([a-f]\)/g)).toHaveLength(
      PROCESSING_ACTIVITIES.length,
    );
    const sensitive = PROCESSING_ACTIVITIES.filter((one) => one.sensitive);
    expect(text.match(/GDPR, article 9\(2\)\([acfj]\); authorisation of the CNDP/g)).toHaveLength(
      sensitive.length,
    );
  });

  it('stands on a page in three languages', async () => {
    for (const [language, title] of [
      ['fr', 'Registre des traitements'],
      ['ar', 'سجل معالجة المعطيات'],
      ['en', 'Register of processing'],
    ] as const) {
      const reader = await mawa.signIn('programme_officer', { language });
      const { text } = await reader.get('/processing-register').expect(200);
      expect(text).toContain(title);
      expect(text).not.toMatch(/processing:|settings:unit/);
      expect(text.match(/<article /g)).toHaveLength(PROCESSING_ACTIVITIES.length);
    }
  });
});
