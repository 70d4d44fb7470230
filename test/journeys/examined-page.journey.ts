import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { examine } from './support/examine';

/** What journeys see of a page that they come to again: each case begins with a page that has nothing wrong. */
describe('a page that was examined before', () => {
  let browser: Browser;
  let page: Page;
  const found = async (html: string): Promise<string[]> => {
    await page.setContent(`<!doctype html><html lang="fr"><title>Lits</title><body>${html}`);
    return (await examine(page)).map((words) => words.split('\n')[0]!.split(':')[0]!);
  };
  const ROW = '<li class="row"><label for="bed">Lit</label><input id="bed"></li>';

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  it('is asked about what is new in it: a button without a name', async () => {
    const calm = '<main><h1>Lits</h1><button type="button">Garder</button></main>';
    expect([await found(calm), await found(calm)]).toEqual([[], []]);
    const nameless = calm.replace('>Garder<', '><');
    expect(await found(nameless)).toEqual(['critical, button-name']);
    expect(await found(nameless)).toEqual([]);
  });

  it('is asked about a second element like the first: a field whose label names another', async () => {
    const list = (rows: string): string => `<main><h1>Lits</h1><ul>${rows}</ul></main>`;
    expect(await found(list(ROW))).toEqual([]);
    const second = ROW.replace('id="bed"', 'id="room"');
    expect(await found(list(ROW + second))).toEqual(['critical, label']);
  });

  it('is asked about the same element in another place: words too pale for their ground', async () => {
    const style = '<style>.pale { color: #767676 } .grey { background: #ddd }</style>';
    const on = (ground: string): string =>
      `${style}<main><h1>Lits</h1><div class="${ground}"><p class="pale">Aucun lit libre</p></div></main>`;
    expect(await found(on('white'))).toEqual([]);
    expect(await found(on('grey'))).toEqual(['serious, color-contrast']);
  });

  it('is asked about a page without a title', async () => {
    await page.setContent('<!doctype html><html lang="fr"><body><main><h1>Lits</h1></main>');
    expect((await examine(page)).map((words) => words.split(':')[0])).toEqual([
      'serious, document-title',
    ]);
  });
});
