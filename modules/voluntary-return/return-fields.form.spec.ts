import { LANGUAGES } from '../platform/shared/actor';
import { fieldsIn } from './return-fields.form';

describe('the fields of a form about a return', () => {
  it.each(LANGUAGES)('countries stand in the order of their names in %s', (language) => {
    const labels = fieldsIn(language)
      .coded('nationalities')
      .map(({ label }) => label);
    expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, language)));
    expect(labels.length).toBeGreaterThan(190);
  });

  it('Afghanistan comes first in French, not Andorra by its code', () => {
    expect(fieldsIn('fr').coded('nationalities')[0]!.value).toBe('AF');
  });
});
