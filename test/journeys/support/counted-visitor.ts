import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../../../modules/platform/config/root';
import { PASSWORD } from '../../support/app';
import type { Pace } from './pace';
import type { Visitor } from './visitor';

/** What is typed or chosen, by the name of the field. */
export type Fields = Readonly<Record<string, string>>;

/** A visitor whose clicks and keys are counted, in whichever language the pages are. */
export class Hands {
  constructor(
    private readonly visitor: Visitor,
    private readonly pace: Pace,
    private readonly language: string,
  ) {}

  get page(): Page {
    return this.visitor.page;
  }

  async opens(path: string): Promise<void> {
    this.pace.click();
    await this.visitor.open(path);
    this.pace.page(this.page.url());
  }

  async choosesPassword(path: string): Promise<void> {
    await this.opens(path);
    await this.fills(path, { newPassword: PASSWORD, repeatedPassword: PASSWORD });
    await this.sends(path);
  }

  async signsIn(email: string): Promise<void> {
    await this.opens('/sign-in');
    await this.fills('/sign-in', { email, password: PASSWORD });
    await this.sends('/sign-in');
  }

  /** The form that is sent to this address, or to one that ends so. */
  form(address: string): Locator {
    return this.page.locator(`main form[action$="${address}"]`).first();
  }

  /** The value of the choice that says these words. */
  async choice(address: string, name: string, said: string): Promise<string> {
    const choices = this.form(address).locator(`[name="${name}"] option`);
    return (await choices.filter({ hasText: said }).first().getAttribute('value'))!;
  }

  async fills(address: string, fields: Fields): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form(address).locator(`[name="${name}"]`);
      const kind = await field
        .first()
        .evaluate((one: Element) => `${one.tagName} ${one.getAttribute('type') ?? ''}`);
      if (kind.startsWith('SELECT')) {
        this.pace.click();
        await field.selectOption(value);
      } else if (/checkbox|radio/.test(kind)) {
        this.pace.click();
        await this.form(address).locator(`[name="${name}"][value="${value}"]`).check();
      } else {
        this.pace.type(value);
        await field.fill(value);
      }
    }
  }

  async sends(address: string): Promise<void> {
    await this.presses(this.form(address).locator('button:not([name])').first());
  }

  async presses(what: Locator): Promise<void> {
    this.pace.click();
    await this.visitor.press(what);
    this.pace.page(this.page.url());
  }

  async does(path: string, address: string, fields: Fields = {}): Promise<void> {
    await this.opens(path);
    await this.fills(address, fields);
    await this.sends(address);
  }

  /** Opens a page again until what a job makes stands on it. */
  async becomes(path: string, what: Locator): Promise<void> {
    const end = Date.now() + 60_000;
    await this.opens(path);
    while ((await what.count()) === 0 && Date.now() < end) {
      await this.page.waitForTimeout(500);
      await this.page.reload();
    }
    await what.first().waitFor();
  }

  async download(link: Locator): Promise<string> {
    this.pace.click();
    return (await this.visitor.download(link)).path();
  }

  /** For docs/begin.md, where MAWA_PICTURES says so: `MAWA_PICTURES=1 npm run test:browser -- begin`. */
  async picture(name: string): Promise<void> {
    if (!process.env.MAWA_PICTURES) return;
    const folder = join(ROOT, 'docs', 'begin');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}-${this.language}.png`) });
  }
}
