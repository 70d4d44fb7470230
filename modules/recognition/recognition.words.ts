import { translatorOf } from '../platform/web/i18n';

export const recognitionWords = translatorOf('recognition');
