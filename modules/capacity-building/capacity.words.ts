import { translatorOf } from '../platform/web/i18n';

export const capacityWords = translatorOf('capacity');
