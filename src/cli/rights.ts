import { may, type Permission } from '../../modules/access';
import type { Actor } from '../../modules/platform/shared/actor';
import { DomainError, FieldErrors } from '../../modules/platform/shared/domain.errors';
import { keyOfCode, translate } from '../../modules/platform/web/i18n';

/** A command has the rights of the person named by `--as`, and no others. */
export function refuseWithout(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new DomainError('forbidden', 'access.not_yours');
}

/** A refusal in the words of the person named by `--as`, each on its line with the field; any other error as it is. */
export async function sayingRefusals(actor: Actor, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const all = error instanceof FieldErrors ? error.errors : [error];
    for (const { code, params, field } of all) {
      const sentence = translate(actor.language, keyOfCode(code), params);
      process.stderr.write(`${field ? `${field}: ` : ''}${sentence}\n`);
    }
    process.exitCode = 1;
  }
}
