/** The roll on a phone: who is still to be looked for first, then everybody, room by room. */
import { randomUUID } from 'node:crypto';
import { may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays } from '../platform/shared/nights.rules';
import type { FormState } from '../platform/web/forms';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { groupBy } from '../platform/shared/group-by';
import { nightRulesInWords } from '../shelter-inventory';
import type { Resident, Roll } from './roll-call.service';
import { isOfTheRest } from './roll.rules';
import type { MissingPerson } from './missing.service';
import { houseTabs } from './house-tabs.view';

export function rollPage(roll: Roll, actor: Actor, form: FormState): object {
  const { house, night, tonight, people, tally } = roll;
  const { language } = actor;
  const date = formatDate(night, language);
  const rest = people.filter(isOfTheRest).length;
  return {
    title: translate(language, 'house:roll.title', { house: house.codeName, date }),
    tabs: houseTabs(actor, house.id, 'roll'),
    form,
    house,
    night,
    tally,
    expected: roll.expected,
    others: roll.others,
    nightRules: roll.rules && nightRulesInWords(roll.rules, language),
    isTonight: night === tonight,
    before: addDays(night, -1),
    after: night < tonight ? addDays(night, 1) : null,
    total: people.length,
    called: people.length - tally.open,
    rest,
    oneByOne: tally.open > rest,
    restKey: randomUUID(),
    mayCall: may(actor, 'house:call'),
    rooms: [...groupBy(people, ({ room }) => room)].map(([room, inRoom]) => ({
      room,
      people: inRoom.map(shown),
    })),
  };
}

const shown = (one: Resident): object => ({
  ...one,
  key: randomUUID(),
  here: one.presence === 'here',
  leave: one.presence === 'leave',
  missing: one.presence === 'missing',
});

function onLeaveSentence({ backOn, presence }: Resident, language: Language): string | null {
  if (backOn !== null) {
    const date = formatDate(backOn, language);
    return translate(language, 'house:call_missing.on_leave_until', { date });
  }
  return presence === 'leave' ? translate(language, 'house:call_missing.on_leave') : null;
}

/** The question before somebody is called missing: who it is, and what will follow. */
export function callMissingPage(
  { house, night }: Roll,
  person: Resident,
  { language }: Actor,
  form: FormState,
): object {
  const who = person.name ?? person.caseNumber;
  return {
    title: translate(language, 'house:call_missing.title', { who }),
    form,
    house,
    night,
    person,
    onLeave: onLeaveSentence(person, language),
    missingKey: randomUUID(),
    leaveKey: randomUUID(),
    rollPath: `/house/${house.id}/roll?night=${night}#b-${person.bookingId}`,
  };
}

export function missingPage(person: MissingPerson, actor: Actor, form: FormState): object {
  const { language } = actor;
  const title = translate(language, 'house:missing.title', {
    who: person.name ?? person.caseNumber,
  });
  return {
    title,
    form,
    person,
    mayEnd: person.endedAt === null && person.here && may(actor, 'house:call'),
    mayStep: person.endedAt === null,
    rollPath: person.here ? `/house/${person.shelterId}/roll` : '/tasks',
    steps: person.steps.map(({ code, labels, by, at }) => ({
      code,
      by,
      at,
      label: labels[language],
    })),
  };
}
