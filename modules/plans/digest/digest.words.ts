/** The words of the day's mail: how much waits and where to look, and nothing that names anybody. */
import type { Actor } from '../../platform/shared/actor';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { TaskCounts } from '../task.queries';

export function digestMail(
  counts: TaskCounts,
  { name, language }: Actor,
  { day, address }: { day: string; address: string | undefined },
): { subject: string; text: string } {
  const words = (key: string, params: object = {}) =>
    translate(language, `digest:mail.${key}`, { ...params });
  const line = (key: keyof TaskCounts): string[] =>
    counts[key] > 0 ? [`· ${words(key, { count: counts[key] })}`] : [];
  return {
    subject: words('subject', { day: formatLongDate(day, language) }),
    text: [
      words('hello', { name }),
      '',
      words('waits'),
      ...line('overdue'),
      ...line('today'),
      ...line('coming'),
      '',
      address ? words('look', { address: new URL('/tasks', address).href }) : words('open'),
      '',
      words('change'),
      '',
    ].join('\n'),
  };
}
