import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  CancelSettingDto,
  formatSetting,
  ProposeSettingDto,
  SettingProposals,
  settingName,
  sourceWords,
  Settings,
} from '../../modules/settings';
import { formatDate } from '../../modules/platform/web/format';
import { validateDto } from '../../modules/platform/web/validation';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
}
interface ProposeOptions extends Options {
  readonly from: string;
  readonly source: string;
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

@SubCommand({ name: 'list', description: 'Every setting with its value in force' })
export class SettingListCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'settings:read');
        for (const setting of await app.get(Settings).list(actor)) {
          const { key, current, page, waiting } = setting;
          const value = page ?? formatSetting(setting, current?.value, actor.language);
          print([key, value, ...(waiting > 0 ? [`(${waiting})`] : [])].join('\t'));
        }
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'show',
  arguments: '<key>',
  description: 'One setting: its value as JSON, its history and what waits',
})
export class SettingShowCommand extends CommandRunner {
  async run([key]: string[], options: Options): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'settings:read');
        const { definition, current, coming, past, waiting } = await app
          .get(Settings)
          .one(actor, key!);
        print(`${key}: ${settingName(definition.key, actor.language)}`);
        print(definition.page ?? JSON.stringify(current?.value));
        for (const { proposalId, value, from, source } of coming) {
          print(
            [
              proposalId,
              formatDate(from, actor.language),
              JSON.stringify(value),
              sourceWords(source, actor.language),
            ].join('\t'),
          );
        }
        for (const { value, from, source } of past) {
          print(
            `${formatDate(from, actor.language)}\t${JSON.stringify(value)}\t${sourceWords(source, actor.language)}`,
          );
        }
        for (const { id, value, fromDay, by } of waiting) {
          print(`${id}\t${fromDay}\t${JSON.stringify(value)}\t${by}`);
        }
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'propose',
  arguments: '<key> <value>',
  description:
    'Propose a value (JSON) from a day on; at once in force where nobody has to confirm it',
})
export class SettingProposeCommand extends CommandRunner {
  async run([key, text]: string[], { as, from, source }: ProposeOptions): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'settings:propose');
        const given = await validateDto(ProposeSettingDto, {
          value: readJson(text!),
          from,
          source,
        });
        const { id, state } = await app.get(SettingProposals).propose(actor, key!, given);
        print(`${state}: ${id}`);
        if (state === 'proposed') print(`npx mawa setting confirm ${id} --as EMAIL`);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--from <day>', description: 'From this day on, YYYY-MM-DD', required: true })
  from(value: string): string {
    return value;
  }

  @Option({
    flags: '--source <text>',
    description: 'The decision, agreement or law it comes from',
    required: true,
  })
  source(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'confirm',
  arguments: '<proposal>',
  description: 'Confirm a proposed value; not by who proposed it',
})
export class SettingConfirmCommand extends CommandRunner {
  async run([id]: string[], options: Options): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'settings:decide');
        const { key } = await app.get(SettingProposals).decide(actor, id!, 'confirmed');
        print(`confirmed: ${key}`);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'cancel',
  arguments: '<proposal>',
  description: 'Take a confirmed change back before its day; another person confirms where one did',
})
export class SettingCancelCommand extends CommandRunner {
  async run([id]: string[], { as, source }: Omit<ProposeOptions, 'from'>): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'settings:propose');
        const given = await validateDto(CancelSettingDto, { source });
        const proposed = await app.get(SettingProposals).cancel(actor, id!, given.source);
        print(`${proposed.state}: ${proposed.id}`);
        if (proposed.state === 'proposed') {
          print(`npx mawa setting confirm ${proposed.id} --as EMAIL`);
        }
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--source <text>', description: 'Why it is taken back', required: true })
  source(value: string): string {
    return value;
  }
}

@Command({
  name: 'setting',
  description: COMMANDS.setting,
  subCommands: [
    SettingListCommand,
    SettingShowCommand,
    SettingProposeCommand,
    SettingConfirmCommand,
    SettingCancelCommand,
  ],
})
export class SettingCommand extends CommandGroup {}

/** A word without quotes is a text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
