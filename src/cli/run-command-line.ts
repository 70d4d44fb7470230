import { CommandFactory } from 'nest-commander';
import { VERSION } from '../../modules/platform/config/version';
import { CliModule } from './cli.module';
import { sentenceOfError } from './system-errors.words';

const say = (error: Error): void => {
  process.stderr.write(`${sentenceOfError(error)}\n`);
  process.exitCode = 1;
};

/** Runs the command that the words of this process name; what came of it is in `process.exitCode`. */
export const runCommandLine = (): Promise<void> =>
  CommandFactory.run(CliModule, {
    logger: false,
    cliName: 'mawa',
    version: VERSION,
    errorHandler: (error) => {
      // Commander's own words (help, a wrong option) were printed already.
      const { exitCode = 1, code } = error as Error & { exitCode?: number; code?: string };
      const isUsage = exitCode === 1 && code?.startsWith('commander.');
      process.exitCode = isUsage ? 2 : exitCode;
    },
    serviceErrorHandler: say,
  });
