import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';

/** The description of the API knows a class by its name alone: of two it keeps one, and warns at every start. */
describe('the classes that requests are read into', () => {
  const classes = ['modules', 'src'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) =>
        [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/^(?:export )?class (\w+)/gm)]
          .map(([, name]) => ({ name: name!, file: join(folder, file) }))
          .filter(({ name }) => file.endsWith('.dto.ts') || name.endsWith('Dto')),
      ),
  );

  it('have each a name of their own', () => {
    const files = new Map<string, string[]>();
    for (const { name, file } of classes) files.set(name, [...(files.get(name) ?? []), file]);
    expect(classes.length).toBeGreaterThan(200);
    expect([...files].filter(([, where]) => where.length > 1)).toEqual([]);
  });
});
