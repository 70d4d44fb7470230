import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { HouseFiguresView } from './house-figures.types';

/** Whereto, in the reader's words: of the list, or how the stay ended where nobody said whereto. */
export const destinationWords = (
  code: string,
  language: Language,
  { destinations }: Pick<HouseFiguresView, 'destinations'>,
): string => destinations[code] ?? translate(language, `house-figures:destination.${code}`);
