import { readFileSync, writeFileSync } from 'node:fs';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  AmendGrantDto,
  ChangeGrantDto,
  GrantChanges,
  GrantDefinitionDto,
  GrantHistory,
  GrantProposals,
  grantTemplate,
  grantWorkbook,
  readGrantFile,
  type GrantDraft,
  type StateChange,
} from '../../modules/grant-budgeting';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { validateDto } from '../../modules/platform/web/validation';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
}

@SubCommand({
  name: 'template',
  description:
    'Print a grant to fill in, or with --of an amendment of a grant, as JSON; with --xlsx as a workbook',
})
export class GrantTemplateCommand extends CommandRunner {
  async run(_: string[], { xlsx, of }: { readonly xlsx?: string; readonly of?: string }) {
    if (of === undefined) return write(grantTemplate, grantTemplate, xlsx);
    await withApp(async ({ app }) => {
      const { definition } = await app.get(GrantHistory).byCode(SETUP_ACTOR, of);
      const basis = { effectiveOn: '', reference: '' };
      await write({ ...basis, definition }, { ...definition, amendment: {} }, xlsx);
    });
  }

  @Option({ flags: '--xlsx <file>', description: 'Write a workbook to this file instead' })
  xlsx(value: string): string {
    return value;
  }

  @Option({ flags: '--of <grant>', description: 'The code of a grant in force, to amend it' })
  of(value: string): string {
    return value;
  }
}

async function write(json: object, draft: GrantDraft, xlsx?: string): Promise<void> {
  if (xlsx) writeFileSync(xlsx, await grantWorkbook(draft, 'en'));
  else process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
}

@SubCommand({
  name: 'open',
  arguments: '<file>',
  description: 'Propose the grant of a JSON file or workbook; another person confirms it',
})
export class GrantOpenCommand extends CommandRunner {
  async run([file]: string[], options: Options): Promise<void> {
    const bytes = readFileSync(file!);
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'grants:propose');
        const definition = await validateDto(GrantDefinitionDto, await readGrantFile(bytes));
        const { id } = await app.get(GrantProposals).propose(actor, definition);
        sayProposed(id);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'confirm',
  arguments: '<proposal>',
  description: 'Confirm a proposed grant, or a change of one; not by who proposed it',
})
export class GrantConfirmCommand extends CommandRunner {
  async run([id]: string[], options: Options): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'grants:confirm');
        const { grantId } = await app.get(GrantProposals).decide(actor, id!, 'confirmed');
        process.stdout.write(`in force: ${grantId}\n`);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'amend',
  arguments: '<grant> <file>',
  description:
    'Propose an amendment: the file that template --of printed, with the day, the agreement and what changes',
})
export class GrantAmendCommand extends CommandRunner {
  async run([code, file]: string[], options: Options): Promise<void> {
    const bytes = readFileSync(file!);
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'grants:propose');
        const { id: grantId } = await app.get(GrantHistory).byCode(actor, code!);
        const { amendment, ...definition } = await readGrantFile(bytes);
        const whole = await validateDto(AmendGrantDto, { ...amendment, definition });
        const { id } = await app.get(GrantChanges).amend(actor, grantId, whole);
        sayProposed(id);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

interface ChangeOptions extends Options {
  readonly on: string;
  readonly reference: string;
}

abstract class GrantStateCommand extends CommandRunner {
  protected abstract readonly kind: StateChange;

  async run([code]: string[], { as: email, on, reference }: ChangeOptions): Promise<void> {
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(email);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'grants:propose');
        const { id: grantId } = await app.get(GrantHistory).byCode(actor, code!);
        const change = await validateDto(ChangeGrantDto, {
          kind: this.kind,
          effectiveOn: on,
          reference,
        });
        const { id } = await app.get(GrantChanges).change(actor, grantId, change);
        sayProposed(id);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--on <day>', description: 'The day of the change: 2027-03-01', required: true })
  on(value: string): string {
    return value;
  }

  @Option({
    flags: '--reference <text>',
    description: 'The agreement or letter that it stands on',
    required: true,
  })
  reference(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'suspend',
  arguments: '<grant>',
  description: 'Propose a suspension: no cost counts from the day on',
})
export class GrantSuspendCommand extends GrantStateCommand {
  protected readonly kind = 'suspend';
}

@SubCommand({
  name: 'resume',
  arguments: '<grant>',
  description: 'Propose the end of a suspension: costs count again from the day on',
})
export class GrantResumeCommand extends GrantStateCommand {
  protected readonly kind = 'resume';
}

@SubCommand({
  name: 'close',
  arguments: '<grant>',
  description: 'Propose the close: the day is the last whose costs the grant bears',
})
export class GrantCloseCommand extends GrantStateCommand {
  protected readonly kind = 'close';
}

@Command({
  name: 'grant',
  description: COMMANDS.grant,
  subCommands: [
    GrantTemplateCommand,
    GrantOpenCommand,
    GrantAmendCommand,
    GrantSuspendCommand,
    GrantResumeCommand,
    GrantCloseCommand,
    GrantConfirmCommand,
  ],
})
export class GrantCommand extends CommandGroup {}

const sayProposed = (id: string): void =>
  void process.stdout.write(`proposed: ${id}\nnpx mawa grant confirm ${id} --as EMAIL\n`);
