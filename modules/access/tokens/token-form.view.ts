/** Form to create a token, and the list of an account's tokens. */
import type { Actor } from '../../platform/shared/actor';
import type { Translator } from '../../platform/web/i18n';
import type { Permission } from '../permissions.rules';
import type { NewToken, TokenPlace, TokenRow } from './access-tokens.service';
import {
  areaOf,
  grantableTo,
  isReading,
  permissionsAt,
  TOKEN_AREAS,
  TOKEN_LEVELS,
  type TokenArea,
  type TokenLevel,
} from './token-scope.rules';
import type { MakeTokenForm } from './tokens.dto';

const USUAL_DAYS = [7, 30, 90, 180, 365];

/** Selectable levels for each area in which the account has any permission. */
export function tokenForm(
  owner: Actor,
  places: readonly TokenPlace[],
  mostDays: number,
  words: Translator,
) {
  const grantable = grantableTo(owner);
  const areas = TOKEN_AREAS.flatMap((area) => {
    const held = grantable.filter((permission) => areaOf(permission) === area);
    if (held.length === 0) return [];
    const levels = TOKEN_LEVELS.filter((level) =>
      held.some((permission) => isReading(permission) === (level === 'read')),
    );
    return [
      {
        name: `levels.${area}`,
        label: words(`area.${area}`),
        choices: levels.map((value) => ({ value, label: words(`level.${value}`) })),
      },
    ];
  });
  const days = [...new Set([...USUAL_DAYS.filter((one) => one < mostDays), mostDays])];
  return {
    areas,
    days: days.map((count) => ({ value: String(count), label: words('days', { count }) })),
    places: places.map(({ id, kind, name }) => ({
      value: id,
      label: `${name} · ${words(`place.${kind}`)}`,
    })),
  };
}

const isLevel = (text: string): text is TokenLevel =>
  (TOKEN_LEVELS as readonly string[]).includes(text);

/** Permissions of the chosen levels, limited to those that the account has. */
export function wantedToken(owner: Actor, form: MakeTokenForm): NewToken {
  const grantable = new Set<Permission>(grantableTo(owner));
  const levels = Object.entries(form.levels ?? {}).filter(([, level]) => isLevel(level));
  return {
    name: form.name,
    permissions: permissionsAt(
      Object.fromEntries(levels) as Partial<Record<TokenArea, TokenLevel>>,
    ).filter((permission) => grantable.has(permission)),
    readsOnly: form.readsOnly === 'yes',
    ...(form.places && form.places.length > 0 && { places: form.places }),
    days: form.days,
  };
}

/** Scope of each token in words, by area; areas with write access are marked. Who confirms is not who made it. */
export function tokenLines(tokens: readonly TokenRow[], words: Translator, confirmer?: Actor) {
  return tokens.map((token) => {
    const permissions = token.permissions as readonly Permission[];
    const held = TOKEN_AREAS.flatMap((area) => {
      const inArea = permissions.filter((permission) => areaOf(permission) === area);
      if (inArea.length === 0) return [];
      const writes = !token.readsOnly && inArea.some((permission) => !isReading(permission));
      return [`${words(`area.${area}`)} (${words(`level.${writes ? 'write' : 'read'}`)})`];
    });
    return {
      ...token,
      areas: held,
      placeNames: token.places?.map(({ name }) => name),
      isOpen: token.state === 'open',
      mayRevoke: token.state === 'open' || token.state === 'waiting',
      mayConfirm:
        token.state === 'waiting' && confirmer !== undefined && token.madeById !== confirmer.userId,
      stateWords: words(`state.${token.state}`),
    };
  });
}
