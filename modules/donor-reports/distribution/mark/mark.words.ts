import type { Language } from '../../../../src/shared/actor';
import type { CivilDate } from '../../../../src/shared/nights.rules';
import { formatLongDate } from '../../../../src/web/format';
import { translate } from '../../../../src/web/i18n';

/** Whose copy it is, in the language of the file: the reader, their organisation and the day. */
export const wordsOfMark = (
  handed: { readonly recipient: string; readonly organisation: string; readonly day: CivilDate },
  language: Language,
): string =>
  translate(language, 'hand-out:mark', {
    recipient: handed.recipient,
    organisation: handed.organisation,
    day: formatLongDate(handed.day, language),
  });
