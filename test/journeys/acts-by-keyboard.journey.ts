import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { Keyboard } from './support/keyboard';

/** What must be found, each on a page of its own. */
describe('a page that cannot be used by keyboard', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  const on = async (
    body: string,
    work: (page: Page, keyboard: Keyboard) => Promise<unknown>,
  ): Promise<string[]> => {
    const page = await browser.newPage();
    const noted: string[] = [];
    const keyboard = await Keyboard.take(page, (problem) => noted.push(problem));
    try {
      await page.goto(`data:text/html;charset=utf-8,${encodeURIComponent(`<main>${body}</main>`)}`);
      await work(page, keyboard);
    } finally {
      await page.close();
    }
    return noted;
  };
  const press = (page: Page) => page.getByText('Hold').click();

  it('has a thing to press that can have no focus', async () => {
    await expect(on('<div onclick="this.remove()">Hold</div>', press)).rejects.toThrow(
      'By keyboard: <div> "Hold" can have no focus',
    );
  });

  it('leaves a button out of the order of the Tab key', async () => {
    await expect(on('<a href="#">A</a><button tabindex="-1">Hold</button>', press)).rejects.toThrow(
      '<button> "Hold" on text/html',
    );
  });

  it('does not show the focus', async () => {
    const hidden = '<style>button:focus { outline: none }</style><button>Hold</button>';
    expect(await on(hidden, press)).toEqual(['the focus on <button> "Hold" is not seen']);
    const clear =
      '<style>button:focus { outline: 3px solid transparent }</style><button>Hold</button>';
    expect(await on(clear, press)).toEqual(['the focus on <button> "Hold" is not seen']);
  });

  it('covers what has the focus', async () => {
    const covered =
      '<button>Hold</button><div style="position:fixed;inset:0 0 auto;block-size:9rem;background:#fff">Bar</div>';
    expect(await on(covered, press)).toEqual(['<button> "Hold" has the focus under <div> "Bar".']);
  });

  it('loses the focus after an act or with a change of the page', async () => {
    const lost = ['the focus was lost after <button> "Hold"'];
    const look = async (page: Page, keyboard: Keyboard) => {
      await press(page);
      await keyboard.lookForFocus();
    };
    expect(await on('<button onclick="this.remove()">Hold</button>', look)).toEqual(lost);
    expect(
      await on(
        '<button onclick="setTimeout(() => this.remove())">Hold</button>',
        async (page, keyboard) => {
          await press(page);
          await page.getByText('Hold').waitFor({ state: 'detached' });
          await keyboard.lookForFocus();
        },
      ),
    ).toEqual(lost);
  });

  it('and one that can: links, boxes, radio buttons, lists, days and texts', async () => {
    const form = `<form><button type="button">Hold</button>
      <label><input type="checkbox"> Now</label>
      <label><input type="radio" name="a" value="1"> One</label><label><input type="radio" name="a" value="2"> Two</label><label><input type="radio" name="a" value="3"> Three</label>
      <label>Country <select><option value="">-</option><option value="MA">Morocco</option><option value="SN">Senegal</option></select></label>
      <label>Day <input type="date"></label><label>Note <textarea></textarea></label></form>`;
    const noted = await on(form, async (page, keyboard) => {
      await page.getByLabel('Note').fill('ذكرت\nعمرها');
      await page.getByLabel('Day').fill('2026-11-23');
      await page.getByLabel('Country').selectOption({ label: 'Senegal' });
      await page.getByLabel('Three').check();
      await page.getByLabel('Now').check();
      await press(page);
      const values = await page.evaluate(
        `[...new FormData(document.forms[0])].length + ' ' + [...document.forms[0].elements].map((one) => one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value).join('|')`,
      );
      expect(values).toBe('1 |true|false|false|true|SN|2026-11-23|ذكرت\nعمرها');
      expect(keyboard.acts.map(({ tabs }) => tabs)).toEqual([9, 2, 3, 1, 1, 1]);
    });
    expect(noted).toEqual([]);
  });
});
