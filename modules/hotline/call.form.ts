/** The whole form that the page of a call posts; `was` (its previous values) shows which fields the page changed. */
import type { SaveCallDto } from './dto/call.dto';
import { normalisePhone } from '../beneficiaries';
import { TRIAGE_QUESTIONS } from './triage.rules';

const FIELDS = ['type', 'language', 'region', ...TRIAGE_QUESTIONS, 'note', 'number'] as const;
type Field = (typeof FIELDS)[number];
export type CallForm = Readonly<Record<Field, string>>;

export const callForm = (posted: Record<string, unknown>): CallForm =>
  Object.fromEntries(
    FIELDS.map((field) => [
      field,
      typeof posted[field] === 'string' ? normaliseLineBreaks(posted[field]) : '',
    ]),
  ) as CallForm;

/** Normalises line breaks, which browsers change when a form is sent. */
const normaliseLineBreaks = (text: string): string => text.replaceAll('\r\n', '\n');

/** As the page was opened, or as it was kept last. */
export function previousValues(was: unknown): Partial<CallForm> {
  if (typeof was !== 'string' || was.length > 20_000) return {};
  try {
    const read: unknown = JSON.parse(was);
    return read !== null && typeof read === 'object'
      ? callForm(read as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/**
 * Only what this page changed is saved, so that a second window of hers takes nothing back. A number is kept
 * once it is one: half of it, while it is typed, keeps nothing else from being kept. Empty takes nothing away:
 * a number is not shown again, and is forgotten by a press.
 */
export function changesOf(
  form: CallForm,
  was: Partial<CallForm>,
  { patient }: { patient: boolean },
): Partial<Record<keyof SaveCallDto, string | null>> {
  const changed = FIELDS.filter((field) => form[field] !== (was[field] ?? '')).filter(
    (field) =>
      field !== 'number' ||
      (form.number !== '' && !(patient && normalisePhone(form.number) === null)),
  );
  return Object.fromEntries(
    changed.map((field) => [field, form[field] === '' ? null : form[field]]),
  );
}

/**
 * The note of a call that two windows write in: what the other one wrote since this page last knew it stays, and what
 * this one added follows on a line of its own. `base` is the note as this page last knew it.
 */
export function mergedNote(base: string, stored: string, mine: string): string {
  if (stored === base || mine.includes(stored)) return mine;
  if (stored.includes(mine)) return stored;
  const added = mine.startsWith(base) ? mine.slice(base.length).trim() : mine;
  return added === '' ? stored : `${stored}\n${added}`;
}
