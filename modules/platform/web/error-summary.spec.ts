import { nameFields } from './error-summary';

const line = (name: string, sentence: string) =>
  `<li><a href="#f-${name}"><!--line-->${sentence}</a></li>`;
const DAY =
  '<label class="field__label" for="f-day">Jour de l’audience <span class="field__optional">(facultatif)</span></label><input id="f-day" name="day">';
const SEX =
  '<fieldset class="field" id="f-sex"><legend>Sexe</legend><label for="f-sex-f">Femme</label></fieldset>';

describe('the summary of what is wrong', () => {
  it('names the field of each line as its label does and leads to it', () => {
    const page = nameFields(line('day', 'Ce champ est nécessaire.') + DAY, 'fr');
    expect(page).toContain('<a href="#f-day">Jour de l’audience : ce champ est nécessaire.</a>');
  });
  it('names a group of choices by its legend', () => {
    const page = nameFields(line('sex', 'Choose one of the answers offered.') + SEX, 'en');
    expect(page).toContain('<a href="#f-sex">Sexe: Choose one of the answers offered.</a>');
  });
  it('does not name twice a field that the sentence names', () => {
    const page = nameFields(line('day', 'Le jour de l’audience est passé.') + DAY, 'fr');
    expect(page).toContain('<a href="#f-day">Le jour de l’audience est passé.</a>');
  });
  it('leads nowhere where the page has no such field', () => {
    expect(nameFields(line('role', 'Ce champ est nécessaire.') + DAY, 'fr')).toContain(
      '<li>Ce champ est nécessaire.</li>',
    );
  });
  it('leaves a sentence of its own as it is after the colon', () => {
    const page = nameFields(line('day', 'Mawa ne connaît pas ce jour.') + DAY, 'fr');
    expect(page).toContain('Jour de l’audience : Mawa ne');
  });
});
