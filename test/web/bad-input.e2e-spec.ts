import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeclaredRoutes } from '../../modules/access';
import { LANGUAGES, type Language, type Role } from '../../modules/platform/shared/actor';
import { openedGrant } from '../grant-budgeting/samples';
import { aRequest, aShelter, inBeds, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Everybody's roles at once: what is refused here is refused for what it says. */
const ALL: Role[] = [
  'administrator',
  'shelter_manager',
  'reintegration_officer',
  'case_supervisor',
  'programme_officer',
  'finance_officer',
];
/** Answers from nothing that was sent: test/legal-aid, test/access/second-factor, test/access/session-end. */
const READS_NOTHING = /^((\/api\/v1)?\/(hearings\/feed|account\/second-factor)|\/session)$/;
const OPEN_PAGES = ['/sign-in', '/sign-in/code', '/sign-out', '/quick-exit', '/language'];
/** Recognises nobody, so it speaks the language of the address: test/complaints, test/referrals, test/vocational-training, test/donor-reports. */
const WITHOUT_ACCOUNT =
  /^((\/api\/v1)?\/(mot|verify|public|public-figures)(\/|$)|\/[rd]\/|\/api\/v1\/(partner|report)-links\/)/;

describe('bad input', () => {
  let mawa: TestApp;
  let ours: TestShelter;
  let theirs: TestShelter;
  let readers: Record<Language, SignedIn>;
  let managers: Record<Language, SignedIn>;
  let someone: { id: string; caseIds: string[] };
  let booking: string;
  let waiting: { id: string; caseIds: string[] };
  let lineId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    ours = await aShelter(mawa, { A: { beds: 3 } });
    theirs = await aShelter(mawa, { B: { beds: 2 } });
    const grant = await openedGrant(mawa);
    lineId = Object.values(grant.lines)[0]!;
    const each = async <T>(make: (language: Language) => Promise<T>) => {
      const made: Partial<Record<Language, T>> = {};
      for (const language of LANGUAGES) made[language] = await make(language);
      return made as Record<Language, T>;
    };
    const shelterIds = [ours.id];
    readers = await each((language) => mawa.signIn(ALL, { language, shelterIds }));
    managers = await each((language) => mawa.signIn('shelter_manager', { language, shelterIds }));
    someone = await aRequest(mawa, readers.fr);
    const path = `/api/v1/bed-requests/${someone.id}`;
    const placements = inBeds(someone.caseIds, ours.rooms.A!.beds);
    await readers.fr.post(`${path}/holds`, { placements }).expect(201);
    const { body } = await readers.fr.post(`${path}/check-in`).expect(201);
    booking = body.bookings[0].id;
    waiting = await aRequest(mawa, readers.fr);
    await readers.fr.get('/api/v1/service-types').expect(200); // lays out the catalogue
  }, 60_000);
  afterAll(() => mawa.stop());

  /** How much of everything there is, and of what: a digest of each table but the records of refusal, a kept form among them. */
  async function everything(): Promise<Record<string, string>> {
    const { rows: tables } = await mawa.admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('public', 'keys')
          AND c.relname NOT IN ('arrivals_seen', 'audit_log', 'dashboard_figures', 'form_drafts', 'rate_limits', 'sessions')`,
    );
    const { rows } = await mawa.admin.query<{ name: string; digest: string }>(
      tables
        .map(
          ({ name }) =>
            `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS digest FROM ${name} t`,
        )
        .join(' UNION ALL '),
    );
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  }

  let before: Record<string, string>;
  beforeAll(async () => (before = await everything()));
  /** All rows are read once for a group: reading them takes longer than most of its tests. */
  const writesNothing = () =>
    afterAll(async () => expect(await everything()).toEqual(before), 60_000);

  const WRITTEN: Record<Language, RegExp> = {
    fr: /[a-zéèàù’]{2,} .*[.:]/,
    ar: /[\u0600-\u06ff]{2,}/,
    en: /\b(the|this|is|are|not|no|at|it|a|an|of|to|or|that|must|has|be|from|too|needed|with|some|write)\b/i,
  };

  /** What is wrong with a sentence that should be of the reader's own language: never a key, never another's words. */
  function faultsOf(language: Language, sentence: unknown): string[] {
    if (typeof sentence !== 'string') return [`${typeof sentence} instead of a sentence`];
    const isRight =
      WRITTEN[language].test(sentence) &&
      !/\w:errors\.|\{\{|undefined|NaN/.test(sentence) &&
      (language === 'ar' || !/[\u0600-\u06ff]{3}/.test(sentence));
    return isRight ? [] : [`no sentence in ${language}: ${sentence}`];
  }

  interface Answer {
    status: number;
    headers: Record<string, string>;
    text: string;
    body: { code?: string; detail?: string; title?: string; errors?: { detail: string }[] };
  }

  const isOwnFault = ({ status }: Answer): boolean => status >= 400 && status < 500;

  /** One `expect` an answer: thousands of answers with a dozen each take seconds. */
  function isRefused(language: Language, answer: Answer, where: string): void {
    const { code = '', detail, title, errors = [] } = answer.body;
    const sentences = [detail, ...errors.map((one) => one.detail)].filter((one) => one !== title);
    expect([
      where,
      {
        status: answer.status,
        isOwnFault: isOwnFault(answer),
        type: answer.headers['content-type'],
        code,
        hasCode: /^[a-z-]+\.[a-z0-9_.]+$/.test(code),
        faults: sentences.flatMap((sentence) => faultsOf(language, sentence)),
      },
    ]).toEqual([
      where,
      {
        status: answer.status,
        isOwnFault: true,
        type: 'application/problem+json; charset=utf-8',
        code,
        hasCode: true,
        faults: [],
      },
    ]);
  }

  function isRefusedPage(language: Language, answer: Answer, where: string): void {
    expect([
      where,
      {
        status: answer.status,
        isOwnFault: isOwnFault(answer),
        isOfLanguage: answer.text.includes(`<html lang="${language}"`),
        key: /\w:errors\..{0,40}/.exec(answer.text)?.[0],
      },
    ]).toEqual([
      where,
      { status: answer.status, isOwnFault: true, isOfLanguage: true, key: undefined },
    ]);
  }

  const changing = () =>
    mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(
        ({ method, path, permission }) =>
          method !== 'GET' &&
          permission !== 'session:end' &&
          !WITHOUT_ACCOUNT.test(path) &&
          !READS_NOTHING.test(path),
      );
  const apis = () => changing().filter(({ path }) => path.startsWith('/api/'));
  const pages = () =>
    changing().filter(({ path }) => !path.startsWith('/api/') && !OPEN_PAGES.includes(path));

  const send = (
    reader: SignedIn,
    method: string,
    path: string,
    text: string,
    type = 'application/json',
  ) => reader.send(method, path, text, type) as unknown as Promise<Answer>;

  describe('through every route', () => {
    writesNothing();

    const deep = (open: string, close: string) => `${open.repeat(5_000)}1${close.repeat(5_000)}`;
    /** What no route reads, as it is no JSON: each of them a third of the routes. */
    const UNREAD = [
      'broken JSON',
      'half a word',
      'a NUL byte as it is',
      'XML',
      'a picture',
      'a table of people',
    ];
    const BODIES: [string, string, string?][] = [
      ['broken JSON', '{"people":'],
      ['half a word', 'tru'],
      ['a NUL byte in a text', '{"reason":"a\\u0000b","names":"a\\u0000b"}'],
      ['half a pair of surrogates', '{"reason":"a\\ud800b"}'],
      ['half a pair of surrogates in a key', '{"a\\udc00b":"x"}'],
      ['a NUL byte as it is', '{"reason":"a\0b"}'],
      ['lists in lists in lists', deep('[', ']')],
      ['objects in objects', deep('{"a":', '}')],
      ['a prototype', '{"__proto__":{"roles":["administrator"]}}'],
      ['a constructor', '{"constructor":{"prototype":{"polluted":true}}}'],
      ['a field that nobody knows', '{"nobodyKnows":"this"}'],
      ['XML', '<person/>', 'application/xml'],
      ['a picture', '\x89PNG', 'image/png'],
      ['a table of people', 'nom;prénom', 'text/csv; charset=utf-16'],
    ];

    it.each(BODIES)(
      'is refused by every changing route of the API: %s',
      async (...row: unknown[]) => {
        const [what, text, type = 'application/json'] = row as [string, string, string?];
        const turn = UNREAD.indexOf(what);
        for (const [index, { method, path }] of apis().entries()) {
          if (turn >= 0 && index % 3 !== turn % 3) continue;
          // A route without a body of its own does its work whatever comes along: it is asked for nobody.
          const address = path.replaceAll(/:[A-Za-z]+/g, randomUUID());
          const language = LANGUAGES[index % 3]!;
          const answer = await send(readers[language], method, address, text, type);
          isRefused(language, answer, `${what}: ${method} ${path}`);
        }
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      },
    );

    /** What the reading of a form refuses, whichever form it is: each of them a third of the forms. */
    const READ_ALIKE = [
      'half a pair of surrogates',
      'a prototype',
      'a constructor',
      'a name with many steps',
      'the same field many times',
      'a list where a text is expected',
    ];
    const FIELDS: [string, string][] = [
      ['a NUL byte', 'reason=a%00b'],
      ['half a pair of surrogates', 'reason=%ED%A0%80'],
      ['a prototype', '__proto__.roles=administrator'],
      ['a constructor', 'constructor.prototype.polluted=1'],
      ['a name with many steps', 'a.b.c.d.e.f.g.h.i=1'],
      ['a field that nobody knows', 'nobodyKnows=this'],
      ['the same field many times', 'reason=a&reason=b&names=a&names=b&on=1&on=2'],
      ['a list where a text is expected', 'reason.0=a&reason.1=b'],
    ];

    it.each(FIELDS)('is refused by every form: %s', async (what, text) => {
      const turn = READ_ALIKE.indexOf(what);
      for (const [index, { path }] of pages().entries()) {
        if (turn >= 0 && index % 3 !== turn % 3) continue;
        const language = LANGUAGES[index % 3]!;
        const reader = readers[language];
        const address = path.replaceAll(/:[A-Za-z]+/g, randomUUID());
        const answer = (await reader.form(address, text)) as unknown as Answer;
        isRefusedPage(language, answer, `${what}: ${path}`);
      }
    });

    /** One field after another, each given what it cannot be. */
    const WRONG: [string, unknown][] = [
      ['10,000 characters', 'x'.repeat(10_000)],
      ['a list', ['a', 'b']],
      ['an object', { a: 1 }],
      ['a number beyond numbers', 1e308],
      ['a code that nobody knows', 'no_such_code'],
      ['a date of 1888', '1888-02-30'],
      ['a date of 2099', '2099-12-31'],
      ['formula text', '=HYPERLINK("http://example.org")'],
      ['true', true],
      ['nothing', null],
    ];

    const right = (): [string, string, Record<string, unknown>][] => [
      ['POST', '/api/v1/people', { people: [{}] }],
      [
        'POST',
        '/api/v1/bed-requests',
        {
          caseIds: waiting.caseIds,
          neededFrom: '2026-11-24',
          nights: 3,
          urgency: 'tonight',
          source: 'hotline',
          basis: 'consent',
        },
      ],
      [
        'POST',
        `/api/v1/bed-requests/${waiting.id}/holds`,
        { placements: inBeds(waiting.caseIds, [ours.rooms.A!.beds[1]!]), reason: 'demandé' },
      ],
      [
        'POST',
        '/api/v1/services',
        {
          caseId: someone.caseIds[0],
          typeCode: 'medical_consultation',
          givenOn: '2026-11-24',
          quantity: '1',
          note: 'x',
          providerId: randomUUID(),
          cost: { amount: '10.00', currency: 'MAD' },
        },
      ],
      [
        'POST',
        `/api/v1/people/${someone.caseIds[0]}/consents`,
        {
          purpose: 'shelter',
          decision: 'given',
          how: 'oral',
          language: 'fra',
          recipientId: randomUUID(),
        },
      ],
      [
        'POST',
        `/api/v1/people/${someone.caseIds[0]}/stages`,
        { to: 'presumed', reason: 'assessment' },
      ],
      ['POST', `/api/v1/people/${someone.caseIds[0]}/access`, { userId: randomUUID() }],
      [
        'POST',
        `/api/v1/bookings/${booking}/exit`,
        { on: '2026-11-24', outcome: 'left', version: 1 },
      ],
      ['POST', `/api/v1/bookings/${booking}/planned-exit`, { on: '2026-12-01', version: 1 }],
      [
        'POST',
        `/api/v1/beds/${ours.rooms.A!.beds[2]}/blocks`,
        { from: '2026-11-24', until: '2026-11-30', reason: 'works' },
      ],
      ['POST', '/api/v1/people/search', { q: 'Fatima', from: 0 }],
      [
        'POST',
        '/api/v1/organisations',
        { code: 'ONG-1', kind: 'partner', name: 'Une ONG', country: 'MA' },
      ],
      ['POST', '/api/v1/users', { email: 'x@example.org', name: 'X', language: 'fr' }],
      [
        'POST',
        '/api/v1/shelters',
        {
          codeName: 'Maison',
          region: '04',
          kind: 'emergency',
          receives: ['woman'],
          maximumStayNights: 30,
        },
      ],
      [
        'POST',
        `/api/v1/shelters/${ours.id}/rooms`,
        { name: 'Z', mix: 'women', floor: 1, stepFree: true },
      ],
      [
        'POST',
        `/api/v1/rooms/${ours.rooms.A!.id}/beds`,
        { label: 'Z1', kind: 'single', from: '2026-11-24' },
      ],
      [
        'POST',
        `/api/v1/beds/${ours.rooms.A!.beds[2]}/changes`,
        { from: '2026-11-25', kind: 'single', label: 'Q' },
      ],
      ['PUT', `/api/v1/shelters/${ours.id}/address`, { address: '1 rue de la Paix' }],
      [
        'POST',
        '/api/v1/exchange-rates',
        { from: 'USD', to: 'MAD', validFrom: '2026-11-01', rate: '9.2', source: 'ONU' },
      ],
      [
        'POST',
        '/api/v1/night-rates',
        {
          shelterId: ours.id,
          from: '2026-11-24',
          amount: '180.00',
          currency: 'MAD',
          lineId,
          source: 'convention',
        },
      ],
      ['POST', '/api/v1/periods/closing', { untilDay: '2026-10-31' }],
      [
        'POST',
        '/api/v1/reports',
        { kind: 'iom-quarterly', grantId: randomUUID(), period: '2026-Q3' },
      ],
    ];

    it('is never an accident, whichever field it stands in: what is wrong is refused', async () => {
      const accepted: string[] = [];
      for (const [method, path, body] of right()) {
        for (const field of Object.keys(body)) {
          for (const [index, [what, value]] of WRONG.entries()) {
            const where = `${what}: ${method} ${path} ${field}`;
            const language = LANGUAGES[index % 3]!;
            // The rest is wrong as well in one place, so that nothing is ever written.
            const sent = JSON.stringify({ ...body, [field]: value, nobodyKnows: 1 });
            isRefused(language, await send(readers[language], method, path, sent), where);
          }
          for (const [what, value] of WRONG.slice(0, 4)) {
            const answer = await send(
              readers.en,
              method,
              path,
              JSON.stringify({ ...body, [field]: value }),
            );
            if (answer.status < 400) accepted.push(`${what}: ${method} ${path} ${field}`);
            else isRefused('en', answer, `${what}: ${method} ${path} ${field}`);
          }
        }
      }
      expect(accepted).toEqual([]);
    }, 180_000);
  });

  describe('of a person', () => {
    writesNothing();

    const PERSON: [string, object, string?][] = [
      ['a name of 10,000 characters', { names: { family: 'é'.repeat(10_000) } }],
      ['a NUL byte in a name', { names: { given: 'Nad\0ia' } }],
      ['formula text in a name', { names: { given: '=cmd|calc!A1' } }],
      ['formula text after a plus', { names: { given: '+1+1' } }],
      ['formula text after a tab', { names: { given: '\t=1+1' } }],
      ['a name that is a list', { names: { given: ['Nadia'] } }],
      ['a name that is an object', { names: 'Nadia' }],
      ['a birth in 1888', { birthDate: '1888-01-01' }],
      ['a birth in 2099', { birthDate: '2099-01-01' }],
      ['a day that is none', { birthDate: '2026-02-30' }],
      ['a year of birth in 1888', { birthYear: 1888 }],
      ['a registration in 2099', { registeredOn: '2099-01-01' }],
      ['a registration in 1888', { registeredOn: '1888-01-01' }],
      ['an unknown nationality', { nationality: 'ZZ' }],
      ['an unknown sex', { sex: 'robot' }],
      ['an unknown act', { exploitation: { acts: ['nothing'] } }],
      ['an unknown need', { accessNeed: 'wings' }],
      ['a negative age', { ageAtRegistration: -1 }],
      ['an age of 1e9', { ageAtRegistration: 1e9 }],
      ['a telephone of letters', { phone: 'appelez-moi' }],
      ['a story of a million letters', { story: 'x'.repeat(500_000) }],
      ['an unknown field', { isAdmin: true }],
      ['a prototype', JSON.parse('{"__proto__":{"sex":"female"}}') as object],
    ];
    it.each(PERSON)(
      'is told beside its field in three languages, and nobody of the list is registered: %s',
      async (what, wrong) => {
        for (const language of LANGUAGES) {
          const text = JSON.stringify({ people: [{ sex: 'female' }, wrong] });
          const answer = await send(readers[language], 'POST', '/api/v1/people', text);
          isRefused(language, answer, what);
        }
      },
    );

    it('is told by the form too, with what was typed', async () => {
      for (const language of LANGUAGES) {
        const long = await readers[language].submit('/people', {
          'people.0.here': '1',
          'people.0.names.given': '=1+1',
          'people.0.birthDate': '1888-01-01',
        });
        isRefusedPage(language, long as unknown as Answer, 'person form');
        expect(long.status).toBe(422);
        expect(long.text).toContain('value="&#x3D;1+1"');
      }
    });
  });

  describe('of a stay', () => {
    writesNothing();

    it('a block that ends before it begins, in both faces', async () => {
      for (const language of LANGUAGES) {
        const body = { from: '2026-12-10', until: '2026-12-01', reason: 'works' };
        const bed = ours.rooms.A!.beds[2]!;
        const answer = await send(
          readers[language],
          'POST',
          `/api/v1/beds/${bed}/blocks`,
          JSON.stringify(body),
        );
        isRefused(language, answer, 'block');
        expect(JSON.stringify(answer.body)).toContain('beds.ends_before_it_begins');
        const page = await readers[language].submit(`/beds/bed/${bed}/blocks`, body);
        isRefusedPage(language, page as unknown as Answer, 'block form');
      }
    });

    it.each([
      ['exit', { on: '1888-01-01' }],
      ['exit', { on: '2099-01-01' }],
      ['exit', { on: '2026-11-01' }],
      ['planned-exit', { on: '2026-11-24' }],
      ['planned-exit', { on: '2020-01-01' }],
      ['planned-exit', { on: '2026-13-01' }],
      ['exit', { outcome: 'vanished' }],
      ['check-in', { night: '2099-01-01' }],
      ['release', { outcome: 'vanished' }],
    ])('%s %j', async (step, body) => {
      for (const language of LANGUAGES) {
        const path = `bookings/${booking}/${step}`;
        isRefused(
          language,
          await send(readers[language], 'POST', `/api/v1/${path}`, JSON.stringify(body)),
          step,
        );
        const page = await readers[language].submit(
          `/beds/${path}`,
          body as Record<string, string>,
        );
        isRefusedPage(language, page as unknown as Answer, `${step} form`);
      }
    });

    it('a bed of another shelter is not given away by a manager of this one', async () => {
      for (const language of LANGUAGES) {
        const body = {
          placements: inBeds(waiting.caseIds, theirs.rooms.B!.beds),
          reason: 'demandé',
        };
        const path = `bed-requests/${waiting.id}/holds`;
        isRefused(
          language,
          await send(managers[language], 'POST', `/api/v1/${path}`, JSON.stringify(body)),
          'hold',
        );
        const page = await managers[language].submit(`/beds/requests/${waiting.id}/holds`, {
          'placements.0.caseId': waiting.caseIds[0]!,
          'placements.0.bedId': theirs.rooms.B!.beds[0]!,
          reason: 'demandé',
        });
        isRefusedPage(language, page as unknown as Answer, 'hold form');
        const block = { from: '2026-11-24', reason: 'works' };
        const other = theirs.rooms.B!.beds[0]!;
        isRefused(
          language,
          await send(
            managers[language],
            'POST',
            `/api/v1/beds/${other}/blocks`,
            JSON.stringify(block),
          ),
          'block',
        );
      }
    });

    it('a bed that is none', async () => {
      const body = { placements: inBeds(waiting.caseIds, [randomUUID()]), reason: 'demandé' };
      for (const language of LANGUAGES) {
        const path = `/api/v1/bed-requests/${waiting.id}/holds`;
        isRefused(
          language,
          await send(readers[language], 'POST', path, JSON.stringify(body)),
          'hold',
        );
      }
    });
  });

  describe('in an address', () => {
    writesNothing();

    it.each([
      '/api/v1/people/not-an-id',
      '/api/v1/people/%00',
      '/api/v1/people/%E0%A4%A',
      `/api/v1/people/${'x'.repeat(300)}`,
      '/api/v1/people?after=%00',
      '/api/v1/people?after=nonsense',
      '/api/v1/people?year=abc',
      '/api/v1/people?year=1e999',
      '/api/v1/people?year=2024&year=2025',
      '/api/v1/people?stage[]=a',
      '/api/v1/people?q=a',
      '/api/v1/beds/board?from=1888-01-01',
      '/api/v1/beds/board?from=2099-01-01',
      '/api/v1/beds/board?nights=100000',
      '/api/v1/beds/board?shelter=' + randomUUID(),
      '/api/v1/services?from=2026-02-31',
      '/api/v1/services?after=nonsense',
      '/api/v1/services?caseId=1',
      '/api/v1/budget/lines/x/entries',
      '/api/v1/reports/x/files/csv/fr',
      `/api/v1/reports/${randomUUID()}/files/exe/fr`,
      `/api/v1/reports/${randomUUID()}/files/csv/xx`,
      '/api/v1/no-such-route',
    ])('%s', async (path) => {
      for (const language of LANGUAGES) {
        isRefused(language, (await readers[language].get(path)) as unknown as Answer, path);
      }
    });

    it.each([
      '/people/not-an-id',
      '/people/%00',
      '/people?year=abc',
      '/beds?from=1888-01-01',
      '/beds?nights=100000',
      '/beds/bookings/x',
      '/services?from=2026-02-31',
      '/reports/x',
      '/no-such-page',
      '/people/%E0%A4%A',
      `/people/${'x'.repeat(300)}`,
      '/%',
    ])('of a page: %s', async (path) => {
      for (const language of LANGUAGES) {
        const answer = (await readers[language].get(path)) as unknown as Answer;
        expect([path, answer.status < 500]).toEqual([path, true]);
        expect([path, answer.text]).toEqual([path, expect.stringContaining(`lang="${language}"`)]);
      }
    });

    it.each([
      ['origin', 'not an origin'],
      ['origin', 'http://'],
      ['cookie', 'mawa_session=%E0%A4%A; mawa_flash={'],
      ['accept-language', '\u00e9'.repeat(300)],
      ['idempotency-key', 'short'],
      ['idempotency-key', 'x'.repeat(5_000)],
      ['content-length', '-1'],
    ])('in the head of a call: %s %s', async (name, value) => {
      const answer = await readers.en
        .send('POST', '/api/v1/people', '{"people":[{"sex":"robot"}]}')
        .set(name, Buffer.from(value, 'latin1').toString('latin1'))
        .catch(() => null); // a head that HTTP itself forbids never leaves
      if (answer) expect([name, answer.status >= 400 && answer.status < 500]).toEqual([name, true]);
    });
  });

  describe('of 50 MB', () => {
    writesNothing();

    const SIZE = 50 * 1024 * 1024;
    const agent = new Agent({ keepAlive: true });
    let port: number;
    afterAll(() => agent.destroy());
    beforeAll(() => {
      port = (mawa.app.getHttpServer().address() as AddressInfo).port;
    });

    /** Really sent, piece by piece, by a client that reads when it has written all. */
    const sendAll = (reader: SignedIn, path: string, type: string, length: boolean) =>
      new Promise<Answer>((resolve, reject) => {
        const headers = {
          ...reader.headers,
          'content-type': type,
          ...(length && { 'content-length': String(SIZE) }),
        };
        const call = httpRequest({ agent, port, path, method: 'POST', headers }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          answer.on('end', () => {
            const isJson = String(answer.headers['content-type']).includes('json');
            resolve({
              status: answer.statusCode!,
              headers: answer.headers as Record<string, string>,
              text,
              body: isJson ? JSON.parse(text) : {},
            });
          });
        });
        call.on('error', reject);
        const piece = Buffer.alloc(1024 * 1024, 0x61);
        let left = SIZE / piece.length;
        // All of it, as a browser does, before the answer is read.
        const more = () => {
          if (left === 0) return void call.end();
          left -= 1;
          if (call.write(piece)) setImmediate(more);
          else call.once('drain', more);
        };
        more();
      });

    it.each([
      ['/api/v1/people', 'application/json', true],
      ['/api/v1/people', 'application/json', false],
      ['/api/v1/services', 'application/json', true],
      ['/api/v1/people/import', 'text/csv', true],
      ['/api/v1/people/import', 'text/csv', false],
      ['/people', 'application/x-www-form-urlencoded', true],
      ['/beds/requests', 'application/x-www-form-urlencoded', false],
    ])(
      '%s as %s is answered 413 with a sentence, and the server goes on',
      async (path, type, length) => {
        for (const language of LANGUAGES) {
          const answer = await sendAll(readers[language], path, type, length);
          expect([path, answer.status]).toEqual([path, 413]);
          if (path.startsWith('/api/')) isRefused(language, answer, path);
          else isRefusedPage(language, answer, path);
          await readers[language].get('/api/v1/people').expect(200);
        }
      },
    );

    it('sign-in too, where nobody is known yet', async () => {
      const answer = await sendAll(
        { headers: {} } as SignedIn,
        '/api/v1/session',
        'application/json',
        true,
      );
      expect([answer.status, answer.body.code]).toEqual([413, 'common.too_large']);
    });
  });
});
