/** Page of a person's consents: recipients by part, history, disclosures. */
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import { translate } from '../platform/web/i18n';
import type { Consent } from './consents.queries';
import { PURPOSES, type Purpose, type State } from './consents.rules';
import type { CurrentConsent } from './consents.service';
import type { Share } from './shares.queries';

const LOOK: Readonly<Record<State, { readonly tag: string; readonly icon: string }>> = {
  given: { tag: 'good', icon: 'circle-check' },
  expired: { tag: 'warning', icon: 'clock' },
  withdrawn: { tag: 'danger', icon: 'arrow-back-up' },
  refused: { tag: 'danger', icon: 'circle-x' },
  not_asked: { tag: 'none', icon: 'circle-dashed' },
};

/** Which text that is read aloud. */
export interface TextKey {
  readonly purpose: string;
  readonly language: string;
  readonly version: number;
}

export const textName = (text: TextKey, language: Language): string =>
  translate(language, 'consents:texts.one', {
    purpose: translate(language, `consents:purpose.${text.purpose}`),
    language: labelOf('languages', text.language, language),
    version: text.version,
  });

export interface MatrixCell {
  readonly purpose: string;
  readonly state: State;
  readonly tag: string;
  readonly icon: string;
  readonly untilAt: Date | null;
  readonly at: Date | null;
  /** For children: assent of the child. */
  readonly assent: string | null;
  readonly toAskAsAdult: boolean;
  readonly withdrawPath: string | null;
  readonly askPath: string | null;
}

export interface MatrixRow {
  readonly recipient: string | null;
  readonly cells: readonly MatrixCell[];
}

export interface ConsentPermissions {
  readonly record: boolean;
  readonly withdraw: boolean;
}

/** The programme first, then each organisation that was ever spoken of; sharing needs one. */
export function matrixOf(
  caseId: string,
  standing: readonly CurrentConsent[],
  may: ConsentPermissions,
): MatrixRow[] {
  const recipients = new Map<string | null, string | null>([[null, null]]);
  for (const { recipientId, recipient } of standing) recipients.set(recipientId, recipient);
  const path = `/people/${caseId}/consents`;
  const cell = (purpose: Purpose, recipientId: string | null): MatrixCell => {
    const consent = standing.find(
      (one) => one.purpose === purpose && one.recipientId === recipientId,
    );
    const state = consent?.state ?? 'not_asked';
    const about = `purpose=${purpose}${recipientId ? `&recipientId=${recipientId}` : ''}`;
    const ends = consent && (state === 'given' || state === 'expired');
    return {
      purpose,
      state,
      ...LOOK[state],
      untilAt: consent?.untilAt ?? null,
      at: consent?.at ?? null,
      assent: consent?.assent ?? null,
      toAskAsAdult: consent?.toAskAsAdult ?? false,
      withdrawPath: may.withdraw && ends ? `${path}/${consent.id}/withdrawal` : null,
      // One that ends on a day, or that a guardian gave, is asked for again before it ends.
      askPath:
        may.record && (state !== 'given' || consent?.untilAt || consent?.toAskAsAdult)
          ? `${path}/new?${about}`
          : null,
    };
  };
  return [...recipients].map(([recipientId, recipient]) => ({
    recipient,
    // Nothing is shared with the programme itself: that cell is empty.
    cells: PURPOSES.filter((purpose) => purpose !== 'sharing' || recipientId !== null).map(
      (purpose) => cell(purpose, recipientId),
    ),
  }));
}

/** A row of the history, newest first, in words. */
export const historyModel = (history: readonly Consent[], language: Language) =>
  history
    .toReversed()
    .map((consent) => ({
      ...consent,
      language: labelOf('languages', consent.language, language),
      points: Object.entries(consent.points).map(([point, answer]) => ({
        point: translate(language, `consents:point.${point}`),
        answer: translate(language, `consents:answer.${answer}`),
      })),
    }));

export const sharesModel = (shares: readonly Share[], language: Language, mayOpen: boolean) =>
  shares.map((share) => ({
    ...share,
    whatWords: joinWords(
      share.what.map((what) => translate(language, `consents:what.${what}`)),
      language,
    ),
    endPath:
      mayOpen && share.closedAt === null ? `/people/${share.caseId}/shares/${share.id}/end` : null,
    acknowledgePath:
      mayOpen && share.closedAt !== null && share.acknowledgedAt === null
        ? `/people/${share.caseId}/shares/${share.id}/acknowledgement`
        : null,
  }));
