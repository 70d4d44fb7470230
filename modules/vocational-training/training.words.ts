import { translatorOf } from '../platform/web/i18n';

export const trainingWords = translatorOf('training');
