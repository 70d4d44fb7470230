import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli/cli.module';
import { VERSION } from '../modules/platform/config/version';

const say = (error: Error): void => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
};

void CommandFactory.run(CliModule, {
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
