import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Command, CommandFactory, CommandRunner, CommandRunnerService } from 'nest-commander';
import { VERSION } from '../../modules/platform/config/version';
import { COMMANDS, type CommandName } from './command-list.data';
import { sentenceOfError } from './system-errors.words';

interface CommandClass {
  /** The class itself and those of its subcommands. */
  registerWithSubCommands(): Provider[];
}

/** A command brings the application along: only the one that is named is loaded. */
const LOAD: Readonly<Record<CommandName, () => Promise<CommandClass>>> = {
  archive: async () => (await import('./archive.command.js')).ArchiveCommand,
  audit: async () => (await import('./audit.command.js')).AuditCommand,
  backup: async () => (await import('./backup.command.js')).BackupCommand,
  restore: async () => (await import('./backup.command.js')).RestoreCommand,
  demo: async () => (await import('./demo.command.js')).DemoCommand,
  doctor: async () => (await import('./doctor.command.js')).DoctorCommand,
  grant: async () => (await import('./grant.command.js')).GrantCommand,
  import: async () => (await import('./import.command.js')).ImportCommand,
  jobs: async () => (await import('./jobs.command.js')).JobsCommand,
  keys: async () => (await import('./keys.command.js')).KeysCommand,
  migrate: async () => (await import('./migrate.command.js')).MigrateCommand,
  upgrade: async () => (await import('./upgrade.command.js')).UpgradeCommand,
  new: async () => (await import('./new.command.js')).NewCommand,
  nights: async () => (await import('./nights.command.js')).NightsCommand,
  'open-data': async () => (await import('./open-data.command.js')).OpenDataCommand,
  practice: async () => (await import('./practice.command.js')).PracticeCommand,
  report: async () => (await import('./report.command.js')).ReportCommand,
  schema: async () => (await import('./schema.command.js')).SchemaCommand,
  setting: async () => (await import('./setting.command.js')).SettingCommand,
  setup: async () => (await import('./setup.command.js')).SetupCommand,
  token: async () => (await import('./token.command.js')).TokenCommand,
  user: async () => (await import('./user.command.js')).UserCommand,
};

/** A command that is listed, and not named. */
function listedCommand(name: CommandName): CommandClass {
  @Command({ name, description: COMMANDS[name] })
  class ListedCommand extends CommandRunner {
    run(): Promise<void> {
      throw new Error(`${name} was not loaded`);
    }
  }
  return ListedCommand;
}

@Module({})
class CliModule {
  static async with(words: readonly string[]): Promise<DynamicModule> {
    const named = words.find((word) => !word.startsWith('-') && word !== 'help');
    const names = Object.keys(COMMANDS) as CommandName[];
    const commands = await Promise.all(
      names.map((name) => (name === named ? LOAD[name]() : listedCommand(name))),
    );
    return {
      module: CliModule,
      providers: commands.flatMap((command) => command.registerWithSubCommands()),
    };
  }
}

const say = (error: Error): void => {
  process.stderr.write(`${sentenceOfError(error)}\n`);
  process.exitCode = 1;
};

interface CommandTree {
  readonly commands: readonly CommandTree[];
  exitOverride(handler: (error: { exitCode: number }) => never): unknown;
}

/**
 * A wrong call ends with 2 and help with 0. Commander has printed its words by then; nest-commander takes a handler for the
 * first word alone.
 */
function endWrongCallsWith2(command: CommandTree): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  command.commands.forEach(endWrongCallsWith2);
}

/** Runs the command that the words of this process name; what came of it is in `process.exitCode`. */
export async function runCommandLine(): Promise<void> {
  const commands = await CliModule.with(process.argv.slice(2));
  const app = await CommandFactory.createWithoutRunning(commands, {
    logger: false,
    cliName: 'mawa',
    version: VERSION,
    serviceErrorHandler: say,
  });
  const { commander } = app.get(CommandRunnerService) as unknown as { commander: CommandTree };
  endWrongCallsWith2(commander);
  await CommandFactory.runApplication(app);
  await app.close();
}
