import { Client } from 'pg';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { drawDiagrams } from '../../modules/platform/database/schema-diagrams';
import { functionsOf, schemaOf } from '../../modules/platform/database/schema-files';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';

@SubCommand({
  name: 'print',
  arguments: '<table>',
  description:
    'Everything that the schema says of one table: columns, indexes, grants, triggers, policies',
})
export class SchemaPrintCommand extends CommandRunner {
  run([table]: string[]): Promise<void> {
    const extracts = schemaOf(table ?? '');
    if (extracts.length === 0) refuse(`there is no table or view "${table}" in migrations/schema`);
    for (const { path, statements } of extracts) {
      process.stdout.write(`-- ${path}\n\n${statements.join('\n')}\n\n`);
    }
    const functions = functionsOf(extracts);
    if (functions.length > 0) {
      process.stdout.write(`-- functions that are called above\n-- ${functions.join('\n-- ')}\n`);
    }
    return Promise.resolve();
  }
}

@SubCommand({
  name: 'diagrams',
  description: 'Entity-relationship diagrams of all modules as Markdown (docs/tables.md)',
})
export class SchemaDiagramsCommand extends CommandRunner {
  async run(): Promise<void> {
    const connection = await connect(readEnv());
    const client = new Client({ connectionString: connection.appUrl });
    await client.connect();
    try {
      process.stdout.write(await drawDiagrams(client));
    } finally {
      await client.end();
      await connection.stop();
    }
  }
}

@Command({
  name: 'schema',
  description: COMMANDS.schema,
  subCommands: [SchemaPrintCommand, SchemaDiagramsCommand],
})
export class SchemaCommand extends CommandRunner {
  run(): Promise<void> {
    refuse('schema print <table> or schema diagrams');
    return Promise.resolve();
  }
}
