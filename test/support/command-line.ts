import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TestApp } from './app';
import { runCommandLine } from '../../src/cli/run-command-line';

const { compiledPath } = jest.requireActual<{ compiledPath: (source: string) => string }>(
  './compiled.js',
);
const CLI = compiledPath(join(__dirname, '../../src/cli.ts'));

export interface CommandAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
type Variables = Readonly<Record<string, string | undefined>>;

/** Of commands on the database of a test, which have no more rights than the application. */
export function commandVariables({ database, env }: Pick<TestApp, 'database' | 'env'>): Variables {
  const { DATABASE_OWNER_URL: _owner, ...variables } = process.env;
  return {
    ...variables,
    DATABASE_URL: database.appUrl,
    MAWA_DATA: env.MAWA_DATA,
    MAWA_KEY_FILE: env.keyFile,
    LOG_LEVEL: 'silent',
  };
}

/**
 * `npx mawa …` as a process of its own, which loads the whole application: for what only that shows (that the
 * command is there, its exit code, its streams). Each command has one such call; the others take `runCommand`.
 */
export function startCommand(words: readonly string[], env: Variables): Promise<CommandAnswer> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...words], { env }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

let last: Promise<unknown> = Promise.resolve();

/**
 * The same in this process, where the application is loaded already: words, variables, streams and exit code are
 * those of the command while it runs. One at a time.
 */
export function runCommand(words: readonly string[], env: Variables): Promise<CommandAnswer> {
  const run = last.then(() => inThisProcess(words, env));
  last = run.catch(() => undefined);
  return run;
}

/** Thrown instead of leaving the process. */
class ProcessExit extends Error {}

async function inThisProcess(words: readonly string[], env: Variables): Promise<CommandAnswer> {
  const { argv, exit, exitCode } = process;
  const variables = { ...process.env };
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  const answer = (status: number): CommandAnswer => ({
    status,
    stdout: stdout.text(),
    stderr: stderr.text(),
  });
  let left: CommandAnswer | undefined;
  try {
    process.argv = [process.execPath, CLI, ...words];
    process.exitCode = undefined;
    process.exit = (code) => {
      left ??= answer(Number(code ?? process.exitCode ?? 0));
      throw new ProcessExit();
    };
    setVariables(env);
    await runCommandLine().catch((error: unknown) => {
      if (!(error instanceof ProcessExit)) throw error;
    });
    return left ?? answer(Number(process.exitCode ?? 0));
  } finally {
    stdout.release();
    stderr.release();
    Object.assign(process, { argv, exit, exitCode });
    setVariables(variables);
  }
}

function setVariables(env: Variables): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) process.env[name] = value;
  }
}

function captured(stream: NodeJS.WriteStream) {
  const parts: string[] = [];
  const write = stream.write;
  stream.write = (part: string | Uint8Array, ...more: unknown[]): boolean => {
    parts.push(typeof part === 'string' ? part : Buffer.from(part).toString());
    const done = more.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  return { text: () => parts.join(''), release: () => void (stream.write = write) };
}
