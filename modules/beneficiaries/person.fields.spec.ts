import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../platform/config/root';
import { LANGUAGES } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { CLEAR_FACTS, clearFact, labelKeyOf, PERSON_FIELD_NAMES } from './person.fields';

const schema = (file: string) => readFileSync(join(ROOT, 'migrations/schema', file), 'utf8');
const columns = CLEAR_FACTS.map((name) => clearFact(name).column);

describe('the fields of a person', () => {
  it('in clear change with the version of the file alone', () => {
    const triggers = schema('beneficiaries/triggers.sql');
    const guarded = [...triggers.matchAll(/old\.(\w+)[,)]/g)].map(([, column]) => column);
    expect(guarded).toEqual(expect.arrayContaining(columns));
  });

  it('in clear are kept when another file is joined', () => {
    const joining = schema('duplicates/functions/join_files.sql');
    const kept = /SELECT (sex,[^)]*)\) f/.exec(joining)![1]!.split(/,\s+/);
    expect(kept).toEqual(expect.arrayContaining(columns));
  });

  it('have a label in each language', () => {
    for (const language of LANGUAGES)
      for (const name of PERSON_FIELD_NAMES) {
        const label = labelKeyOf(name);
        expect(translate(language, label)).not.toBe(label);
      }
  });
});
