import type { Visitor } from './visitor';

/** What is typed in a form, in the words of its fields. */
export const typed = (given: object): Record<string, string | string[]> => {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (typeof value === 'boolean') fields[name] = value ? 'yes' : 'no';
    else if (Array.isArray(value)) fields[name] = value.map(String);
    else if (typeof value === 'string' || typeof value === 'number') fields[name] = String(value);
  }
  return fields;
};

/** Acts by forms of their own page: opens one, fills it in, sends it and comes back. Each form is looked at once. */
export function actor() {
  const seen = new Set<string>();
  return async function act(
    visitor: Visitor,
    from: string,
    part: string,
    given: object,
    backAt = from,
  ): Promise<void> {
    const { page } = visitor;
    await page.goto([from, ...(part ? [part] : []), 'new'].join('/'));
    const kind = part.replaceAll(/[0-9a-f-]{36}/g, '');
    if (!seen.has(kind)) await visitor.look();
    seen.add(kind);
    await visitor.fill(typed(given));
    await page.locator('form.form button.btn-primary').click();
    await page.locator('.notice--success, #kept-forms:not([hidden])').first().waitFor();
    expect(new URL(page.url()).pathname).toBe(backAt);
  };
}
