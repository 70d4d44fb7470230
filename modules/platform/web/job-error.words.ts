import type { JobRecord } from '../queue';
import type { Language } from '../shared/actor';
import { translate } from './i18n';

/** Message for the error code of a failed job, from its module. */
export function errorSentence(
  { errorCode, errorParams }: Pick<JobRecord, 'errorCode' | 'errorParams'>,
  language: Language,
): string {
  const [domain, ...rest] = (errorCode ?? '').split('.');
  return translate(language, `${domain}:errors.${rest.join('.')}`, errorParams ?? {});
}
