import { Injectable } from '@nestjs/common';
import { FurtherHelp, type HelpRequest, type HelpKind } from '../../modules/hotline';
import { Lists } from '../../modules/reference-lists';
import { HelpRequests } from '../../modules/referrals';
import type { Tx } from '../../modules/platform/database/transactions';
import type { Actor, Language } from '../../modules/platform/shared/actor';

/** Who sees to other help than a bed: the hotline's port, connected to the module of referrals. */
@Injectable()
export class HotlineHelp extends FurtherHelp {
  constructor(
    private readonly help: HelpRequests,
    private readonly lists: Lists,
  ) {
    super();
  }

  kinds(actor: Actor, language: Language): Promise<readonly HelpKind[]> {
    return this.lists.choices(actor, 'referral_services', language);
  }

  ask(tx: Tx, { kinds: services, ...needed }: HelpRequest): Promise<void> {
    return this.help.askIn(tx, { ...needed, services }, 'help');
  }

  openTask(tx: Tx, { kinds: services, ...needed }: HelpRequest, userId: string): Promise<void> {
    return this.help.openTaskIn(tx, { ...needed, services }, userId);
  }
}
