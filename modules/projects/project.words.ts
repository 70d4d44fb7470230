import { translatorOf } from '../platform/web/i18n';

export const projectWords = translatorOf('projects');
