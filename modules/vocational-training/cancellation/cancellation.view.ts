import type { Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { formPage } from '../../platform/web/form-page.view';
import type { FormState } from '../../platform/web/forms';
import type { PageView } from '../../platform/web/page-response';
import type { SessionCancellation } from '../courses/courses.queries';
import { formsIn } from '../training.form';
import { trainingWords } from '../training.words';
import type { CancellationPreview } from './session-cancellations.service';

/** Since when and why a session is called off. */
export function cancellationWords(
  { from, reason }: SessionCancellation,
  language: Language,
): string {
  const words = trainingWords(language);
  return words('cancellation.since', { from, reason: words(`cancelled_for.${reason}`) });
}

/** Page with the consequences and the form. */
export function cancellationPage(
  preview: CancellationPreview,
  form: FormState,
  language: Language,
): PageView {
  const words = trainingWords(language);
  const { session, days, today, enrolled, waiting, completed, allowances } = preview;
  const path = `/training/sessions/${session.id}`;
  const definition = formsIn(language, today).cancellation(days);
  const amount = formatMoney(preview.allowancesAmount, session.course.currency, language);
  const isPaid = Number(session.course.stipend) + Number(session.course.transport) > 0;
  const effects = [
    enrolled > 0
      ? words('cancellation.enrolled', { count: enrolled })
      : words('cancellation.nobody_enrolled'),
    waiting > 0 ? words('cancellation.waiting', { count: waiting }) : null,
    enrolled + waiting > 0 ? words('cancellation.tasks') : null,
    enrolled > 0 ? words('cancellation.services') : null,
    enrolled + waiting > 0 ? words('cancellation.not_counted') : null,
    completed > 0 ? words('cancellation.completed', { count: completed }) : null,
    allowances > 0
      ? words('cancellation.allowances', { count: allowances, amount, until: preview.allowedUntil })
      : null,
    isPaid ? words('cancellation.no_more_allowances') : null,
    words('cancellation.closed'),
  ].filter((sentence) => sentence !== null);
  const lead = words('session_title', { course: session.course.title, day: session.startsOn });
  return formPage(
    'training/cancellation',
    { ...definition, lead, effects },
    form,
    `${path}/cancellation`,
    path,
  );
}
