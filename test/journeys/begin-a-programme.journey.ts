import { readFile } from 'node:fs/promises';
import { FirstSetup } from '../../modules/setup';
import { addDays } from '../../modules/platform/shared/nights.rules';
import { CountedVisitor, type Fields } from './support/counted-visitor';
import { beginJourney, type Journey } from './support/journey';
import { KeystrokeTime } from './support/keystroke-time';
import { DESK, type BrowserOptions } from './support/visitor';

const EVENING = '2026-11-10T20:00:00Z';
const TODAY = EVENING.slice(0, 10);
const AFTER_THE_QUARTER = '2027-01-01T14:00:00Z';
const LAST_DAY = '2026-12-31';

const [SAMIRA, DRISS, HAJAR, REDA, FATIMA, NABIL] = [
  'samira@example.org', // administrators
  'driss@example.org',
  'hajar@example.org', // the manager of the shelter
  'reda@example.org', // a reintegration officer
  'fatima@example.org', // finance
  'nabil@example.org', // a programme officer
] as const;

/** What each of them types. */
const WORDS = {
  fr: {
    administrators: ['Samira Idrissi', 'Driss Alami'],
    donor: 'Union européenne',
    agency: 'Organisation internationale pour les migrations',
    shelter: 'Argane',
    room: 'Rose',
    staff: ['Hajar Tazi', 'Reda Fassi', 'Fatima Zohra Amrani', 'Nabil Saidi'],
    given: 'Meryem',
    family: 'Alaoui',
    reason: 'âge dit par elle-même',
    agreement: 'Convention, article 3',
    annex: 'Convention, annexe 2',
    bank: 'Banque centrale',
  },
  ar: {
    administrators: ['سميرة الإدريسي', 'إدريس العلمي'],
    donor: 'الاتحاد الأوروبي',
    agency: 'المنظمة الدولية للهجرة',
    shelter: 'أركان',
    room: 'الورد',
    staff: ['هاجر التازي', 'رضا الفاسي', 'فاطمة الزهراء العمراني', 'نبيل السعيدي'],
    given: 'مريم',
    family: 'العلوي',
    reason: 'ذكرت عمرها بنفسها',
    agreement: 'الاتفاقية، المادة 3',
    annex: 'الاتفاقية، الملحق 2',
    bank: 'البنك المركزي',
  },
} as const;

/** Five people as an Arabic Excel saves them, in Windows-1256: "مريم", "أميرة", "سلمى", "خليدة", "كريمة". */
const PEOPLE = Buffer.concat([
  Buffer.from('Nom;Sexe;Ancien num\u00e9ro\n', 'latin1'),
  ...['e3d1ede3', 'c3e3edd1c9', 'd3e1e3ec', 'cee1edcfc9', 'dfd1ede3c9'].map((name, at) =>
    Buffer.concat([Buffer.from(name, 'hex'), Buffer.from(`;F;DT ${at + 1}\n`)]),
  ),
]);

/** docs/begin.md by hand, from an empty database: every page as the person whose work it is. */
describe.each(['fr', 'ar'] as const)('a programme that begins (%s)', (language) => {
  const words = WORDS[language];
  const look: BrowserOptions = { ...DESK, locale: `${language}-MA` };
  const time = new KeystrokeTime();
  const links = new Map<string, string>();
  let journey: Journey;

  beforeAll(async () => {
    journey = await beginJourney({ at: EVENING });
  });
  afterAll(() => journey?.end());

  const withBrowser = (name: string, work: (visitor: CountedVisitor) => Promise<void>) =>
    journey.as(
      `begin-${language}-${name}`,
      (visitor) => work(new CountedVisitor(visitor, time, language)),
      look,
    );
  const as = (email: string, work: (visitor: CountedVisitor) => Promise<void>) =>
    withBrowser(email.split('@')[0]!, async (visitor) => {
      await visitor.signIn(email);
      await work(visitor);
    });
  const chooseTheirPasswords = async () => {
    for (const [email, link] of links) {
      await withBrowser(email, (visitor) =>
        visitor.choosePassword(new URL(link, 'http://mawa').pathname),
      );
    }
    links.clear();
  };
  /** Minutes by the keystroke-level model, printed. */
  const minutesUntil = (what: string): number => {
    process.stdout.write(`${language}: ${what} after ${time.minutes.toFixed(1)} minutes\n`);
    return time.minutes;
  };

  it('has two administrators, its shelter and the people who work there', async () => {
    const { path } = (await journey.mawa.app.get(FirstSetup).newToken())!;
    await withBrowser('first', async (visitor) => {
      await visitor.open(path);
      await visitor.fill('/setup', {
        'programme.name.fr': 'Dar Amal',
        'programme.name.ar': 'دار الأمل',
        'programme.name.en': 'House of Hope',
        'administrators.0.name': words.administrators[0],
        'administrators.0.email': SAMIRA,
        'administrators.0.language': language,
        'administrators.1.name': words.administrators[1],
        'administrators.1.email': DRISS,
        'administrators.1.language': language,
      });
      await visitor.picture('1-set-up');
      await visitor.send('/setup');
      const made = await visitor.page
        .locator('main a[href^="/password/"]')
        .evaluateAll((all: Element[]) => all.map((one) => one.getAttribute('href')!));
      [SAMIRA, DRISS].forEach((email, at) => links.set(email, made[at]!));
    });
    await chooseTheirPasswords();
    await as(SAMIRA, async (visitor) => {
      await visitor.open('/setup-checklist');
      await visitor.picture('2-check-list');
      const organisations = [
        { name: words.donor, code: 'EU', kind: 'donor' },
        { name: words.agency, code: 'IOM', kind: 'agency' },
      ];
      await visitor.open('/admin/organisations');
      for (const one of organisations) {
        await visitor.fill('/admin/organisations', one);
        await visitor.send('/admin/organisations');
      }
      await visitor.submit('/admin/shelters', '/admin/shelters', {
        codeName: words.shelter,
        region: '04',
        kind: 'emergency',
        receives: 'woman',
        languages: 'ary',
      });
      await visitor.fill('/rooms', { name: words.room, mix: 'women' });
      await visitor.send('/rooms');
      for (const label of ['1', '2', '3']) {
        await visitor.fill('/beds', { label });
        await visitor.send('/beds');
      }
      const [hajar, reda, fatima, nabil] = words.staff;
      const rows = [
        'Name;Address;Roles;Shelters;Language',
        `${hajar};${HAJAR};shelter_manager;${words.shelter};${language}`,
        `${reda};${REDA};reintegration_officer;;${language}`,
        `${fatima};${FATIMA};finance_officer;;${language}`,
        `${nabil};${NABIL};programme_officer;;${language}`,
      ];
      await visitor.submit('/admin/new-accounts', '/admin/new-accounts', { rows: rows.join('\n') });
      await visitor.picture('3-accounts');
    });
    await as(DRISS, async (visitor) => {
      await visitor.open('/admin/new-accounts');
      for (const box of await visitor.form('/links').locator('[name=ids]').all()) await box.check();
      await visitor.send('/links');
      for (const link of await visitor.page.locator('main textarea').all()) {
        const said = await link.locator('xpath=../label').innerText();
        links.set(/\S+@\S+/.exec(said)![0], await link.inputValue());
      }
      expect(links.size).toBe(4);
    });
    await chooseTheirPasswords();
    await as(SAMIRA, async (visitor) => {
      await visitor.open('/admin');
      const users = visitor.page.locator('main a.btn[href^="/admin/users/"]');
      const waiting = await users.evaluateAll((all: Element[]) =>
        all.map((one) => one.getAttribute('href')!),
      );
      expect(waiting).toHaveLength(4);
      for (const user of waiting) await visitor.submit(user, '/confirmation');
    });
  });

  it('receives its first person, within 15 minutes', async () => {
    let request = '';
    await as(REDA, async (visitor) => {
      await visitor.open('/people/new');
      await visitor.fill('/people', {
        'people.0.names.given': words.given,
        'people.0.names.family': words.family,
        'people.0.sex': 'female',
        'people.0.ageAtRegistration': '31',
      });
      await visitor.press(visitor.form('/people').locator('button:not([name])').last());
      await visitor.press(visitor.page.locator('main a[href^="/beds/requests/new?case="]').first());
      await visitor.fill('/beds/requests', {
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
      });
      await visitor.send('/beds/requests');
      request = new URL(visitor.page.url()).pathname;
      await visitor.fill('/holds', { reason: words.reason });
      await visitor.picture('4-request');
      await visitor.send('/holds');
      await visitor.send('/promise');
    });
    await as(HAJAR, async (visitor) => {
      await visitor.submit(request, '/check-in');
      await visitor.open('/beds');
      await visitor.picture('5-first-night');
    });
    expect(minutesUntil('the first person in a bed')).toBeLessThan(15);
  });

  it('has a grant that pays for nights and services', async () => {
    await as(FATIMA, async (visitor) => {
      const draft = async (step: string, fields: Fields) => {
        await visitor.fill(`/${step}`, fields);
        await visitor.press(visitor.form(`/${step}`).locator('button').first());
      };
      await visitor.submit('/budget/grants', '/budget/grants/drafts');
      await draft('award', {
        code: 'EU-1',
        donorCode: 'EU',
        'title.fr': 'Protection et réinsertion',
        'title.ar': 'الحماية وإعادة الإدماج',
        'title.en': 'Protection and reintegration',
        amount: '321000.00',
        currency: 'EUR',
        feeRate: '0',
        startsOn: '2026-10-01',
        endsOn: '2028-09-30',
        sharesSource: words.agreement,
      });
      await draft('agencies', {
        'shares.0.organisationCode': 'IOM',
        'shares.0.afterFee': '321000.00',
        'shares.0.supportRate': '7',
        'outcomes.0.code': '1',
        'outcomes.0.name.fr': 'Les personnes sont protégées',
        'outcomes.0.name.ar': 'الأشخاص محميون',
        'outcomes.0.name.en': 'People are protected',
      });
      await draft('lines-0', {
        ...line(0, 'A-1.1', '200000.00', ['Hébergement', 'الإيواء', 'Shelter'], 'h', '7'),
        ...line(1, 'A-2.1', '100000.00', ['Soins', 'الرعاية الصحية', 'Health care'], 'f', '4'),
      });
      await draft('reports', {});
      await visitor.picture('6-grant');
      await visitor.send('/proposal');
    });
    await as(NABIL, async (visitor) => {
      await visitor.open('/tasks');
      await visitor.press(
        visitor.page.locator('main a[href^="/budget/grants/proposals/"]').first(),
      );
      await visitor.send('/decisions');
    });
    await as(FATIMA, async (visitor) => {
      await visitor.submit('/budget/rates', '/budget/rates', {
        from: 'MAD',
        to: 'EUR',
        rate: '0.092',
        validFrom: '2026-10-01',
        source: words.bank,
      });
      await visitor.open('/budget/night-rates');
      await visitor.fill('/budget/night-rates', {
        shelterId: await visitor.choice('/budget/night-rates', 'shelterId', words.shelter),
        from: TODAY,
        amount: '180.00',
        lineId: await visitor.choice('/budget/night-rates', 'lineId', 'A-1.1'),
        source: words.agreement,
      });
      await visitor.send('/budget/night-rates');
      await visitor.open('/budget/allocations');
      await visitor.fill('/budget/allocations', {
        typeCode: 'medical_consultation',
        from: TODAY,
        'shares.0.lineId': await visitor.choice('/budget/allocations', 'shares.0.lineId', 'A-2.1'),
        'shares.0.share': '100',
        source: words.annex,
      });
      await visitor.send('/budget/allocations');
    });
    await as(NABIL, async (visitor) => {
      for (const page of ['/budget/rates', '/budget/night-rates', '/budget/allocations'])
        await visitor.submit(page, '/decisions');
    });
    minutesUntil('the grant');
  });

  it('notes a service, and brings in the people of before', async () => {
    await as(REDA, async (visitor) => {
      await visitor.open('/people');
      await visitor.press(visitor.page.locator('main .table a[href^="/people/"]').first());
      await visitor.press(visitor.page.locator('main a[href^="/services/new?case="]').first());
      await visitor.fill('/services', {
        typeCode: 'medical_consultation',
        'cost.amount': '300.00',
      });
      await visitor.send('/services');
      const brings = async (list: string, name: string, buffer: Buffer) => {
        await visitor.open('/imports');
        await visitor.fill('/imports', { list });
        const file = { name, mimeType: 'text/csv', buffer };
        await visitor.form('/imports').locator('[name=file]').setInputFiles(file);
        await visitor.send('/imports');
        await visitor.send('/columns');
        if (list === 'people') await visitor.picture('7-people');
        await visitor.send('/import');
      };
      await brings('people', 'personnes.csv', PEOPLE);
      const stays = [1, 2, 3, 4, 5].map(
        (at) => `DT ${at};${words.shelter};${addDays(TODAY, -400)};${addDays(TODAY, at - 400)}`,
      );
      const file = ['Dossier;Foyer;Arrivée;Départ', ...stays].join('\n');
      await brings('past-stays', 'sejours.csv', Buffer.from(file));

      await visitor.open('/people');
      const cases = visitor.page.locator('main a[href^="/people/"]');
      const all = await cases.evaluateAll((links: Element[]) =>
        links.map((one) => one.getAttribute('href')!).filter((href) => /[\da-f]{12}$/.test(href)),
      );
      expect(new Set(all).size).toBe(6);
    });
  });

  it('has its first approved reports, within 60 minutes', async () => {
    journey.mawa.clock.set(AFTER_THE_QUARTER);
    await as(FATIMA, async (visitor) => {
      await visitor.open('/nights');
      await visitor.fill('/closings', { until: LAST_DAY });
      await visitor.send('/closings');
      await visitor.openUntil(
        '/nights',
        visitor.page.locator('.nights-facts strong', { hasText: /^0$/ }),
      );
      await visitor.open('/budget/periods');
      await visitor.fill('/budget/periods', { untilDay: LAST_DAY });
      await visitor.send('/budget/periods', 409);
      await visitor.fill('/budget/periods', { confirmed: LAST_DAY });
      await visitor.send('/budget/periods');
    });
    for (const kind of ['iom-quarterly', 'sf-425']) {
      let path = '';
      await as(NABIL, async (visitor) => {
        await visitor.open('/reports');
        const waiting = visitor.page
          .locator('main form[action="/reports"]')
          .filter({ has: visitor.page.locator(`[name=kind][value="${kind}"]`) })
          .filter({ has: visitor.page.locator('[name=period][value="2026-Q4"]') });
        await visitor.press(waiting.locator('button'));
        path = new URL(visitor.page.url()).pathname;
      });
      await as(FATIMA, async (visitor) => {
        await visitor.openUntil(path, visitor.form('/approval'));
        if (kind === 'iom-quarterly') await visitor.picture('8-report');
        for (const box of await visitor.form('/approval').locator('[type=checkbox]').all()) {
          await box.check();
        }
        await visitor.send('/approval');
        const pdf = visitor.page.locator('main a[href*="/files/pdf/"]').first();
        await visitor.openUntil(path, pdf);
        const file = await readFile(await visitor.download(pdf));
        expect(file.subarray(0, 5).toString()).toBe('%PDF-');
      });
      const minutes = minutesUntil(`the first approved ${kind}`);
      expect(minutes).toBeLessThan(60);
    }
  });
});

function line(
  at: number,
  code: string,
  amount: string,
  [fr, ar, en]: readonly [string, string, string],
  objectClass: string,
  unsdg: string,
): Fields {
  const fields = {
    code,
    amount,
    'name.fr': fr,
    'name.ar': ar,
    'name.en': en,
    objectClass,
    unsdg,
    outcome: '1',
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`lines.${at}.${name}`, value]),
  );
}
