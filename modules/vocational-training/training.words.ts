import { translatorOf } from '../platform/web/i18n';

export const wordsIn = translatorOf('training');
