import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../../../modules/platform/config/root';
import { PASSWORD } from '../../support/app';
import type { KeystrokeTime } from './keystroke-time';
import type { Visitor } from './visitor';

/** What is typed or chosen, by the name of the field. */
export type Fields = Readonly<Record<string, string>>;

/** A visitor whose clicks and keys are counted, in whichever language the pages are. */
export class CountedVisitor {
  constructor(
    private readonly visitor: Visitor,
    private readonly time: KeystrokeTime,
    private readonly language: string,
  ) {}

  get page(): Page {
    return this.visitor.page;
  }

  async open(path: string): Promise<void> {
    this.time.click();
    await this.visitor.open(path);
    this.time.page(this.page.url());
  }

  async choosePassword(path: string): Promise<void> {
    await this.open(path);
    await this.fill(path, { newPassword: PASSWORD, repeatedPassword: PASSWORD });
    await this.send(path);
  }

  async signIn(email: string): Promise<void> {
    await this.open('/sign-in');
    await this.fill('/sign-in', { email, password: PASSWORD });
    await this.send('/sign-in');
    if (this.visitor.isAt('/sign-in/code')) await this.showCode('/sign-in/code', email);
    if (this.visitor.isAt('/account/second-factor')) await this.setUpSecondFactor(email);
  }

  /** The role needs it: an app that scans, a code of it, and the recovery codes put away. */
  private async setUpSecondFactor(email: string): Promise<void> {
    await this.send('/account/second-factor');
    await this.showCode('/confirmation', email);
    await this.press(this.page.locator('main a.btn-primary'));
  }

  private async showCode(address: string, email: string): Promise<void> {
    await this.fill(address, { otp: await this.visitor.telephone(email) });
    await this.send(address);
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

  async fill(address: string, fields: Fields): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form(address).locator(`[name="${name}"]`);
      const kind = await field
        .first()
        .evaluate((one: Element) => `${one.tagName} ${one.getAttribute('type') ?? ''}`);
      if (kind.startsWith('SELECT')) {
        this.time.click();
        await field.selectOption(value);
      } else if (/checkbox|radio/.test(kind)) {
        this.time.click();
        await this.form(address).locator(`[name="${name}"][value="${value}"]`).check();
      } else {
        this.time.type(value);
        await field.fill(value);
      }
    }
  }

  async send(address: string, status = 200): Promise<void> {
    await this.press(this.form(address).locator('button:not([name])').first(), status);
  }

  async press(what: Locator, status = 200): Promise<void> {
    this.time.click();
    await this.visitor.press(what, status);
    this.time.page(this.page.url());
  }

  async submit(path: string, address: string, fields: Fields = {}): Promise<void> {
    await this.open(path);
    await this.fill(address, fields);
    await this.send(address);
  }

  /** Opens a page and loads it again until what a job makes stands on it, for a minute at most. */
  async openUntil(path: string, what: Locator): Promise<void> {
    const end = Date.now() + 60_000;
    await this.open(path);
    while ((await what.count()) === 0 && Date.now() < end) {
      await this.page.waitForTimeout(500);
      await this.page.reload();
    }
    await what.first().waitFor();
  }

  async download(link: Locator): Promise<string> {
    this.time.click();
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
