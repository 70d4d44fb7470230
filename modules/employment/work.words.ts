import { translatorOf } from '../platform/web/i18n';

export const workWordsIn = translatorOf('work');
