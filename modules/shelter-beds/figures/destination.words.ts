import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';

/** How a stay ended, in the reader's words. */
export const destinationWords = (code: string, language: Language): string =>
  translate(language, `house-figures:destination.${code}`);
