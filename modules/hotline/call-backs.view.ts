import type { Language } from '../platform/shared/actor';
import { formatMinutes } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { CallBackRow } from './call-backs.service';

const LATE_MINUTES = 15;

/** "38 minutes late"; null while it is about time, or before. */
export const callBackDelay = (
  { closedAt, lateMinutes }: CallBackRow,
  language: Language,
): string | null =>
  closedAt !== null || lateMinutes < LATE_MINUTES
    ? null
    : translate(language, 'hotline:call_back.late', { time: formatMinutes(lateMinutes, language) });
