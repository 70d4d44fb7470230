/** View of the movements of a shelter, by day. */
import type { Actor } from '../platform/shared/actor';
import { addDays, daysBetween } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { groupBy } from '../platform/shared/group-by';
import { houseTabs } from './house-tabs.view';
import type { HouseMovements, Movement, MovementKind } from './movements.service';

const KINDS: readonly MovementKind[] = ['arrival', 'return', 'departure'];
const ICONS: Readonly<Record<MovementKind, string>> = {
  arrival: 'door-enter',
  return: 'arrow-back-up',
  departure: 'door-exit',
};

export function movementsPage(
  { house, from, until, movements }: HouseMovements,
  actor: Actor,
): object {
  const byDay = groupBy(movements, ({ day }) => day);
  const kindsOf = (of: readonly Movement[]) =>
    KINDS.map((kind) => ({
      kind,
      icon: ICONS[kind],
      people: of.filter((one) => one.kind === kind),
    })).filter(({ people }) => people.length > 0);
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, place) => {
    const day = addDays(from, place);
    return {
      day,
      isTonight: place === 0,
      isTomorrow: place === 1,
      kinds: kindsOf(byDay.get(day) ?? []),
    };
  });
  return {
    title: translate(actor.language, 'house:movements.title', { house: house.codeName }),
    tabs: houseTabs(actor, house.id, 'movements'),
    house,
    days,
    overdue: movements.filter(({ day }) => day < from),
  };
}
