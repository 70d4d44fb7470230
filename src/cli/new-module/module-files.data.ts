/** Files of a new module: the template in `files/`, and the path that it gets. Paths are templates too. */
export const MODULE_FILES: Readonly<Record<string, string>> = {
  'index.ts': 'modules/{{name}}/index.ts',
  'module.ts': 'modules/{{name}}/{{name}}.module.ts',
  'entries.service.ts': 'modules/{{name}}/entries.service.ts',
  'entry.dto.ts': 'modules/{{name}}/entry.dto.ts',
  'entries.api.controller.ts': 'modules/{{name}}/entries.api.controller.ts',
  'entries.pages.controller.ts': 'modules/{{name}}/entries.pages.controller.ts',
  'tables.sql': 'migrations/schema/{{name}}/tables.sql',
  'policies.sql': 'migrations/schema/{{name}}/policies.sql',
  'step.ts': 'migrations/steps/{{step.number}}-{{name}}.ts',
  'list.hbs': 'templates/{{name}}/list.hbs',
  'words.fr.json': 'templates/locales/fr/{{name}}.json',
  'words.ar.json': 'templates/locales/ar/{{name}}.json',
  'words.en.json': 'templates/locales/en/{{name}}.json',
  'entries.e2e-spec.ts': 'test/{{name}}/entries.e2e-spec.ts',
};
