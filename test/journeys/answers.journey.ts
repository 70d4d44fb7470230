import { PASSWORD } from '../support/app';
import { beginJourney, type Journey } from './support/journey';
import { found, NADIA } from './support/programme';

/** What a mistaken or hostile script would try, each with what the browser says. */
const TRIES = [
  ['innerHTML', `document.createElement('p').innerHTML = '<b>x</b>'`],
  ['outerHTML', `document.getElementById('content').outerHTML = '<b>x</b>'`],
  ['insertAdjacentHTML', `document.body.insertAdjacentHTML('beforeend', '<b>x</b>')`],
  ['a document', `new DOMParser().parseFromString('<b>x</b>', 'text/html')`],
  ['parseHTMLUnsafe', `Document.parseHTMLUnsafe('<b>x</b>')`],
  ['document.write', `document.write('<b>x</b>')`],
  ['srcdoc', `document.createElement('iframe').srcdoc = '<b>x</b>'`],
  ['a script', `document.createElement('script').src = '/assets/x.js'`],
  ['the text of a script', `document.createElement('script').text = 'x'`],
  ['a range', `document.createRange().createContextualFragment('<b>x</b>')`],
  ['a worker', `new Worker('/assets/x.js')`],
  ['a policy', `trustedTypes.createPolicy('other', { createHTML: (text) => text })`],
  ['the default policy', `trustedTypes.createPolicy('default', { createHTML: (text) => text })`],
  ['our policy again', `trustedTypes.createPolicy('mawa-answers', { createHTML: (text) => text })`],
] as const;

describe('markup that a script puts into a page', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await beginJourney();
    await found(journey.mawa);
  });
  afterAll(() => journey?.end());

  /** Tried by a script of the page, as the browser's driver may do more than pages may. */
  const tried = (code: string) => `new Promise((done) => setTimeout(() => {
    try { ${code}; done('done'); } catch (error) { done(error.name); }
  }))`;

  it('is an answer of the server: no text becomes markup, code or the address of a script', () =>
    journey.as('answers', async (visitor) => {
      const { page } = visitor;
      await page.goto('/sign-in');
      const said: string[] = [];
      for (const [what, code] of TRIES) said.push(`${what}: ${await page.evaluate(tried(code))}`);
      expect(said).toEqual(TRIES.map(([what]) => `${what}: TypeError`));
      const noted = visitor.takeProblems();
      expect(
        noted.filter(
          (one) => !/requires 'Trusted(HTML|Script|ScriptURL)'|Trusted ?Type/i.test(one),
        ),
      ).toEqual([]);
      expect(noted.length).toBeGreaterThan(10);
    }));

  it('is an HTML answer of this server: no response of a script, no JSON, no other origin', () =>
    journey.as('answers-fetched', async (visitor) => {
      const { page } = visitor;
      await page.goto('/sign-in');
      const asked = (answer: string) =>
        page.evaluate<string>(
          `${answer}.then((one) => mawaAnswers.pageOf(one)).then(({ title }) => title, ({ message }) => message)`,
        );
      const refusal = 'not a page of this server';
      const own = `new Response('<b>x</b>', { headers: { 'content-type': 'text/html' } })`;
      expect(await asked(`Promise.resolve(${own})`)).toBe(refusal);
      expect(await asked(`fetch('/readyz')`)).toBe(refusal);
      expect(await asked(`fetch(document.querySelector('script[src]').src)`)).toBe(refusal);
      expect(await asked(`fetch('/sign-in')`)).toContain('Mawa');
      expect(await page.evaluate(`Object.isFrozen(mawaAnswers)`)).toBe(true);
    }));

  it('is put in by htmx as before, and the way back asks for the page anew', () =>
    journey.as('answers-htmx', async (visitor) => {
      const { page } = visitor;
      await visitor.signIn(NADIA, PASSWORD);
      await visitor.open('/analyses');
      await page.evaluate('window.neverReloaded = true');
      const rows = page.locator('#q-rows');
      const before = await rows.inputValue();
      const after = await rows.locator('option:not([selected])').last().getAttribute('value');
      await rows.selectOption(after);
      await page.waitForURL(`**/analyses?*rows=${after}*`);
      await page.locator('#analysis:not(.htmx-request) #q-rows').waitFor();
      expect(await page.evaluate('window.neverReloaded')).toBe(true);
      expect(await rows.inputValue()).toBe(after);
      expect(await page.locator('#analysis').count()).toBe(1);
      await page.goBack();
      // As a function: a text would be evaluated in the page, which its policy refuses.
      await page.waitForFunction(() => !('neverReloaded' in globalThis));
      expect(await page.locator('#q-rows').inputValue()).toBe(before);
      await visitor.look();
    }));
});
