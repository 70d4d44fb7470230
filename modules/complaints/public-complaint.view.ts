/** The models of the pages without an account: short, plain, and saying nothing over a shoulder. */
import { list } from '../reference-lists';
import { LANGUAGES, type Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import type { Conversation } from './complaint-conversations.service';
import { COMPLAINT_SUBJECTS } from './complaint.rules';
import type { ComplaintKind } from './complaint-kinds.queries';
import { inGroups } from './receipt-code.rules';

/**
 * Frame of the public pages. Staff are told who reads complaints by the term "focal point", the public by a
 * description.
 */
export function frameOf(language: Language, path: string, more: { switchable?: boolean } = {}) {
  const { switchable = true } = more;
  return {
    plain: true,
    title: translate(language, 'complaints:mot.title'),
    l: `?l=${language}`,
    switches: switchable
      ? LANGUAGES.map((code) => ({ code, path: `${path}?l=${code}`, current: code === language }))
      : [],
  };
}

export const startModel = (language: Language, phone: string | null) => ({
  ...frameOf(language, '/mot'),
  phone,
  dial: phone?.replaceAll(/[^+\d]/g, ''),
});

export function complaintFormModel(
  language: Language,
  kinds: readonly ComplaintKind[],
  form: FormState,
) {
  const words = (key: string) => translate(language, `complaints:${key}`);
  return {
    ...frameOf(language, '/mot/new'),
    form,
    kinds: kinds.map(({ code, icon, plain }) => ({ value: code, icon, label: plain[language] })),
    abouts: COMPLAINT_SUBJECTS.map((value) => ({ value, label: words(`mot.about.${value}`) })),
    children: ['yes', 'no'].map((value) => ({ value, label: words(`mot.child.${value}`) })),
    regions: list('regions').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    })),
    open: Object.keys(form.values).length > 0,
  };
}

/** The number once more in words: groups of four, each on its own. */
export const receiptModel = (language: Language, code: string, paper: boolean) => ({
  ...frameOf(language, '/mot', { switchable: false }),
  groups: inGroups(code).map((digits, at) => ({ digits, known: paper && at < 2 })),
  paper,
});

export const conversationModel = (
  language: Language,
  code: string,
  conversation: Conversation,
  ticket: string,
  form: FormState,
) => ({
  ...frameOf(language, '/mot', { switchable: false }),
  form,
  code,
  ticket,
  ...conversation,
  stageWords: translate(language, `complaints:mot.stage.${conversation.stage}`),
  empty: conversation.words.length === 0,
});
