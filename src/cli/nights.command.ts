import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { NightCounts } from '../../modules/shelter-beds';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { withApp } from './with-app';

@SubCommand({
  name: 'compare',
  description: 'Compare what is kept of closed nights with bookings, beds and absences',
})
export class NightsCompareCommand extends CommandRunner {
  async run(): Promise<void> {
    await withApp(async ({ app }) => {
      const differences = await app.get(NightCounts).compare();
      process.stdout.write(`${differences} differences\n`);
      if (differences > 0) process.exitCode = 1;
    });
  }
}

@SubCommand({
  name: 'rebuild',
  description: 'Count closed nights again, after rows were loaded into the database by other means',
})
export class NightsRebuildCommand extends CommandRunner {
  async run(): Promise<void> {
    await withApp(async ({ app }) => {
      process.stdout.write(`${await app.get(NightCounts).rebuild()} rows written\n`);
    });
  }
}

@Command({
  name: 'nights',
  description: COMMANDS.nights,
  subCommands: [NightsCompareCommand, NightsRebuildCommand],
})
export class NightsCommand extends CommandGroup {}
