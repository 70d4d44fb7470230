/** Pages of a day in the house: who is in it, what the next shift must know, what was given out. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import type { Choices } from '../shelter-beds';
import type { Duty } from './duties.service';
import { houseTabs } from './house-tabs.view';
import type { HandoverNote } from './handovers.service';
import type { HouseItems } from './items.service';
import type { HouseRegister, RegisteredResident, Visit } from './register.service';
import type { House } from './residents.queries';

/** Usual lengths of a turn of duty, in hours. */
const DUTY_HOURS = [4, 8, 12, 24];
const USUAL_DUTY_HOURS = 12;

const titled = (key: string, { codeName }: House, { language }: Actor): string =>
  translate(language, `house:${key}.title`, { house: codeName });

export function registerPage(
  register: HouseRegister,
  actor: Actor,
  form: FormState,
  purposes: Choices,
): object {
  const { house, inside, out, away, visitors, left, others } = register;
  const visit = ({ labels, ...one }: Visit) => ({ ...one, purpose: labels[actor.language] });
  return {
    title: titled('register', house, actor),
    tabs: houseTabs(actor, house.id, 'register'),
    form,
    house,
    inside,
    out,
    away,
    purposes,
    others,
    visitors: visitors.map(visit),
    left: left.map(visit),
    counts: {
      inside: inside.length + others,
      out: out.length,
      away: away.length,
      visitors: visitors.length,
    },
    requestKey: randomUUID(),
  };
}

export function handoverPage(
  {
    house,
    notes,
    duties,
  }: { house: House; notes: readonly HandoverNote[]; duties: readonly Duty[] },
  actor: Actor,
  form: FormState,
): object {
  return {
    title: titled('handover', house, actor),
    tabs: houseTabs(actor, house.id, 'handover'),
    form,
    house,
    duties,
    dutyRequestKey: randomUUID(),
    isOnDuty: duties.some(({ mine }) => mine),
    hours: DUTY_HOURS.map((value) => ({
      value,
      selected: String(value) === String(form.values.hours ?? USUAL_DUTY_HOURS),
    })),
    notes: notes.map((note) => ({ ...note, mayRead: !note.readByMe && !note.mine })),
    requestKey: randomUUID(),
  };
}

export function itemsPage(
  { house, on, today, totals }: HouseItems,
  people: readonly RegisteredResident[],
  actor: Actor,
  form: FormState,
  choices: Choices,
): object {
  const { language } = actor;
  const chosen = new Set([form.values.caseIds ?? []].flat());
  return {
    title: titled('items', house, actor),
    tabs: houseTabs(actor, house.id, 'items'),
    form,
    house,
    on,
    choices,
    people: people.map((one) => ({ ...one, checked: chosen.has(one.caseId!) })),
    today: today.map(({ labels, ...one }) => ({ ...one, label: labels[language] })),
    totals: totals.map(({ labels, quantity }) => ({ quantity, label: labels[language] })),
  };
}
