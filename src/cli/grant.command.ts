import { readFileSync, writeFileSync } from 'node:fs';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  GrantDefinitionDto,
  GrantProposals,
  grantTemplate,
  grantWorkbook,
  readGrantFile,
} from '../../modules/grant-budgeting';
import { validateDto } from '../../modules/platform/web/validation';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
}

@SubCommand({
  name: 'template',
  description: 'Print a grant to fill in, as JSON; with --xlsx as a workbook',
})
export class GrantTemplateCommand extends CommandRunner {
  async run(_: string[], { xlsx }: { readonly xlsx?: string }): Promise<void> {
    if (xlsx) writeFileSync(xlsx, await grantWorkbook(grantTemplate, 'en'));
    else process.stdout.write(`${JSON.stringify(grantTemplate, null, 2)}\n`);
  }

  @Option({ flags: '--xlsx <file>', description: 'Write a workbook to this file instead' })
  xlsx(value: string): string {
    return value;
  }
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
        process.stdout.write(`proposed: ${id}\nnpx mawa grant confirm ${id} --as EMAIL\n`);
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
  description: 'Confirm a proposed grant, which opens it; not by who proposed it',
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

@Command({
  name: 'grant',
  description: 'Grants of donors',
  subCommands: [GrantTemplateCommand, GrantOpenCommand, GrantConfirmCommand],
})
export class GrantCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}
