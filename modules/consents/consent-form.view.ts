/** The form of one consent: first what is asked, then the text to read aloud, then the answers. */
import { randomUUID } from 'node:crypto';
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { ASSENTS, GUARDIAN_RELATIONS } from './child.rules';
import { directionOf, htmlLanguage } from './consent-texts.rules';
import { languageChoices, paragraphs, type ConsentForm } from './consent-form.service';
import { POINT_ANSWERS, CHANNELS, CONSENT_MODES, CONSENT_POINTS, PURPOSES } from './consents.rules';

const addressOf = (caseId: string, page: string, form: ConsentForm) => {
  const query = new URLSearchParams({ purpose: form.purpose, language: form.language });
  if (form.recipientId) query.set('recipientId', form.recipientId);
  return `/people/${caseId}/consents/${page}?${query.toString()}`;
};

/** The text with its language and direction; `interpreted` where it is not the person's language. */
function textModel({ text, language }: ConsentForm, reader: Language) {
  return (
    text && {
      id: text.id,
      version: text.version,
      validFrom: text.validFrom,
      paragraphs: paragraphs(text.body),
      lang: htmlLanguage(text.language),
      direction: directionOf(text.language),
      interpreted: text.language !== language,
      languageName: labelOf('languages', text.language, reader),
    }
  );
}

export function consentFormModel(
  caseId: string,
  form: ConsentForm,
  language: Language,
  state: FormState,
) {
  const words = (key: string, params: object = {}) =>
    translate(language, `consents:${key}`, { ...params });
  const choices = (kind: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: words(`${kind}.${value}`) }));
  return {
    title: words('ask.title'),
    caseId,
    requestId: randomUUID(),
    question: form,
    purposes: choices('purpose', PURPOSES),
    recipients: form.recipients.map(({ id, shown }) => ({ value: id, label: shown })),
    languages: languageChoices(language),
    text: textModel(form, language),
    printPath: addressOf(caseId, 'text', form),
    points: CONSENT_POINTS.map((point) => ({
      name: `points.${point}`,
      label: words(`point.${point}`),
      needed: form.rule.points.includes(point),
      answers: choices('answer', POINT_ANSWERS),
    })),
    decisions: choices('decision', ['given', 'refused']),
    // Whether a guardian decides is asked apart: here is only how the answer was given.
    hows: choices(
      'how',
      CONSENT_MODES.filter((how) => how !== 'guardian' || form.childStatus !== 'adult'),
    ),
    channels: choices('channel', CHANNELS),
    child: form.childStatus === 'adult' ? null : words(`child.${form.childStatus}`),
    relations: choices('relation', GUARDIAN_RELATIONS),
    relatives: form.relatives.map(({ id, caseNumber }) => ({ value: id, label: caseNumber })),
    assents: choices('assent', ASSENTS),
    until: words('ask.until_hint', { count: form.rule.months }),
    form: state,
  };
}

export function printedTextModel(caseId: string, form: ConsentForm, language: Language) {
  const { recipient } = form;
  const title = translate(language, `consents:purpose.${form.purpose}`);
  // The frame of the text is in its language too, if Mawa has that language.
  const spoken = ({ fra: 'fr', ara: 'ar', eng: 'en' } as const)[form.text?.language ?? ''] as
    | Language
    | undefined;
  const around = (key: string, params: object = {}) =>
    translate(spoken ?? language, `consents:paper.${key}`, { ...params });
  return {
    title: `${translate(language, 'consents:title')} · ${title}`,
    backPath: addressOf(caseId, 'new', form),
    handedOut: true,
    text: textModel(form, language),
    heading: translate(spoken ?? language, `consents:purpose.${form.purpose}`),
    recipient: recipient && (recipient.names?.[spoken ?? language] ?? recipient.name),
    paper: {
      recipient: around('recipient'),
      case: around('case'),
      caseNumber: form.caseNumber,
      months: around('months', { count: form.rule.months }),
      yes: around('yes'),
      no: around('no'),
      mark: around('mark'),
      thumb: around('thumb'),
      date: around('date'),
      explained: around('explained'),
      version: around('version', { version: form.text?.version ?? 0 }),
    },
  };
}
