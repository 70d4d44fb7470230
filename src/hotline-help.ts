import { Injectable } from '@nestjs/common';
import { FurtherHelp, type HelpNeeded, type KindOfHelp } from '../modules/hotline';
import { Lists } from '../modules/reference-lists';
import { HelpAsked } from '../modules/referrals';
import type { Tx } from './database/transactions';
import type { Actor, Language } from './shared/actor';

/** Who sees to other help than a bed: the hotline's port, connected to the module of referrals. */
@Injectable()
export class HotlineHelp extends FurtherHelp {
  constructor(
    private readonly help: HelpAsked,
    private readonly lists: Lists,
  ) {
    super();
  }

  kinds(actor: Actor, language: Language): Promise<readonly KindOfHelp[]> {
    return this.lists.choices(actor, 'referral_services', language);
  }

  ask(tx: Tx, { kinds: services, ...needed }: HelpNeeded): Promise<void> {
    return this.help.askIn(tx, { ...needed, services }, 'help');
  }

  tell(tx: Tx, { kinds: services, ...needed }: HelpNeeded, userId: string): Promise<void> {
    return this.help.tellIn(tx, { ...needed, services }, userId);
  }
}
