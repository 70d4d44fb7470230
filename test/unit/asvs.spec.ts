import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../modules/platform/config/root';

const PAGE = 'docs/asvs.md';
const LEVELS = 'test/fixtures/standards/asvs-5.0.0-levels.csv';
const ANSWERS = ['Met', 'Documented', 'Not applicable', 'Operator', 'Not met'] as const;
type Answer = (typeof ANSWERS)[number];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const WANTED: ReadonlyMap<string, string> = new Map(
  textOf(LEVELS)
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',') as [string, string]),
);

interface Line {
  readonly id: string;
  readonly level: string;
  readonly answer: string;
  readonly reason: string;
}

const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

function linesOf(page: string): Line[] {
  const rows = page.split('\n').filter((row) => /^\| V\d/.test(row));
  return rows.map((row) => {
    const [id, level, , said = ''] = cellsOf(row);
    const [, answer = '', reason = ''] = /^([^:]*):\s*(.*)$/.exec(said) ?? [];
    return { id: id!, level: level!, answer, reason };
  });
}

const rootOf = (call: ts.Node): string => {
  let node = call;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isIdentifier(node) ? node.text : '';
};
const isSkipped = (call: ts.Node): boolean => /\.(skip|todo)\b/.test(call.getText().split('(')[0]!);

/** Titles of the tests of a spec, of those that run where a program is (`where('nginx')('…')`), and of the results of a drill (`title: '…'`). */
function titlesIn(file: string, text: string): Set<string> {
  const titles = new Set<string>();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ['it', 'test', 'where'].includes(rootOf(node.expression))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title) && !isSkipped(node)) titles.add(title.text);
    }
    const isDrill = file.startsWith('test/faults/') && ts.isPropertyAssignment(node);
    if (isDrill && node.name.getText() === 'title' && ts.isStringLiteralLike(node.initializer))
      titles.add(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

const known = new Map<string, Set<string>>();
function titlesOf(file: string): Set<string> {
  const titles = known.get(file) ?? titlesIn(file, textOf(file));
  known.set(file, titles);
  return titles;
}

const isSpec = (file: string): boolean =>
  /^(test|modules)\/.*\.spec\.ts$|^(test)\/.*\.e2e-spec\.ts$|^test\/(?:faults\/[\w-]+\.js|journeys\/[\w-]+\.journey\.ts)$/.test(
    file,
  );

function problemWithTests(reason: string): string | null {
  const named = [...reason.matchAll(/`([^`]+\.(?:ts|js))` `([^`]+)`/g)];
  if (named.length === 0) return 'names no test';
  for (const [, file, title] of named) {
    if (!isSpec(file!)) return `${file} is no file of tests`;
    if (!existsSync(join(ROOT, file!))) return `${file} does not exist`;
    if (!titlesOf(file!).has(title!)) return `${file} has no test "${title}"`;
  }
  return null;
}

function problemWithDocument(reason: string): string | null {
  const [, target, heading] = /\]\(([^)]+)\) `([^`]+)`/.exec(reason) ?? [];
  if (!target || !heading) return 'names no document';
  const file = normalize(join(dirname(PAGE), target));
  if (!existsSync(join(ROOT, file))) return `${file} does not exist`;
  const headings = textOf(file)
    .split('\n')
    .filter((line) => line.startsWith('#'));
  return headings.some((line) => line.replace(/^#+ /, '') === heading)
    ? null
    : `${file} has no heading "${heading}"`;
}

const FEWEST_LETTERS_OF_A_REASON = 4;
const problemWithReason = (reason: string): string | null =>
  reason.replaceAll(/[^\p{L}]/gu, '').length < FEWEST_LETTERS_OF_A_REASON ? 'has no reason' : null;

function problemOf({ id, level, answer, reason }: Line): string | null {
  if (!ANSWERS.includes(answer as Answer)) return 'has no answer';
  if (WANTED.get(id) !== level) return `is not of level ${level}`;
  if (answer === 'Met') return problemWithTests(reason);
  if (answer === 'Documented') return problemWithDocument(reason);
  return problemWithReason(reason);
}

/** Each as a sentence; none where the page is right. */
function problemsOf(page: string): string[] {
  const lines = linesOf(page);
  const times = (id: string): number => lines.filter((line) => line.id === id).length;
  return [
    ...[...WANTED.keys()].filter((id) => times(id) === 0).map((id) => `${id} is missing`),
    ...[...WANTED.keys()].filter((id) => times(id) > 1).map((id) => `${id} stands twice`),
    ...lines
      .filter(({ id }) => !WANTED.has(id))
      .map(({ id }) => `${id} is no line of levels 1 and 2`),
    ...lines.flatMap((line) => {
      const problem = WANTED.has(line.id) ? problemOf(line) : null;
      return problem ? [`${line.id} ${problem}`] : [];
    }),
  ];
}

/** The table of the summary, as the lines below it make it. */
function summaryOf(page: string): Record<string, string[]> {
  const lines = linesOf(page);
  const count = (answer: Answer | null, level: string | null) =>
    String(
      lines.filter(
        (line) =>
          (answer === null || line.answer === answer) && (level === null || line.level === level),
      ).length,
    );
  const counts = (answer: Answer | null) => ['1', '2', null].map((level) => count(answer, level));
  return Object.fromEntries([
    ...ANSWERS.map((answer) => [answer, counts(answer)]),
    ['All', counts(null)],
  ]);
}

describe('the page of the OWASP ASVS', () => {
  const page = textOf(PAGE);
  /** The page with the line of this id changed. */
  const withLine = (id: string, change: (row: string) => string): string =>
    page
      .split('\n')
      .map((row) => (row.startsWith(`| ${id} `) ? change(row) : row))
      .join('\n');
  const withAnswer = (id: string, answer: string): string =>
    withLine(id, (row) => `| ${cellsOf(row).slice(0, 3).join(' | ')} | ${answer} |`);

  it('answers each line of levels 1 and 2 once, with a test, a document or a reason that is there', () => {
    expect(WANTED.size).toBe(253);
    expect([...WANTED.values()].filter((level) => level === '1')).toHaveLength(70);
    expect(problemsOf(page)).toEqual([]);
  });

  it('counts its answers', () => {
    const rows = page.split('\n').map(cellsOf);
    const said = Object.fromEntries(
      rows
        .filter(([first]) => first === 'All' || ANSWERS.includes(first as Answer))
        .map(([first, , ...counts]) => [first, counts]),
    );
    expect(said).toEqual(summaryOf(page));
  });

  it('would be found wrong without a line, with a line twice and with one of level 3', () => {
    expect(problemsOf(withLine('V3.4.1', () => ''))).toEqual(['V3.4.1 is missing']);
    expect(problemsOf(withLine('V3.4.1', (row) => `${row}\n${row}`))).toEqual([
      'V3.4.1 stands twice',
    ]);
    expect(
      problemsOf(withLine('V3.4.1', (row) => `${row}\n| V3.4.7 | 3 | x | Operator: logs |`)),
    ).toEqual(['V3.4.7 is no line of levels 1 and 2']);
    expect(problemsOf(withLine('V3.4.1', (row) => row.replace(/\| 1 +\|/, '| 2 |')))).toEqual([
      'V3.4.1 is not of level 2',
    ]);
  });

  it('would be found wrong with a test file that is not there, or a title that is not in it', () => {
    const file = 'test/unit/asvs.spec.ts';
    const wrong: [string, string][] = [
      ['Met: `test/web/none.e2e-spec.ts` `is there`', 'test/web/none.e2e-spec.ts does not exist'],
      [`Met: \`${file}\` \`is not there\``, `${file} has no test "is not there"`],
      ['Met: `docs/asvs.ts` `is there`', 'docs/asvs.ts is no file of tests'],
      ['Met: by looking at it', 'names no test'],
      ['Documented: [x](none.md) `Files`', `docs/${'none'}.md does not exist`],
      [
        'Documented: [x](security.md) `No such part`',
        'docs/security.md has no heading "No such part"',
      ],
      ['Documented: somewhere', 'names no document'],
    ];
    for (const [answer, problem] of wrong)
      expect(problemsOf(withAnswer('V3.4.1', answer))).toEqual([`V3.4.1 ${problem}`]);
    expect(problemsOf(withAnswer('V3.4.1', `Met: \`${file}\` \`counts its answers\``))).toEqual([]);
  });

  it('would be found wrong with a line that has neither test nor reason', () => {
    for (const answer of ['', 'Met:', 'Yes: it is', 'Fine'])
      expect(problemsOf(withAnswer('V3.4.1', answer))).toHaveLength(1);
    for (const answer of ['Not applicable:', 'Operator: –', 'Not met: .'])
      expect(problemsOf(withAnswer('V3.4.1', answer))).toEqual(['V3.4.1 has no reason']);
  });

  it('would be found wrong with other counts', () => {
    const changed = withAnswer('V3.4.1', 'Not met: it is gone');
    expect(summaryOf(changed)).not.toEqual(summaryOf(page));
  });

  it('names no test that is skipped', () => {
    const text =
      "it.skip('sleeps', () => {}); it('wakes', () => {}); it.each([1])('each %s', () => {});";
    expect([...titlesIn('test/x.spec.ts', text)]).toEqual(['wakes', 'each %s']);
  });
});

describe('the page of data protection', () => {
  const PATHS = /`((?:test|modules)\/[\w./-]+\.ts)`/g;
  const missingIn = (text: string): string[] =>
    [...text.matchAll(PATHS)]
      .map(([, file]) => file!)
      .filter((file) => !existsSync(join(ROOT, file)));

  it('names only tests that exist', () => {
    const text = textOf('docs/data-protection.md');
    expect([...text.matchAll(PATHS)].length).toBeGreaterThan(30);
    expect(missingIn(text)).toEqual([]);
    expect(missingIn(`${text} \`test/rights/none.e2e-spec.ts\``)).toEqual([
      'test/rights/none.e2e-spec.ts',
    ]);
  });
});
