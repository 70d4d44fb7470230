import type { Page } from 'playwright-core';
import { ChannelContacts, ComplaintSlips } from '../../modules/complaints';
import { slipsOf } from '../complaints/complaints';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found } from './support/programme';
import { PHONE } from './support/visitor';

const KHADIJA = 'khadija@demo.mawa';
const WORDS = 'المديرة أخذت هاتفي وقالت إنها ستطردني إن تكلمت.';
const ANSWER = 'نصدقك. لن يعرف أحد أنك كتبت. سنعيد لك هاتفك.';

describe('a slip of paper taken from a wall', () => {
  let journey: Journey;
  let slip: string;
  let number: string;

  beforeAll(async () => {
    journey = await beginJourney();
    const founded = await found(journey.mawa);
    const [khadija, mehdi] = [await founded.actor('khadija'), await founded.actor('mehdi')];
    const contacts = journey.mawa.app.get(ChannelContacts);
    const proposal = { address: 'mawa.example/mot', phone: '05 37 00 00 00' };
    await contacts.approve(mehdi, (await contacts.propose(khadija, proposal)).id);
    const shelterId = founded.shelters.get('Maison Argane')!;
    const { pdf } = await journey.mawa.app
      .get(ComplaintSlips)
      .print(khadija, { sheets: 1, shelterId });
    slip = (await slipsOf(pdf))[0]!;
  });
  afterAll(() => journey?.end());

  it('lets a woman write in Arabic on a phone, and gives her the other half of a number', () =>
    journey.as(
      'voice-writes',
      async (she) => {
        const { page } = she;
        await she.open('/mot');
        await she.press(page.getByRole('link', { name: 'العربية' }));
        expect(await page.evaluate<string>('document.dir')).toBe('rtl');
        expect(await page.title()).toBe('كلمة');
        await page.getByRole('link', { name: /05 37 00 00 00/ }).waitFor();
        await she.press(page.getByRole('link', { name: 'أكتب' }));
        // Nothing at all is too little; the wrong paper loses no word.
        await she.press(page.getByRole('button', { name: 'إرسال' }), 422);
        await page.getByLabel('ماذا يحدث؟').fill(WORDS);
        await page.getByText('أُخذت أغراضي، أو طُلب مني المال').click();
        await page.getByLabel(/أرقام ورقتك الثمانية/).fill('1234 5670');
        await she.press(page.getByRole('button', { name: 'إرسال' }), 422);
        expect(await page.getByLabel('ماذا يحدث؟').inputValue()).toBe(WORDS);
        await page.getByLabel(/أرقام ورقتك الثمانية/).fill(`${slip.slice(0, 4)} ${slip.slice(4)}`);
        const goesOut = page.waitForRequest((request) => request.method() === 'POST');
        await she.press(page.getByRole('button', { name: 'إرسال' }));
        // Drawn by the phone when it goes out; no page held it before.
        expect(new URLSearchParams((await goesOut).postData()!).get('ticket')).toHaveLength(24);
        const groups = await page.locator('.number__group').allInnerTexts();
        number = groups.join('');
        expect(number).toMatch(new RegExp(`^${slip}\\d{8}$`));
        expect(page.url()).not.toContain(number);
        await she.press(page.getByRole('link', { name: 'دوّنته' }));
        expect(await page.context().cookies()).toEqual([]);
        expect(await page.content()).not.toContain(WORDS);
        await nothingBehind(page, [WORDS, number.slice(8)]);
      },
      PHONE,
    ));

  it('reaches a focal point, who reads, takes it on and answers', () =>
    journey.as('khadija', async (khadija) => {
      const { page } = khadija;
      await khadija.signIn(KHADIJA, PASSWORD);
      await khadija.press(page.getByRole('navigation').getByRole('link', { name: 'Plaintes' }));
      await khadija.press(page.getByRole('link', { name: 'Vol ou argent demandé' }));
      expect(await page.content()).not.toContain(WORDS);
      await page.getByText('Maison Argane').first().waitFor();
      await khadija.press(page.getByRole('link', { name: 'Lire la plainte' }));
      await page.getByText(WORDS).waitFor();
      await khadija.press(page.getByRole('button', { name: 'Prendre en charge' }));
      await page.getByLabel('Votre message').fill(ANSWER);
      await khadija.press(page.getByRole('button', { name: 'Donner cette réponse' }));
      await page.locator('.said--out', { hasText: ANSWER }).waitFor();
      for (const path of ['/complaints/papers', '/complaints/phone', '/complaints?closed=1']) {
        await khadija.open(path);
      }
    }));

  it('and is answered: she reads it with her number, says that it helped, and leaves at once', () =>
    journey.as(
      'voice-reads',
      async (she) => {
        const { page } = she;
        await she.open('/mot/read?l=ar');
        const wrong = number.slice(0, 15) + ((Number(number[15]) + 1) % 10);
        await page.getByLabel(/رقمك/).fill(wrong);
        await she.press(page.getByRole('button', { name: 'عرض' }), 422);
        await page.getByText('رقم ناقص أو غير صحيح. انظر إلى رقمك مرة أخرى.').first().waitFor();
        await page.getByLabel(/رقمك/).fill(number);
        await she.press(page.getByRole('button', { name: 'عرض' }));
        await page.getByText(ANSWER).waitFor();
        await she.press(page.getByRole('button', { name: 'نعم' }));
        await page.getByText(ANSWER).waitFor();
        await page.getByRole('link', { name: 'خروج سريع' }).click();
        await page.waitForURL(`${journey.neutral}/`);
        await nothingBehind(page, [WORDS, ANSWER, number]);
      },
      PHONE,
    ));

  it('or says it over the phone: back and again at the desk shows neither her words nor her number', () =>
    journey.as('khadija-writes-down', async (khadija) => {
      const { page } = khadija;
      await khadija.signIn(KHADIJA, PASSWORD);
      await khadija.open('/complaints/phone');
      await page.getByLabel('العربية').check();
      await page.getByLabel('Ce que la personne dit').fill(WORDS);
      const goesOut = page.waitForRequest((request) => request.method() === 'POST');
      await khadija.press(page.getByRole('button', { name: 'Garder et donner le numéro' }));
      expect(new URLSearchParams((await goesOut).postData()!).get('ticket')).toHaveLength(24);
      const groups = await page.locator('.big-number bdi').allInnerTexts();
      expect(groups).toHaveLength(4);
      await khadija.press(page.getByRole('link', { name: 'C’est fait' }));
      await nothingBehind(page, [WORDS, groups.join('')]);
    }));

  it('while the manager of the house finds nothing anywhere', () =>
    journey.as('samira', async (samira) => {
      const { page } = samira;
      await samira.signIn('samira@demo.mawa', PASSWORD);
      for (const path of ['/', '/tasks', '/beds', '/people']) {
        await samira.open(path);
        expect(await page.content()).not.toMatch(/plainte|complaint/i);
      }
      await samira.open('/complaints', 403);
    }));
});

/** Whoever takes the phone next presses "back" and "again", as often as there is anything to go back to. */
async function nothingBehind(page: Page, secrets: readonly string[]): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    const before = page.url();
    await page.goBack({ waitUntil: 'load' }).catch(() => null);
    for (const again of [false, true]) {
      if (again) await page.reload({ waitUntil: 'load' }).catch(() => null);
      const shown = await page.evaluate<string>(
        `[document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value)].join('\\n')`,
      );
      for (const secret of secrets) {
        const found = inOne(shown).includes(inOne(secret));
        expect([presses, again, secret, found]).toEqual([presses, again, secret, false]);
      }
    }
    if (page.url() === before && before === 'about:blank') return;
  }
}

const inOne = (text: string): string => text.replaceAll(/\s/g, '');
