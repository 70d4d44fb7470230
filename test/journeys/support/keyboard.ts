import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** `MAWA_KEYBOARD=1 npm run test:browser`: each journey by keyboard alone, with the same file. */
export const isByKeyboard = (): boolean => process.env.MAWA_KEYBOARD === '1';

/** A target that is not reached within so many keys is out of reach. */
const MOST_TABS = 150;
const MOST_ARROWS = 150;
const WAIT_MS = 10_000;
const SCRIPT = join(__dirname, 'keyboard-page.js');

interface Aim {
  readonly problem?: string;
  readonly said: string;
  readonly tag: string;
  readonly type: string;
  readonly isBackward: boolean;
  readonly isFresh: boolean;
  readonly isDisabled: boolean;
  readonly isOption: boolean;
}
interface Step {
  readonly isThere: boolean;
  readonly isSkip: boolean;
  readonly isBest: boolean;
  readonly isConnected: boolean;
}
interface Option {
  readonly isField: boolean;
  readonly isMarked: boolean;
  readonly of: number;
}
/** What `keyboard-page.js` offers to a function that is sent into a page. */
interface PageScript {
  readonly mawaKeyboard: { aim(element: unknown): Aim; option(element: unknown): Option };
}
type Choice = string | { label?: string; value?: string; index?: number } | null;
/** The methods of a locator that act, each by keys. */
type Acts = Record<string, (keyboard: Keyboard, locator: Locator, ...given: never[]) => unknown>;

/** What an act took: presses of Tab (and of a skip link), on which element of which page. */
export interface KeyboardAct {
  readonly tabs: number;
  readonly on: string;
}

/** The keyboard of one page: it leads the focus to an element, looks whether it is seen there, and acts by keys. */
export class Keyboard {
  readonly acts: KeyboardAct[] = [];

  private constructor(
    readonly page: Page,
    private readonly note: (problem: string) => void,
  ) {}

  /** From now on the locators of this page act by keys. */
  static async take(page: Page, note: (problem: string) => void): Promise<Keyboard> {
    replaceActs(page);
    await page.addInitScript({ path: SCRIPT });
    const keyboard = new Keyboard(page, note);
    OF_PAGE.set(page, keyboard);
    return keyboard;
  }

  /** The focus is somewhere still, after what was done last. */
  async lookForFocus(): Promise<void> {
    const lost = await this.ask<string | null>('globalThis.mawaKeyboard?.lost() ?? null');
    if (lost) this.note(`the focus was lost after ${lost}`);
  }

  async press(locator: Locator): Promise<void> {
    const aim = await this.reach(locator);
    if (aim.isOption) return;
    if (aim.type === 'radio') return this.chooseRadio();
    if (aim.type === 'checkbox') return this.page.keyboard.press('Space');
    const isPressed = aim.tag !== 'TEXTAREA' && aim.tag !== 'SELECT' && aim.tag !== 'INPUT';
    if (isPressed || /submit|button|reset|image/.test(aim.type)) {
      await this.page.keyboard.press('Enter');
    }
  }

  async pressKey(locator: Locator, key: string): Promise<void> {
    await this.reach(locator);
    await this.page.keyboard.press(key);
  }

  async set(locator: Locator, isChecked: boolean): Promise<void> {
    if ((await locator.isChecked()) !== isChecked) await this.press(locator);
  }

  async type(locator: Locator, text: string): Promise<void> {
    const { said, type } = await this.reach(locator);
    const { keyboard } = this.page;
    if (type === 'date') await this.typeDate(text);
    else {
      await keyboard.press('Control+A');
      await (text === '' ? keyboard.press('Delete') : keyboard.type(text));
    }
    const typed = await this.ask<string>('document.activeElement.value');
    if (typed !== text) throw new Error(`${said} holds "${typed}" after "${text}" was typed`);
  }

  /** A list of choices is opened, gone through and left, as nothing may happen before. */
  async choose(locator: Locator, choice: Choice): Promise<void> {
    const { said } = await this.reach(locator);
    const wanted = typeof choice === 'object' ? choice : { text: choice };
    const { from, to } = await this.ask<{ from: number; to: number }>(
      `mawaKeyboard.choice(${JSON.stringify(wanted)})`,
    );
    if (to < 0) throw new Error(`${said} offers no ${JSON.stringify(choice)}`);
    if (from === to) return;
    const { keyboard } = this.page;
    await keyboard.press('Alt+ArrowDown');
    const key = to > from ? 'ArrowDown' : 'ArrowUp';
    for (let at = 0; at < Math.abs(to - from); at += 1) await keyboard.press(key);
    await keyboard.press('Enter');
  }

  /** Leads the focus to what is acted upon. */
  async reach(locator: Locator): Promise<Aim> {
    await this.lookForFocus();
    const aim = await this.aim(locator);
    const act = { tabs: 0, on: `${aim.said} on ${this.path}` };
    if (aim.isOption) await this.markOption(locator, act.on);
    else {
      act.tabs = await this.tab(aim);
      if (aim.type === 'date' && aim.isBackward) act.tabs += await this.leaveCalendar();
      await this.goByArrows(aim);
      for (const problem of await this.problems()) this.note(problem);
    }
    this.acts.push(act);
    return aim;
  }

  /** What is wrong with the focus once the page stands still. */
  private async problems(): Promise<string[]> {
    let problems: string[] = [];
    for (let at = 0; at < 8; at += 1) {
      problems = await this.ask<string[]>('mawaKeyboard.check()');
      if (problems.length === 0) break;
      await this.page.waitForTimeout(60);
    }
    return problems;
  }

  private async aim(locator: Locator): Promise<Aim> {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      await locator.waitFor({ state: 'attached' });
      const aim = await locator.evaluate((element) =>
        (globalThis as unknown as PageScript).mawaKeyboard.aim(element),
      );
      if (aim.problem) throw new Error(`By keyboard: ${aim.problem}, on ${this.path}.`);
      if (!aim.isDisabled) return aim;
      if (Date.now() > end) throw new Error(`By keyboard: ${aim.said} stays switched off.`);
      await this.page.waitForTimeout(50);
    }
  }

  private async tab(aim: Aim): Promise<number> {
    const { keyboard } = this.page;
    const key = aim.isBackward ? 'Shift+Tab' : 'Tab';
    let { isFresh } = aim;
    for (let tabs = 0; tabs <= MOST_TABS; tabs += 1) {
      const step = await this.ask<Step>(`mawaKeyboard.step(${isFresh})`);
      if (step.isThere) return tabs;
      if (!step.isConnected) {
        throw new Error(`By keyboard: ${aim.said} was replaced on ${this.path} on the way to it.`);
      }
      if (step.isSkip && step.isBest) isFresh = false;
      await keyboard.press(step.isSkip ? 'Enter' : key);
    }
    const at = await this.ask<string>('mawaKeyboard.at()');
    throw new Error(
      `By keyboard: ${aim.said} on ${this.path} is not reached by ${MOST_TABS} presses of ${key}; the focus is on ${at}.`,
    );
  }

  /** Backwards the button of its calendar comes before the parts of a day. */
  private async leaveCalendar(): Promise<number> {
    await this.page.keyboard.press('Shift+Tab');
    return 1;
  }

  private async goByArrows(aim: Aim): Promise<void> {
    for (let arrows = 0; arrows <= MOST_ARROWS; arrows += 1) {
      const arrow = await this.ask<string | null>('mawaKeyboard.arrow()');
      if (arrow === null) return;
      await this.page.keyboard.press(arrow);
    }
    const at = await this.ask<string>('mawaKeyboard.at()');
    throw new Error(
      `By keyboard: no arrow key leads to ${aim.said} on ${this.path}; the focus is on ${at}.`,
    );
  }

  private async markOption(locator: Locator, on: string): Promise<void> {
    for (let arrows = 0; arrows <= MOST_ARROWS; arrows += 1) {
      const at = await locator.evaluate((element) =>
        (globalThis as unknown as PageScript).mawaKeyboard.option(element),
      );
      if (!at.isField) throw new Error(`By keyboard: the field of ${on} has no focus.`);
      if (at.isMarked) return this.page.keyboard.press('Enter');
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`By keyboard: no arrow key marks ${on}.`);
  }

  /** The arrows have chosen it, where they had to be used. */
  private async chooseRadio(): Promise<void> {
    if (!(await this.ask<boolean>('document.activeElement.checked === true'))) {
      await this.page.keyboard.press('Space');
    }
  }

  /** Month, day and year in turn, as the Chromium of the journeys asks for them in each language. */
  private async typeDate(day: string): Promise<void> {
    const { keyboard } = this.page;
    for (let at = 0; at < 3; at += 1) await keyboard.press('ArrowLeft');
    const [year = '', month = '', date = ''] = day.split('-');
    for (const part of [month, date, year]) {
      await (part ? keyboard.type(part) : keyboard.press('Delete'));
      if (!part) await keyboard.press('ArrowRight');
    }
  }

  private ask<R>(code: string): Promise<R> {
    return this.page.evaluate<R>(code);
  }

  private get path(): string {
    return new URL(this.page.url()).pathname.replaceAll(/[\da-f-]{36}/g, 'ID');
  }
}

const OF_PAGE = new WeakMap<Page, Keyboard>();

const BY_KEYS: Acts = {
  click: (keyboard, locator) => keyboard.press(locator),
  check: (keyboard, locator) => keyboard.set(locator, true),
  uncheck: (keyboard, locator) => keyboard.set(locator, false),
  fill: (keyboard, locator, text: string) => keyboard.type(locator, text),
  clear: (keyboard, locator) => keyboard.type(locator, ''),
  pressSequentially: (keyboard, locator, text: string) => keyboard.type(locator, text),
  selectOption: (keyboard, locator, choice: Choice) => keyboard.choose(locator, choice),
  press: (keyboard, locator, key: string) => keyboard.pressKey(locator, key),
  focus: (keyboard, locator) => keyboard.reach(locator),
  hover: (keyboard, locator) => keyboard.reach(locator),
};
let areReplaced = false;

/** Locators of other pages go on acting with the mouse. */
function replaceActs(page: Page): void {
  if (areReplaced) return;
  areReplaced = true;
  const prototype = Object.getPrototypeOf(page.locator('body')) as Record<string, unknown>;
  for (const [name, byKeys] of Object.entries(BY_KEYS)) {
    const byMouse = prototype[name] as (...given: unknown[]) => unknown;
    prototype[name] = function act(this: Locator, ...given: never[]) {
      const keyboard = OF_PAGE.get(this.page());
      return keyboard ? byKeys(keyboard, this, ...given) : byMouse.apply(this, given);
    };
  }
  // The window of the system in which a file is chosen is no page.
  const setInputFiles = prototype.setInputFiles as (...given: unknown[]) => Promise<void>;
  prototype.setInputFiles = async function act(this: Locator, ...given: unknown[]) {
    await OF_PAGE.get(this.page())?.reach(this);
    await setInputFiles.apply(this, given);
  };
}
