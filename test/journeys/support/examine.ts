import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** axe and what asks it, sent into each page where something is new. */
const SCRIPT = readFileSync(join(__dirname, 'examined-page.js'), 'utf8');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What `examined-page.js` offers to a function that is sent into a page. */
interface PageScript {
  readonly mawaExamined: {
    kind(): [width: number, language: string];
    marks(): string[];
    examine(asked: { fresh: readonly string[]; contrast: boolean }): Promise<Violation[]>;
  };
}
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly message: string }[];
}

/** Jest loads this file anew for each journey; what was examined belongs to the process. */
const EXAMINED_KEY = Symbol.for('mawa.examined-elements');
const EXAMINED = ((globalThis as { [EXAMINED_KEY]?: Set<string> })[EXAMINED_KEY] ??=
  new Set<string>());

/** Those that were not examined under these words yet; from now on they are. */
function takeNew(marks: readonly string[], ...under: readonly (string | number)[]): string[] {
  const fresh = marks.filter((mark) => !EXAMINED.has([...under, mark].join(' ')));
  for (const mark of fresh) EXAMINED.add([...under, mark].join(' '));
  return fresh;
}

/**
 * What axe finds serious or critical in a page, in words. An element that was examined once in its place, in the same
 * language and width, is not examined again; its contrast, which takes longest, once in a width.
 */
export async function examine(page: Page): Promise<string[]> {
  await page.evaluate(SCRIPT);
  const [[width, language], marks] = await page.evaluate(() => {
    const { mawaExamined } = globalThis as unknown as PageScript;
    return [mawaExamined.kind(), mawaExamined.marks()] as const;
  });
  const fresh = takeNew(marks, width, language);
  const contrast = takeNew(marks, width).length > 0;
  if (fresh.length === 0) return [];
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    (asked) => (globalThis as unknown as PageScript).mawaExamined.examine(asked),
    { fresh, contrast },
  );
  return violations.map(
    ({ id, impact, help, nodes }) =>
      `${impact}, ${id}: ${help}\n${nodes.map(({ html, message }) => `    ${html}\n      ${message}`).join('\n')}`,
  );
}
