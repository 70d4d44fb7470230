import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';

/** A tree of these files, checked with the settings of this project; the rules that found something, by file. */
function lint(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-lint-'));
  const settings = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8'));
  const jsPlugins = settings.jsPlugins.map((path: string) => join(ROOT, path));
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify({ ...settings, jsPlugins }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const program = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [program, '-f', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string }[];
  };
  const found = Object.keys(files).map((path): [string, string[]] => [
    path,
    diagnostics
      .filter(({ filename }) => filename === path)
      .map(({ code }) => code)
      .sort(),
  ]);
  return Object.fromEntries(found);
}

describe('the lint rules', () => {
  it('refuse literals in a spread, replaced words and participles as types, in application code', () => {
    const words = 'export const companyOf = 1;\nexport interface Asked { readonly one: 1 }\n';
    expect(
      lint({
        'modules/words.ts': words,
        'modules/words.spec.ts': words,
        'test/words.ts': words,
        'modules/good.ts': 'export interface Question { readonly two: 2 }\n',
        'modules/spread.ts': 'export const a = { ...{ b: 1 } };\nexport const c = [...[1, 2]];\n',
        'test/spread.ts': 'export const a = { ...({ b: 1 } as const) };\n',
      }),
    ).toEqual({
      'modules/words.ts': ['mawa(standard-names)', 'mawa(standard-names)'],
      'modules/words.spec.ts': [],
      'test/words.ts': [],
      'modules/good.ts': [],
      'modules/spread.ts': ['mawa(no-spread-literals)', 'mawa(no-spread-literals)'],
      'test/spread.ts': ['mawa(no-spread-literals)'],
    });
  });

  it('refuse what is unused, of any type, or required where it is not loaded late', () => {
    expect(
      lint({
        'src/a.ts':
          "const unused = 1;\nexport const any = (x: any) => x;\nexport const b = require('react');\nexport const late = () => require('echarts');\n",
        'src/b.js': "exports.c = require('react');\n",
      }),
    ).toEqual({
      'src/a.ts': [
        'eslint(no-unused-vars)',
        'typescript(no-explicit-any)',
        'typescript(no-require-imports)',
      ],
      'src/b.js': [],
    });
  });
});
