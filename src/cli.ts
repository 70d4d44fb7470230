import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli/cli.module';

const say = (error: Error): void => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
};

void CommandFactory.run(CliModule, {
  logger: false,
  cliName: 'mawa',
  version: '0.1.0',
  errorHandler: (error) => {
    // Commander's own words (help, a wrong option) were printed already.
    process.exitCode = (error as Error & { exitCode?: number }).exitCode ?? 1;
  },
  serviceErrorHandler: say,
});
