import { Command, CommandRunner } from 'nest-commander';
import { readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { checkHealth, findingWords, type Finding, type HealthState } from '../../modules/setup';
import { COMMANDS } from './command-list.data';

/** Nobody waits for a page: a server that is slow may take its time. */
const LIMIT_MS = 30_000;
const MARKS: Readonly<Record<HealthState, string>> = {
  good: 'ok   ',
  note: 'note ',
  not_asked: 'note ',
  wrong: 'WRONG',
};

@Command({ name: 'doctor', description: COMMANDS.doctor })
export class DoctorCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv({ LOG_LEVEL: 'silent', ...process.env });
    const { appUrl, ownerUrl, stop } = await connect(env);
    try {
      const question = { env, appUrl, ownerUrl, now: new Date(), limitMs: LIMIT_MS };
      const findings = (await checkHealth(question)).flatMap((section) => section.findings);
      process.stdout.write(findings.map(linesOf).join(''));
      if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
    } finally {
      await stop();
    }
  }
}

/** One line, and below it what to do. */
function linesOf(finding: Finding): string {
  const { state, text, todo, command } = findingWords(finding, 'en');
  const advice = [todo, command].filter(Boolean).join(' ');
  return `${MARKS[state]} ${text}\n${advice && `      ${advice}\n`}`;
}
