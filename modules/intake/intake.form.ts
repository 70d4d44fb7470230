/** Parses the posted page of an intake: fields of its step, and the pressed button. */
import { DomainError } from '../platform/shared/domain.errors';
import { CSRF_FIELD } from '../platform/web/request';
import type { FormValues } from '../beneficiaries';
import { type IntakeStep, STEPS } from './intake.rules';
import type { PeopleChange, SavedStep } from './intakes.service';

export const isStep = (text: string): text is IntakeStep =>
  (STEPS as readonly string[]).includes(text);

export interface PostedStep extends SavedStep {
  /** `pause`: save and leave; `keep`: automatic saving while typing; `go`: continue. */
  readonly act: 'pause' | 'keep' | 'go';
}

const FRAME = new Set([CSRF_FIELD, '_request', 'act', 'revision', 'was']);
const HERE = /^people\.(\d{1,2})\.here$/;

export function postedStep(body: unknown): PostedStep {
  const posted = (body ?? {}) as Record<string, unknown>;
  const fields = Object.entries(posted).filter(([name]) => !FRAME.has(name));
  const places = fields.flatMap(([name]) => HERE.exec(name)?.[1] ?? []).map(Number);
  const answers = Object.fromEntries(fields.filter(([name]) => !HERE.test(name)));
  return {
    revision: Number(posted.revision),
    was: fromJson(posted.was),
    answers: typed(answers),
    places,
    ...meant(typeof posted.act === 'string' ? posted.act : ''),
  };
}

/** Keeps texts and lists of texts only. */
export function typed(answers: object): FormValues {
  for (const [name, value] of Object.entries(answers)) {
    const isText = (one: unknown) => typeof one === 'string';
    if (!isText(value) && !(Array.isArray(value) && value.every(isText))) {
      throw new DomainError('invalid', 'common.not_text', { field: name.slice(0, 60) }, name);
    }
  }
  return answers as FormValues;
}

function meant(act: string): Pick<PostedStep, 'act' | 'then' | 'people' | 'unseen'> {
  const [verb = '', rest = ''] = act.split(':');
  if (verb === 'pause') return { act: 'pause', then: 'stay' };
  if (verb === 'keep') return { act: 'keep', then: 'stay', unseen: true };
  if (verb === 'back' || verb === 'skip') return { act: 'go', then: verb };
  if (verb === 'go' && isStep(rest)) return { act: 'go', then: rest };
  const people = changeOf(verb, rest);
  return people ? { act: 'go', then: 'stay', people } : { act: 'go', then: 'next' };
}

function changeOf(verb: string, rest: string): PeopleChange | null {
  if (verb === 'add') return { add: rest };
  const place = Number(rest);
  if (!/^\d{1,2}$/.test(rest)) return null;
  if (verb === 'remove') return { remove: place };
  return verb === 'return' ? { return: place } : null;
}

function fromJson(text: unknown): FormValues | null {
  if (typeof text !== 'string') return null;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? typed(value) : null;
  } catch {
    return null;
  }
}
