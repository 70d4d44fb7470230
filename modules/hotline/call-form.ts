/** What the page of a call posts: everything that stands in it; what the page changed is told apart by `was`. */
import type { SaveCallDto } from './dto/call.dto';
import { normalisePhone } from '../beneficiaries';
import { QUESTIONS } from './triage.rules';

const FIELDS = ['type', 'language', 'region', ...QUESTIONS, 'note', 'number'] as const;
type Field = (typeof FIELDS)[number];
export type CallForm = Readonly<Record<Field, string>>;

export const callForm = (posted: Record<string, unknown>): CallForm =>
  Object.fromEntries(
    FIELDS.map((field) => [field, typeof posted[field] === 'string' ? posted[field] : '']),
  ) as CallForm;

/** As the page was opened, or as it was kept last. */
export function formerly(was: unknown): Partial<CallForm> {
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
