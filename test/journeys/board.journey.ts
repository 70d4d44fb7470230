import type { Page } from 'playwright-core';
import { aRequest } from '../shelter-beds/house';
import { PASSWORD, type SignedIn } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, LEILA, SAMIRA } from './support/programme';
import { PHONE } from './support/visitor';

/** So that a person and a bed are in sight together. */
const TALL = { viewport: { width: 1280, height: 1800 } };
/** With a mouse, whatever the others have. */
const BY_HAND = { ...TALL, keyboard: false };

/** Of the whole board: the names of the beds and what is said of each are cells as the nights are. */
const TAB_STOPS = `[...document.querySelectorAll('[data-board] :is(a, button, [tabindex])')]
  .filter(({ tabIndex }) => tabIndex >= 0).length`;

// A busy machine takes its time over eight looks for accessibility.
jest.setTimeout(240_000);

describe('the bed board at night', () => {
  let journey: Journey;
  let leila: SignedIn;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
    leila = await journey.mawa.signInAs(LEILA);
  });
  afterAll(() => journey?.end());

  const ask = async () => (await aRequest(journey.mawa, leila, undefined, { nights: 9 })).id;
  /** The element that has the focus, in its own words. */
  const focused = (page: Page, attribute: string) =>
    page.evaluate<string | null>(
      `document.activeElement?.getAttribute(${JSON.stringify(attribute)}) ?? null`,
    );
  /** Only keys: pressed until the focus is on what is looked for. */
  const tabTo = async (page: Page, selector: string) => {
    for (let n = 0; n < 80; n += 1) {
      if (
        await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)})`)
      )
        return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key does not reach ${selector}`);
  };

  it('a request chosen by a key leads the focus to the placing panel, from where few keys hold a bed', async () => {
    const request = await ask();
    await journey.as('board-chosen-by-key', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.open('/beds?nights=28');
      await page.locator(`a[href*="${request}"]`).focus();
      await page.keyboard.press('Enter');
      await page.locator(`[data-placing="${request}"]`).waitFor();
      await page.locator('#placing-title:focus').waitFor();
      let keys = 0;
      const onHold = `Boolean(document.activeElement?.closest('.proposals form'))`;
      while (keys < 10 && !(await page.evaluate<boolean>(onHold))) {
        await page.keyboard.press('Tab');
        keys += 1;
      }
      expect(keys).toBeLessThan(6);
      await page.getByRole('link', { name: 'Aller au tableau des lits' }).focus();
      await page.keyboard.press('Enter');
      expect(await focused(page, 'id')).toBe('board');
    });
  });

  it('two place on the same bed: the second sees at once that it is taken, without reloading', async () => {
    const [first, second] = [await ask(), await ask()];
    await journey.as('board-samira', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.open(`/beds?request=${second}`);
      await page.getByText('À jour : les changements').waitFor();
      await page.evaluate('window.neverReloaded = true');
      await page.getByText('Choisir soi-même les lits').click();
      const choice = page.getByLabel(/Personne 1/);
      await choice.selectOption({ index: 1 });
      const bed = await choice.inputValue();
      await page
        .locator('[data-plain-form]')
        .getByLabel('Ce qui a été répondu')
        .fill('elle préfère le rez-de-chaussée');

      await journey.as('board-leila', async (other) => {
        await other.signIn(LEILA, PASSWORD);
        await other.open(`/beds?request=${first}`);
        await other.press(other.page.locator(`[data-take="${bed}"]`));
        await other.page.getByText('C’est retenu.').waitFor();
        expect(await other.page.locator('.bar--placed').count()).toBe(1);
      });

      const news = page.locator('[data-live-news]');
      await news.getByText('vient d’être pris').waitFor({ timeout: 3_000 });
      const row = page.locator(`[data-bed="${bed}"]`);
      await row.locator('.bar--hold').waitFor();
      expect(await choice.getAttribute('aria-invalid')).toBe('true');
      expect(await choice.inputValue()).toBe('');
      expect(await choice.locator(`option[value="${bed}"]`).count()).toBe(0);
      // What was typed, where the focus stood and the page itself are as they were.
      const typed = page.locator('[data-plain-form]').getByLabel('Ce qui a été répondu');
      expect(await typed.inputValue()).toBe('elle préfère le rez-de-chaussée');
      expect(await focused(page, 'name')).toBe('reason');
      expect(await page.evaluate('window.neverReloaded')).toBe(true);
      await samira.look();

      // Another bed is chosen and held, with what was typed.
      await choice.selectOption({ index: 1 });
      await samira.press(page.locator('[data-plain-form] button'));
      await page.getByText('C’est retenu.').waitFor();
      await samira.press(page.getByRole('button', { name: 'Confirmer : arrivée prévue' }));
      await page.getByText('L’arrivée est prévue.').waitFor();
    });
  });

  it('keys alone hold a bed, confirm it, and move the end of a stay', async () => {
    const request = await ask();
    await journey.as('board-keys', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.open(`/beds?request=${request}`);
      await tabTo(page, '[data-stop]');
      expect(await page.evaluate<number>(TAB_STOPS)).toBe(1);
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page, 'class')).toMatch(/^verdict /);
      await page.keyboard.press('ArrowRight');
      for (let n = 0; n < 60 && (await focused(page, 'data-take')) === null; n += 1) {
        await page.keyboard.press('ArrowDown');
      }
      expect(await focused(page, 'aria-label')).toMatch(/^Lit .+ : placer ici$/);
      const loaded = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await loaded;
      await page.getByText('C’est retenu.').waitFor();
      await samira.look();
      // The next press confirms.
      const confirmed = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await confirmed;
      await page.getByText('L’arrivée est prévue.').waitFor();
      const manager = await journey.mawa.signInAs(SAMIRA);
      await leila.post(`/api/v1/bed-requests/${request}/agreement`).expect(201);
      await manager.post(`/api/v1/bed-requests/${request}/check-in`).expect(201);

      await samira.open('/beds?nights=28');
      await tabTo(page, '[data-stop]');
      await page.keyboard.press('Control+Home');
      for (let n = 0; n < 60; n += 1) {
        if (await page.evaluate('document.activeElement.matches(".bar--stay")')) break;
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Sortie prévue', { exact: true }).waitFor();
      await samira.look();
      expect(await dialog.getByLabel('Sortie prévue').inputValue()).toBe('2026-12-03');
      await tabTo(page, '[data-step="2026-12-04"]');
      await page.keyboard.press('Enter');
      await tabTo(page, 'dialog .btn-primary');
      const saved = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await saved;
      await page.getByText('La sortie prévue est enregistrée.').waitFor();
      const { rows } = await journey.mawa.admin.query(
        `SELECT upper(nights)::text AS until FROM bookings WHERE state = 'stay'`,
      );
      expect(rows).toEqual([{ until: '2026-12-04' }]);
    });
  });

  // By keyboard there are other ways to the same ends: the journeys above, and the page of a move.
  it('a hand pulls the end of a stay, and drops a person on a bed', async () => {
    const request = await ask();
    await journey.as(
      'board-hand',
      async (samira) => {
        const { page } = samira;
        await samira.signIn(SAMIRA, PASSWORD);
        await samira.open('/beds?nights=28');
        const end = page.locator('.bar--stay [data-end]').first();
        await end.hover();
        const at = (await end.boundingBox())!;
        await page.mouse.down();
        await page.locator('.bar__ghost').waitFor({ state: 'attached' });
        // What a colleague does to this stay meanwhile is shown once the hand lets go.
        const colleague = await journey.mawa.signInAs(SAMIRA);
        const pulled = end.locator('xpath=ancestor::*[@data-booking]');
        const stayId = await pulled.getAttribute('data-booking');
        const version = await pulled.getAttribute('data-version');
        const network = await page.context().newCDPSession(page);
        await network.send('Network.enable');
        const told = new Promise<void>((resolve) => {
          network.on('Network.eventSourceMessageReceived', ({ eventName }) => {
            if (eventName === 'changed') resolve();
          });
        });
        await colleague
          .post(`/api/v1/bookings/${stayId}/planned-exit`, { on: '2026-12-05' })
          .expect(201);
        await told;
        await page.mouse.move(at.x + 120, at.y + at.height / 2, { steps: 6 });
        await page.mouse.up();
        const dialog = page.getByRole('dialog');
        await dialog.getByText(/Sortie prévue : sam\.\s5\sdéc\. → /).waitFor();
        expect((await dialog.getByLabel('Sortie prévue').inputValue()) > '2026-12-05').toBe(true);
        await dialog.getByRole('button', { name: 'Fermer' }).click();
        await page.locator(`[data-booking="${stayId}"]:not([data-version="${version}"])`).waitFor();

        const stay = page.locator('.bar--stay[data-carried]').first();
        const booking = await stay.getAttribute('data-booking');
        const free = page.locator('[data-row] .gap--tonight').first();
        await free.scrollIntoViewIfNeeded();
        await stay.dragTo(free, { sourcePosition: { x: 12, y: 12 } });
        await page.waitForURL(`**/beds/bookings/${booking}/move?to=bed*`);
        expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
        await samira.look();

        await samira.open(`/beds?request=${request}`);
        await page.getByText('Choisir soi-même les lits').click();
        const cell = page.locator('[data-take]').first();
        await cell.scrollIntoViewIfNeeded();
        const loaded = page.waitForEvent('load');
        await page.locator('[data-drag]').first().dragTo(cell);
        await loaded;
        await page.getByText('C’est retenu.').waitFor();
        await page.getByText('Rendre ces lits').first().click();
        await page.getByText(/^Rendre le lit gardé \(/).waitFor();
        await samira.press(page.getByRole('button', { name: 'Oui, rendre' }));
      },
      BY_HAND,
    );
  });

  it('stays narrowed as it was left', () =>
    journey.as('board-filters', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.open('/beds');
      const loaded = page.waitForEvent('load');
      await page.getByLabel('libres cette nuit seulement').check();
      await loaded;
      expect(new URL(page.url()).search).toBe('?free=tonight&nights=28');
      // The page is a new one, and the focus where the choice was made.
      expect(await focused(page, 'name')).toBe('free');
      const free = await page.locator('[data-row]').count();
      await samira.open('/');
      await samira.press(page.getByRole('navigation').getByRole('link', { name: 'Lits' }));
      expect(new URL(page.url()).search).toBe('?free=tonight&nights=28');
      expect(await page.locator('[data-row]').count()).toBe(free);
      await samira.press(page.getByRole('link', { name: 'Tout afficher' }));
      expect(await page.locator('[data-row]').count()).toBeGreaterThan(free);
    }));

  it('runs from the right in Arabic, and the arrows follow the eye', () =>
    journey.as('board-arabic', async (samira) => {
      const { page } = samira;
      await samira.signIn(SAMIRA, PASSWORD);
      await samira.press(page.getByRole('button', { name: 'العربية' }));
      await samira.open('/beds?nights=28');
      await page.getByText('محدّثة').waitFor();
      const row = page.locator('[data-row]', { has: page.locator('.bar--stay') }).first();
      const stops = row.locator('[data-stop]');
      await stops.first().focus();
      const before = (await stops.first().boundingBox())!;
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page, 'id')).toBe(await stops.nth(1).getAttribute('id'));
      expect((await stops.nth(1).boundingBox())!.x).toBeLessThan(before.x);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await samira.look();
      await page.keyboard.press('Escape');
      await samira.press(
        page
          .getByRole('button', { name: 'FR' })
          .or(page.getByRole('button', { name: 'Français' }))
          .first(),
      );
    }));

  it('says on a telephone who sleeps here tonight, with targets for a thumb, and prints without chrome', () =>
    journey.as(
      'board-phone',
      async (samira) => {
        const { page } = samira;
        await samira.signIn(SAMIRA, PASSWORD);
        await samira.open('/beds');
        await samira.press(page.getByRole('link', { name: 'Cette nuit', exact: true }));
        const sleeper = page.locator('a.sleeper__in').first();
        expect((await sleeper.boundingBox())!.height).toBeGreaterThanOrEqual(48);
        expect(await page.locator('.sleeper--stay').count()).toBe(1);
        await page.emulateMedia({ media: 'print' });
        for (const hidden of ['.top', '.side', '.sheet-choices']) {
          expect(await page.locator(hidden).first().isVisible()).toBe(false);
        }
        expect(await page.locator('.print-foot').isVisible()).toBe(true);
        await page.emulateMedia({ media: 'screen' });
        await samira.press(page.locator('a.sleeper__in').first());
      },
      PHONE,
    ));
});
