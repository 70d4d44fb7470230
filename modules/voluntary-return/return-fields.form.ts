/** The fields of a form about a track, and the words that all of these forms share. */
import type { Language } from '../platform/shared/actor';
import { translatorOf } from '../platform/web/i18n';
import { type Choice, type FormDefinition, formFields } from '../platform/web/form-fields';
import { listChoices } from '../reference-lists';

export interface ReturnForm extends FormDefinition {
  /** The server's half of a key: such a form waits on the device where there is no connection. */
  readonly keeps?: string;
}

/** Form fields with labels in the reader's language. */
export function fieldsIn(language: Language, namespace = 'returns') {
  const words = translatorOf(namespace)(language);
  const fields = formFields(words);
  /** Countries and languages as the reader would look for them; regions keep the order of their list. */
  const coded = (name: 'nationalities' | 'regions' | 'languages'): Choice[] => {
    const all = listChoices(name, language);
    return name === 'regions' ? all : all.sort((a, b) => a.label.localeCompare(b.label, language));
  };
  const note = (hint = 'sealed') => fields.note({ hint: words(`hint.${hint}`) });
  return { ...fields, words, note, coded };
}
