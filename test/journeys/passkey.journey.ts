import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PASSWORD } from '../support/app';
import { enrol } from '../support/second-factor';
import { beginJourney, type Journey } from './support/journey';

/** A device of its own with a reader of fingerprints, as the protocol of Chromium's developer tools has it. */
const DEVICE = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

describe('a finance officer with a passkey', () => {
  let journey: Journey;
  let origin: string;
  beforeAll(async () => {
    journey = await beginJourney();
    const { port } = (journey.mawa.app.getHttpServer() as Server).address() as AddressInfo;
    // Browsers make no passkeys for an address of numbers.
    origin = `http://localhost:${port}`;
    Object.assign(journey.mawa.env, { MAWA_PUBLIC_URL: origin });
  });
  afterAll(() => journey?.end());

  it('adds it under “Mon compte”, and signs in with it alone', async () => {
    const { actor, email } = await journey.mawa.signIn('finance_officer', { language: 'fr' });
    await enrol(journey.mawa, actor);
    await journey.as('omar-passkey', async (omar) => {
      const { page } = omar;
      const tools = await page.context().newCDPSession(page);
      await tools.send('WebAuthn.enable');
      const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', {
        options: DEVICE,
      });

      const signOut = async () => {
        await page.locator('summary.account__name').click();
        await omar.press(page.getByRole('button', { name: 'Se déconnecter' }));
      };
      await omar.open(`${origin}/sign-in`);
      await page.getByLabel('Adresse électronique').fill(email);
      await page.getByLabel('Mot de passe').fill(PASSWORD);
      await omar.press(page.getByRole('button', { name: 'Se connecter', exact: true }));
      expect(await page.getByRole('button', { name: 'Utiliser une clé d’accès' }).count()).toBe(0);
      await page.getByLabel('Code').fill(await omar.telephone(email));
      await omar.press(page.getByRole('button', { name: 'Se connecter', exact: true }));

      await omar.open(`${origin}/account/passkeys`);
      await page.getByLabel('Nom').fill('Ordinateur du bureau');
      await omar.press(page.getByRole('button', { name: 'Ajouter une clé d’accès' }));
      expect(await page.locator('main li strong').allInnerTexts()).toEqual([
        'Ordinateur du bureau',
      ]);
      await signOut();

      await omar.press(page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }));
      expect(new URL(page.url()).pathname).toBe('/');
      await omar.open(`${origin}/account`);
      expect(await page.locator('main dd').first().innerText()).toBe(email);
      await signOut();

      // A finger that is not known: told in words, and nothing is lost.
      await tools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
      await page.getByText('Aucune clé d’accès n’a été donnée').waitFor();
      await omar.look();
    });
  });

  it('finds no button where passkeys cannot be made', async () => {
    await journey.as('nobody-passkey', async (nobody) => {
      await nobody.open('/sign-in');
      expect(await nobody.page.getByRole('button', { name: /clé d’accès/ }).count()).toBe(0);
    });
  });
});
