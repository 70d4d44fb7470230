import { readFile } from 'node:fs/promises';
import { FirstSetup } from '../../modules/setup';
import { addDays } from '../../modules/platform/shared/nights.rules';
import { Hands, type Fields } from './support/hands';
import { beginJourney, type Journey } from './support/journey';
import { Pace } from './support/pace';
import { DESK, type BrowserLook } from './support/visitor';

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
  const look: BrowserLook = { ...DESK, locale: `${language}-MA` };
  const pace = new Pace();
  const links = new Map<string, string>();
  let journey: Journey;

  beforeAll(async () => {
    journey = await beginJourney({ at: EVENING });
  });
  afterAll(() => journey?.end());

  const withBrowser = (name: string, work: (hands: Hands) => Promise<void>) =>
    journey.as(
      `begin-${language}-${name}`,
      (visitor) => work(new Hands(visitor, pace, language)),
      look,
    );
  const as = (email: string, work: (hands: Hands) => Promise<void>) =>
    withBrowser(email.split('@')[0]!, async (hands) => {
      await hands.signsIn(email);
      await work(hands);
    });
  const chooseTheirPasswords = async () => {
    for (const [email, link] of links) {
      await withBrowser(email, (hands) =>
        hands.choosesPassword(new URL(link, 'http://mawa').pathname),
      );
    }
    links.clear();
  };
  /** Minutes of hands, printed. */
  const minutesUntil = (what: string): number => {
    process.stdout.write(`${language}: ${what} after ${pace.minutes.toFixed(1)} minutes\n`);
    return pace.minutes;
  };

  it('has two administrators, its shelter and the people who work there', async () => {
    const { path } = (await journey.mawa.app.get(FirstSetup).newToken())!;
    await withBrowser('first', async (hands) => {
      await hands.opens(path);
      await hands.fills('/setup', {
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
      await hands.picture('1-set-up');
      await hands.sends('/setup');
      const made = await hands.page
        .locator('main a[href^="/password/"]')
        .evaluateAll((all: Element[]) => all.map((one) => one.getAttribute('href')!));
      [SAMIRA, DRISS].forEach((email, at) => links.set(email, made[at]!));
    });
    await chooseTheirPasswords();
    await as(SAMIRA, async (hands) => {
      await hands.opens('/setup-checklist');
      await hands.picture('2-check-list');
      const organisations = [
        { name: words.donor, code: 'EU', kind: 'donor' },
        { name: words.agency, code: 'IOM', kind: 'agency' },
      ];
      await hands.opens('/admin/organisations');
      for (const one of organisations) {
        await hands.fills('/admin/organisations', one);
        await hands.sends('/admin/organisations');
      }
      await hands.does('/admin/shelters', '/admin/shelters', {
        codeName: words.shelter,
        region: '04',
        kind: 'emergency',
        receives: 'woman',
        languages: 'ary',
      });
      await hands.fills('/rooms', { name: words.room, mix: 'women' });
      await hands.sends('/rooms');
      for (const label of ['1', '2', '3']) {
        await hands.fills('/beds', { label });
        await hands.sends('/beds');
      }
      const [hajar, reda, fatima, nabil] = words.staff;
      const rows = [
        'Name;Address;Roles;Shelters;Language',
        `${hajar};${HAJAR};shelter_manager;${words.shelter};${language}`,
        `${reda};${REDA};reintegration_officer;;${language}`,
        `${fatima};${FATIMA};finance_officer;;${language}`,
        `${nabil};${NABIL};programme_officer;;${language}`,
      ];
      await hands.does('/admin/new-accounts', '/admin/new-accounts', { rows: rows.join('\n') });
      await hands.picture('3-accounts');
    });
    await as(DRISS, async (hands) => {
      await hands.opens('/admin/new-accounts');
      for (const box of await hands.form('/links').locator('[name=ids]').all()) await box.check();
      await hands.sends('/links');
      for (const link of await hands.page.locator('main textarea').all()) {
        const said = await link.locator('xpath=../label').innerText();
        links.set(/\S+@\S+/.exec(said)![0], await link.inputValue());
      }
      expect(links.size).toBe(4);
    });
    await chooseTheirPasswords();
    await as(SAMIRA, async (hands) => {
      await hands.opens('/admin');
      const users = hands.page.locator('main a.btn[href^="/admin/users/"]');
      const waiting = await users.evaluateAll((all: Element[]) =>
        all.map((one) => one.getAttribute('href')!),
      );
      expect(waiting).toHaveLength(4);
      for (const user of waiting) await hands.does(user, '/confirmation');
    });
  });

  it('receives its first person, within 15 minutes', async () => {
    let request = '';
    await as(REDA, async (hands) => {
      await hands.opens('/people/new');
      await hands.fills('/people', {
        'people.0.names.given': words.given,
        'people.0.names.family': words.family,
        'people.0.sex': 'female',
        'people.0.ageAtRegistration': '31',
      });
      await hands.presses(hands.form('/people').locator('button:not([name])').last());
      await hands.presses(hands.page.locator('main a[href^="/beds/requests/new?case="]').first());
      await hands.fills('/beds/requests', {
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
      });
      await hands.sends('/beds/requests');
      request = new URL(hands.page.url()).pathname;
      await hands.fills('/holds', { reason: words.reason });
      await hands.picture('4-request');
      await hands.sends('/holds');
      await hands.sends('/promise');
    });
    await as(HAJAR, async (hands) => {
      await hands.does(request, '/check-in');
      await hands.opens('/beds');
      await hands.picture('5-first-night');
    });
    expect(minutesUntil('the first person in a bed')).toBeLessThan(15);
  });

  it('has a grant that pays for nights and services', async () => {
    await as(FATIMA, async (hands) => {
      const draft = async (step: string, fields: Fields) => {
        await hands.fills(`/${step}`, fields);
        await hands.presses(hands.form(`/${step}`).locator('button').first());
      };
      await hands.does('/budget/grants', '/budget/grants/drafts');
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
      await hands.picture('6-grant');
      await hands.sends('/proposal');
    });
    await as(NABIL, async (hands) => {
      await hands.opens('/tasks');
      await hands.presses(hands.page.locator('main a[href^="/budget/grants/proposals/"]').first());
      await hands.sends('/decisions');
    });
    await as(FATIMA, async (hands) => {
      await hands.does('/budget/rates', '/budget/rates', {
        from: 'MAD',
        to: 'EUR',
        rate: '0.092',
        validFrom: '2026-10-01',
        source: words.bank,
      });
      await hands.opens('/budget/night-rates');
      await hands.fills('/budget/night-rates', {
        shelterId: await hands.choice('/budget/night-rates', 'shelterId', words.shelter),
        from: TODAY,
        amount: '180.00',
        lineId: await hands.choice('/budget/night-rates', 'lineId', 'A-1.1'),
        source: words.agreement,
      });
      await hands.sends('/budget/night-rates');
      await hands.opens('/budget/allocations');
      await hands.fills('/budget/allocations', {
        typeCode: 'medical_consultation',
        from: TODAY,
        'shares.0.lineId': await hands.choice('/budget/allocations', 'shares.0.lineId', 'A-2.1'),
        'shares.0.share': '100',
        source: words.annex,
      });
      await hands.sends('/budget/allocations');
    });
    await as(NABIL, async (hands) => {
      for (const page of ['/budget/rates', '/budget/night-rates', '/budget/allocations'])
        await hands.does(page, '/decisions');
    });
    minutesUntil('the grant');
  });

  it('notes a service, and brings in the people of before', async () => {
    await as(REDA, async (hands) => {
      await hands.opens('/people');
      await hands.presses(hands.page.locator('main .table a[href^="/people/"]').first());
      await hands.presses(hands.page.locator('main a[href^="/services/new?case="]').first());
      await hands.fills('/services', { typeCode: 'medical_consultation', 'cost.amount': '300.00' });
      await hands.sends('/services');
      const brings = async (list: string, name: string, buffer: Buffer) => {
        await hands.opens('/imports');
        await hands.fills('/imports', { list });
        const file = { name, mimeType: 'text/csv', buffer };
        await hands.form('/imports').locator('[name=file]').setInputFiles(file);
        await hands.sends('/imports');
        await hands.sends('/columns');
        if (list === 'people') await hands.picture('7-people');
        await hands.sends('/import');
      };
      await brings('people', 'personnes.csv', PEOPLE);
      const stays = [1, 2, 3, 4, 5].map(
        (at) => `DT ${at};${words.shelter};${addDays(TODAY, -400)};${addDays(TODAY, at - 400)}`,
      );
      const file = ['Dossier;Foyer;Arrivée;Départ', ...stays].join('\n');
      await brings('past-stays', 'sejours.csv', Buffer.from(file));

      await hands.opens('/people');
      const cases = hands.page.locator('main a[href^="/people/"]');
      const all = await cases.evaluateAll((links: Element[]) =>
        links.map((one) => one.getAttribute('href')!).filter((href) => /[\da-f]{12}$/.test(href)),
      );
      expect(new Set(all).size).toBe(6);
    });
  });

  it('has its first approved reports, within 60 minutes', async () => {
    journey.mawa.clock.set(AFTER_THE_QUARTER);
    await as(FATIMA, async (hands) => {
      await hands.opens('/nights');
      await hands.fills('/closings', { until: LAST_DAY });
      await hands.sends('/closings');
      await hands.becomes(
        '/nights',
        hands.page.locator('.nights-facts strong', { hasText: /^0$/ }),
      );
      await hands.does('/budget/periods', '/budget/periods', { untilDay: LAST_DAY });
    });
    for (const kind of ['iom-quarterly', 'sf-425']) {
      let path = '';
      await as(NABIL, async (hands) => {
        await hands.opens('/reports');
        const waiting = hands.page
          .locator('main form[action="/reports"]')
          .filter({ has: hands.page.locator(`[name=kind][value="${kind}"]`) })
          .filter({ has: hands.page.locator('[name=period][value="2026-Q4"]') });
        await hands.presses(waiting.locator('button'));
        path = new URL(hands.page.url()).pathname;
      });
      await as(FATIMA, async (hands) => {
        await hands.becomes(path, hands.form('/approval'));
        if (kind === 'iom-quarterly') await hands.picture('8-report');
        for (const box of await hands.form('/approval').locator('[type=checkbox]').all()) {
          await box.check();
        }
        await hands.sends('/approval');
        const pdf = hands.page.locator('main a[href*="/files/pdf/"]').first();
        await hands.becomes(path, pdf);
        const file = await readFile(await hands.download(pdf));
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
