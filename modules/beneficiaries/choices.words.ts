import { list, type ListName } from '../reference-lists';
import type { Language } from '../platform/shared/actor';

/** The codes of a list as choices of a form, in the reader's words. */
export const choicesOf = (name: ListName, language: Language) =>
  list(name).items.map(({ code, labels }) => ({ value: code, label: labels[language] }));
