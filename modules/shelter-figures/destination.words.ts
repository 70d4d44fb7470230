import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { HouseFiguresView } from './house-figures.types';

/** Label of the destination, or of the end of the stay if no destination was recorded. */
export const destinationWords = (
  code: string,
  language: Language,
  { destinations }: Pick<HouseFiguresView, 'destinations'>,
): string => destinations[code] ?? translate(language, `house-figures:destination.${code}`);
