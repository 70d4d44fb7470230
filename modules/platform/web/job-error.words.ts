import type { JobRecord } from '../queue';
import type { Language } from '../shared/actor';
import { translate } from './i18n';

/** Why a job failed, in words: what the module says of its error code. */
export function errorSentence(
  { errorCode, errorParams }: Pick<JobRecord, 'errorCode' | 'errorParams'>,
  language: Language,
): string {
  const [domain, ...rest] = (errorCode ?? '').split('.');
  return translate(language, `${domain}:errors.${rest.join('.')}`, errorParams ?? {});
}
