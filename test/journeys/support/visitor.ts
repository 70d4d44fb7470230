import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core';
import { ROOT } from '../../../modules/platform/config/root';
import { examine } from './examine';
import { isByKeyboard, Keyboard, type KeyboardAct } from './keyboard';

/** The browser that somebody has: the size of its window and, where it is not French, its language. */
export interface BrowserOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly locale?: string;
  /** Whether somebody acts by keyboard alone. */
  readonly keyboard?: boolean;
}
/** The code that an account's authenticator app shows now. */
export type Telephone = (email: string) => Promise<string>;

export const DESK: BrowserOptions = { viewport: { width: 1280, height: 860 } };
export const PHONE: BrowserOptions = { viewport: { width: 360, height: 740 } };

const CUT_OFF = /ERR_INTERNET_DISCONNECTED/;
const FAILED_LOAD = /Failed to load resource: the server responded with a status of (\d+)/;

/** Somebody at a browser of their own: every page they come to is looked at for accessibility. */
export class Visitor {
  /** What went wrong beside the path of the test; `leave` fails when it is not empty. */
  private readonly problems: string[] = [];
  private readonly expected = new Set<number>();
  private isCutOff = false;
  private keyboard: Keyboard | null = null;

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly name: string,
    readonly telephone: Telephone,
  ) {
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      if (this.isCutOff && CUT_OFF.test(message.text())) return;
      const status = Number(FAILED_LOAD.exec(message.text())?.[1]);
      if (!this.expected.has(status)) this.note(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.note(`script: ${error.message}`));
  }

  static async arrive(
    browser: Browser,
    base: string,
    name: string,
    { look, telephone }: { look: Partial<BrowserOptions>; telephone: Telephone },
  ): Promise<Visitor> {
    const { viewport = DESK.viewport, locale = 'fr-MA', keyboard = isByKeyboard() } = look;
    const context = await browser.newContext({
      viewport,
      baseURL: base,
      locale,
      acceptDownloads: true,
      reducedMotion: 'reduce',
    });
    const visitor = new Visitor(context, await context.newPage(), name, telephone);
    if (keyboard) {
      visitor.keyboard = await Keyboard.take(visitor.page, (problem) => visitor.note(problem));
    }
    return visitor;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.open('/sign-in');
    await this.page.getByLabel('Adresse électronique').fill(email);
    await this.page.getByLabel('Mot de passe').fill(password);
    await this.press(this.page.getByRole('button', { name: 'Se connecter' }));
    if (!this.isAt('/sign-in/code')) return;
    await this.page.getByLabel('Code').fill(await this.telephone(email));
    await this.press(this.page.getByRole('button', { name: 'Se connecter' }));
  }

  /** A page that comes by itself may be refused so. */
  expects(status: number): void {
    this.expected.add(status);
  }

  isAt(path: string): boolean {
    return new URL(this.page.url()).pathname === path;
  }

  /** Types an address; a refusal is fine only where its status is expected. */
  async open(path: string, status = 200): Promise<void> {
    if (status >= 400) this.expected.add(status);
    const response = await this.page.goto(path);
    expect({ path, status: response?.status() }).toEqual({ path, status });
    await this.look();
  }

  /** Follows a link or sends a form, and looks at the page that comes. */
  async press(what: Locator, status = 200): Promise<void> {
    if (status >= 400) this.expected.add(status);
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => undefined);
    await what.click();
    await loaded;
    await this.look();
  }

  /** The connection goes, and comes back when the work is done. */
  async withoutConnection(work: () => Promise<void>): Promise<void> {
    this.isCutOff = true;
    await this.context.setOffline(true);
    await work();
    await this.context.setOffline(false);
  }

  /** Fills in a form field by field, whatever each of them is. */
  async fill(fields: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`form.form [name="${name}"]`);
      const [tag, type] = await field
        .first()
        .evaluate((element) => [element.tagName, element.getAttribute('type')]);
      if (type === 'radio' || type === 'checkbox') {
        for (const one of [value].flat()) {
          await this.page.locator(`form.form [name="${name}"][value="${one}"]`).check();
        }
      } else if (tag === 'SELECT') await field.selectOption(String(value));
      else await field.fill(String(value));
    }
  }

  async download(link: Locator): Promise<Download> {
    const arrives = this.page.waitForEvent('download');
    arrives.catch(() => undefined);
    await link.click();
    return arrives;
  }

  /** The page as it is now: nothing serious for who reads with ears or keys, nothing cut at the side. */
  async look(): Promise<void> {
    await this.lookForWidth();
    for (const violation of await examine(this.page)) this.note(`accessibility, ${violation}`);
  }

  private async lookForWidth(): Promise<void> {
    const wide = await this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (wide > 1) this.note(`the page is ${wide} px wider than the screen`);
  }

  /** What was noted so far, where a test asked for it: it is no failure any more. */
  takeProblems(): string[] {
    return this.problems.splice(0);
  }

  /** What was done by keyboard, with the presses of Tab that it took. */
  get acts(): readonly KeyboardAct[] {
    return this.keyboard?.acts ?? [];
  }

  /** Closes the browser window and fails on all that was noted on the way. */
  async leave(): Promise<void> {
    await this.keyboard?.lookForFocus();
    await this.context.close();
    if (this.problems.length > 0) {
      throw new Error(`${this.name} met on the way:\n${this.problems.join('\n')}`);
    }
  }

  /** What was on the screen, for whoever reads why a journey failed. */
  async picture(): Promise<void> {
    const folder = join(ROOT, 'out', 'journeys');
    mkdirSync(folder, { recursive: true });
    await this.page
      .screenshot({ path: join(folder, `${this.name}.png`), fullPage: true })
      .catch(() => undefined);
  }

  private note(problem: string): void {
    this.problems.push(`${new URL(this.page.url()).pathname}: ${problem}`);
  }
}
