import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA } from './support/programme';
import { DESK } from './support/visitor';

const WORDS = [
  ['fr-MA', 'Enregistrement en cours…'],
  ['ar-MA', 'جارٍ الحفظ…'],
  ['en-GB', 'Being saved…'],
] as const;
const SLOW_MS = 2500;
const FORM = 'main form[action="/tasks/digest"]';

/** Nothing reaches a page from outside while its next one is loading: it presses again and writes down what it shows. */
const WATCH = `{
  const button = document.querySelector('${FORM} button');
  const sign = document.querySelector('[data-busy]');
  const seen = [];
  const note = () => {
    seen.push({ sign: sign.textContent, held: button.ariaDisabled === 'true' });
    sessionStorage.setItem('seen', JSON.stringify(seen));
  };
  note();
  document.addEventListener('submit', () => setTimeout(() => {
    if (seen.length > 1) return;
    note();
    button.click();
    for (const after of [800, 1300]) setTimeout(note, after);
    setTimeout(() => button.click(), 1400);
  }));
}`;

/** How many forms went out, each answered late. */
async function answerLate(page: Page): Promise<() => number> {
  let sent = 0;
  await page.route('**/tasks/digest', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    sent += 1;
    await new Promise((done) => setTimeout(done, SLOW_MS));
    return route.continue();
  });
  return () => sent;
}

describe('a form whose answer takes long', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
  });
  afterAll(() => journey?.end());

  it.each(WORDS)('says so after a second and goes out once (%s)', (locale, words) =>
    journey.as(
      `slow-${locale}`,
      async (leila) => {
        const { page } = leila;
        await leila.open('/sign-in');
        await page.locator('[name="email"]').fill(LEILA);
        await page.locator('[name="password"]').fill(PASSWORD);
        await leila.press(page.locator('main form[action="/sign-in"] button').last());
        await leila.press(page.locator(`.languages [value="${locale.slice(0, 2)}"]`));
        await leila.open('/tasks/digest');
        const sent = await answerLate(page);
        await page.evaluate(WATCH);
        await leila.press(page.locator(`${FORM} button`));
        expect(sent()).toBe(1);
        const seen = await page.evaluate<string>(`sessionStorage.getItem('seen')`);
        expect(JSON.parse(seen)).toEqual([
          { sign: '', held: false },
          { sign: '', held: true },
          { sign: '', held: true },
          { sign: words, held: true },
        ]);
        expect(await page.locator('[data-busy]').getAttribute('role')).toBe('status');
        await page.goBack();
        expect(await page.locator('[data-busy]').textContent()).toBe('');
        expect(await page.locator('button[aria-disabled]').count()).toBe(0);
      },
      { ...DESK, locale, ...(locale === 'ar-MA' ? { keyboard: true } : {}) },
    ),
  );

  it('stays on its page with what was typed while there is no network, says so, and goes out at the next press', () =>
    journey.as(
      'no-network',
      async (leila) => {
        const { page } = leila;
        await leila.open('/sign-in');
        await page.locator('[name="email"]').fill(LEILA);
        await page.locator('[name="password"]').fill(PASSWORD);
        await leila.press(page.locator('main form[action="/sign-in"] button').last());
        await leila.press(page.locator('.languages [value="fr"]'));
        await leila.open('/tasks/digest');
        const at = page.locator(`${FORM} [name="at"]`);
        const said = page.locator('[data-busy]');
        await page.locator(`${FORM} [name="wanted"]`).check();
        await at.fill('09:40');
        await leila.withoutConnection(async () => {
          await page.locator(`${FORM} button`).click();
          await said.filter({ hasText: 'Pas de connexion' }).waitFor({ state: 'attached' });
          expect(await at.inputValue()).toBe('09:40');
        });
        await page.locator('[data-busy]:empty').waitFor({ state: 'attached' });
        await leila.press(page.locator(`${FORM} button`));
        await leila.open('/tasks/digest');
        expect(await at.inputValue()).toBe('09:40');

        // A server on the same machine answers a browser that sees no network.
        await page.addInitScript(
          `Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })`,
        );
        await leila.open('/tasks/digest');
        await at.fill('10:20');
        await leila.press(page.locator(`${FORM} button`));
        await leila.open('/tasks/digest');
        expect(await at.inputValue()).toBe('10:20');
      },
      { ...DESK, locale: 'fr-MA' },
    ));
});
