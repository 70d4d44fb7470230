import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../../modules/platform/config/root';
import type { SourceTree } from './new-module.rules';

export const SOURCE_TREE: SourceTree = {
  read: (path) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : null),
  list: (path) => (existsSync(join(ROOT, path)) ? readdirSync(join(ROOT, path)) : []),
};

/** An installed package has neither the history nor the tools of a developer. */
export const isCheckout = (): boolean =>
  ['.git', 'src', 'node_modules/oxfmt'].every((path) => existsSync(join(ROOT, path)));

export const hasUncommittedChanges = (): boolean => run('git', ['status', '--porcelain']) !== '';

/** Formatted as `npm run check:format` asks; templates of pages as they are. */
export function writeFiles(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  const formatter = join(ROOT, 'node_modules/oxfmt/bin/oxfmt');
  run(process.execPath, [formatter, '--no-error-on-unmatched-pattern', ...files.keys()]);
}

function run(program: string, words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${words[0]}: ${error?.message ?? stderr}`);
  return stdout;
}
