import { ROLES, type Actor, type Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { REMOVAL_REASONS } from '../second-factor/second-factor-removals.service';
import { CLOSING_REASONS } from './account-closing.service';
import type { AccountFile } from './account-file.service';
import type { PrincipalKind } from './memberships.service';

type PrincipalOption = { readonly kind: PrincipalKind; readonly id: string; readonly name: string };

/** View model of the account page, including which actions this administrator may take. */
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
    // Ended by its last day, not by an administrator.
    endedByDay: role.endedBy === null && role.lastDay !== null,
    confirmedBy: role.confirmedBy ?? (role.confirmedAt && bySetup),
  }));
  // A role past its last day has no effect, even before the hourly job has ended it.
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
    // Asks administrators to check with the account holder that they chose the password themselves, before they confirm
    // a role. The administrator who handed the link over may not confirm.
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
