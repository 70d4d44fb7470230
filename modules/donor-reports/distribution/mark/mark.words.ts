import type { Language } from '../../../platform/shared/actor';
import type { CivilDate } from '../../../platform/shared/nights.rules';
import { formatLongDate } from '../../../platform/web/format';
import { translate } from '../../../platform/web/i18n';

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
