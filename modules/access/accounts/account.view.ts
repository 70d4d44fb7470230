import { ROLES, type Actor, type Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { REMOVAL_REASONS } from '../second-factor/second-factor-removals.service';
import { CLOSING_REASONS } from './account-closing.service';
import type { AccountFile } from './account-file.service';
import type { PrincipalKind } from './memberships.service';

type PrincipalOption = { readonly kind: PrincipalKind; readonly id: string; readonly name: string };

/** What the page of one account shows, and which of its buttons this administrator may press. */
export function accountModel(
  file: AccountFile,
  actor: Actor,
  places: readonly PrincipalOption[],
  language: Language,
) {
  const say = (key: string) => translate(language, key);
  const itself = file.id === actor.userId;
  const bySetup = say('accounts:set_up');
  const roles = file.roles.map((role) => ({
    ...role,
    grantedBy: role.grantedBy ?? bySetup,
    // Its last day is over, and nobody took it away before.
    endedByDay: role.endedBy === null && role.lastDay !== null,
    confirmedBy: role.confirmedBy ?? (role.confirmedAt && bySetup),
  }));
  // Past its last day a role counts no more, whether the hourly job has ended it or not.
  const isHeld = ({ endedAt, lastDay }: (typeof roles)[number]) =>
    endedAt === null && (lastDay === null || lastDay >= file.today);
  const held = roles.filter(isHeld);
  const chosen = file.chosenByLink && {
    ...file.chosenByLink,
    askedBy: file.chosenByLink.askedBy ?? bySetup,
    handedOverBy: file.chosenByLink.handedOverBy ?? bySetup,
  };
  const handedOverHere = chosen?.mayNotConfirm === actor.userId;
  return {
    ...file,
    title: file.name,
    itself,
    mayAct: !itself,
    held: held.map((role) => ({
      ...role,
      mayConfirm: role.waiting && role.grantedById !== actor.userId && !itself && !handedOverHere,
    })),
    chosenByLink: chosen,
    // Asked of whoever is about to confirm; of whoever handed the link over, somebody else is asked.
    askThePerson: chosen !== null && chosen.mayNotConfirm !== null && !itself,
    handedOverHere,
    ended: roles.filter((role) => !isHeld(role)),
    current: file.memberships.filter(({ current }) => current),
    past: file.memberships.filter(({ current }) => !current),
    factorRemoval: file.factorRemoval && {
      ...file.factorRemoval,
      mayConfirm: file.factorRemoval.askedById !== actor.userId && !itself,
    },
    link: file.link && {
      ...file.link,
      mayConfirm: file.link.waits && file.link.madeById !== actor.userId && !itself,
    },
    grantable: ROLES.filter((role) => !held.some((one) => one.role === role)).map((value) => ({
      value,
      label: say(`common:role.${value}`),
    })),
    places: places.map(({ kind, id, name }) => ({
      value: `${kind}:${id}`,
      label: `${name} · ${say(`accounts:place.${kind}`)}`,
    })),
    removalReasons: REMOVAL_REASONS.map((value) => ({
      value,
      label: say(`accounts:factor.reason.${value}`),
    })),
    reasons: CLOSING_REASONS.map((value) => ({
      value,
      label: say(`accounts:closing.reason.${value}`),
    })),
  };
}
