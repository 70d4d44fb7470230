import { randomUUID } from 'node:crypto';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formFields } from '../../platform/web/form-fields';
import type { FormState } from '../../platform/web/forms';
import { translatorOf } from '../../platform/web/i18n';
import type { NightsStatus } from './nights-status.service';
import type { ShelterNights } from './nights-status.queries';

const wordsIn = translatorOf('nights');
/** So many ranges are written out; nights are seldom open one by one. */
const RANGES_SHOWN = 12;

export function nightsModel(
  status: NightsStatus,
  actor: Actor,
  form: FormState,
  language: Language,
): object {
  const say = wordsIn(language);
  const { day, text } = formFields(say);
  return {
    ...status,
    title: say('title'),
    form,
    requestId: randomUUID(),
    open: status.open.slice(0, RANGES_SHOWN),
    moreRanges: Math.max(0, status.open.length - RANGES_SHOWN),
    shelters: status.shelters.map((shelter) => ({
      ...shelter,
      missing: missingIn(shelter, actor, language),
    })),
    mayClose: may(actor, 'nights:close'),
    closing:
      status.openCount > 0
        ? [day('until', { value: status.last, max: status.last, hint: say('hint.until') })]
        : null,
    reopening: status.lastClosed
      ? [
          day('night', { max: status.lastClosed }),
          text('reason', { rows: 2, maxlength: 500, hint: say('hint.reason') }),
        ]
      : null,
  };
}

/** Open points to settle before the nights of a shelter are closed, each with a link. */
function missingIn(
  { since, withoutRate, arrivals, overdue }: ShelterNights,
  actor: Actor,
  language: Language,
) {
  const say = wordsIn(language);
  // Readers without access to the bed board are told whom to ask.
  const board = may(actor, 'beds:board') ? '/beds/tonight' : '';
  return [
    { count: since === null ? 1 : 0, sentence: say('missing.no_bed'), path: '' },
    {
      count: withoutRate,
      sentence: say('missing.rate', { count: withoutRate }),
      path: may(actor, 'budget:read') ? '/budget/rates' : '',
    },
    { count: arrivals, sentence: say('missing.arrivals', { count: arrivals }), path: board },
    { count: overdue, sentence: say('missing.overdue', { count: overdue }), path: board },
  ].filter(({ count }) => count > 0);
}
