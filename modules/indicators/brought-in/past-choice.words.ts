/** The choice of what was brought in from before Mawa, in the words of every page, table and report that has it. */
import type { Language } from '../../platform/shared/actor';
import { PAST_CHOICES, type PastChoice } from '../../platform/shared/past-choice.rules';
import { translate } from '../../platform/web/i18n';

export const pastChoiceWords = (choice: PastChoice, language: Language): string =>
  translate(language, `past:choice.${choice}`);

/** Sentence on what figures include under this choice. */
export const pastChoiceNote = (choice: PastChoice, language: Language): string =>
  translate(language, `past:choice_note.${choice}`);

/** For a select; of what was typed, so that no choice is one that is none. */
export const pastChoices = (chosen: string, language: Language) =>
  PAST_CHOICES.map((value) => ({
    value,
    label: pastChoiceWords(value, language),
    chosen: value === chosen,
  }));

/** "People served · with what was brought in from before Mawa". */
export function titleWithPast(title: string, choice: PastChoice, language: Language): string {
  if (choice === 'without') return title;
  const words = pastChoiceWords(choice, language);
  return translate(language, 'past:choice_title', {
    title,
    past: words.charAt(0).toLocaleLowerCase(language) + words.slice(1),
  });
}
