import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA, SAMIRA } from './support/programme';
import type { Visitor } from './support/visitor';

const WORDS = 'Rappeler la clinique avant jeudi.';
const NEAR_SECONDS = 50;

describe('a page that nobody uses any more', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
  });
  afterAll(() => journey?.end());

  const visit = (name: string, work: (leila: Visitor, page: Page) => Promise<void>) =>
    journey.as(name, async (leila) => {
      await leila.page.clock.install();
      await leila.signIn(LEILA, PASSWORD);
      await work(leila, leila.page);
    });
  const sign = (page: Page) => page.locator('[data-session-seconds]');
  const idleSeconds = async (page: Page) =>
    Number(await sign(page).getAttribute('data-session-seconds'));
  /** Time goes by for the server and in the browser. */
  const pass = async (page: Page, seconds: number) => {
    journey.mawa.clock.advance(seconds * 1_000);
    await page.clock.runFor(seconds * 1_000);
  };

  it('says a minute before that it closes, and stays open for whoever presses a key', () =>
    visit('session-end-stays', async (leila, page) => {
      await leila.open('/people');
      const idle = await idleSeconds(page);
      await pass(page, idle - NEAR_SECONDS);
      await page.getByRole('alert').filter({ hasText: 'se ferme dans une minute' }).waitFor();
      await page.keyboard.press('Shift');
      await sign(page).filter({ hasNotText: 'minute' }).waitFor({ state: 'attached' });
      await pass(page, idle - NEAR_SECONDS);
      await page.getByRole('alert').filter({ hasText: 'se ferme dans une minute' }).waitFor();
      await leila.open('/people');
    }));

  it('closes with its session and leads back after signing in', () =>
    visit('session-end-closes', async (leila, page) => {
      await leila.open('/people?stage=identified');
      await pass(page, await idleSeconds(page));
      await pass(page, NEAR_SECONDS);
      await page.waitForURL(/\/sign-in\?/);
      await page.getByLabel('Adresse électronique').fill(LEILA);
      await page.getByLabel('Mot de passe').fill(PASSWORD);
      await leila.press(page.getByRole('button', { name: 'Se connecter' }));
      expect(leila.isAt('/people')).toBe(true);
    }));

  it('keeps what was typed and not sent for its author', () =>
    visit('session-end-typed', async (leila, page) => {
      await leila.open('/breaches/report');
      await page.locator('main [name="text"]').fill(WORDS);
      leila.expects(401);
      await pass(page, await idleSeconds(page));
      await pass(page, NEAR_SECONDS);
      await page.waitForURL(/\/sign-in\?.*_draft/);
      await page.getByLabel('Adresse électronique').fill(LEILA);
      await page.getByLabel('Mot de passe').fill(PASSWORD);
      await leila.press(page.getByRole('button', { name: 'Se connecter' }));
      expect(await page.locator('main [name="text"]').inputValue()).toBe(WORDS);
    }));

  it('does not stay for somebody else who signs in at the same computer', () =>
    visit('session-end-another', async (leila, page) => {
      await leila.open('/people');
      const other = await page.context().newPage();
      await other.goto('/people');
      await other.locator('.account summary').click();
      await other.getByRole('button', { name: 'Se déconnecter' }).click();
      await other.waitForURL(/sign-in/);
      await other.getByLabel('Adresse électronique').fill(SAMIRA);
      await other.getByLabel('Mot de passe').fill(PASSWORD);
      await other.getByRole('button', { name: 'Se connecter' }).click();
      await other.locator('[data-account]').waitFor({ state: 'attached' });
      const account = (at: Page) => at.locator('[data-account]').getAttribute('data-account');
      const [hers, samiras] = [await account(page), await account(other)];
      expect(hers).not.toBe(samiras);
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await page.locator(`[data-account="${samiras}"]`).waitFor({ state: 'attached' });
    }));

  it('shows nothing any more where no server answers', () =>
    visit('session-end-offline', async (leila, page) => {
      await leila.open('/people');
      const idle = await idleSeconds(page);
      await leila.withoutConnection(async () => {
        await pass(page, idle);
        await pass(page, NEAR_SECONDS);
        await page.getByText('Cette page s’est fermée').waitFor();
        expect(await page.locator('main').count()).toBe(0);
      });
    }));
});
