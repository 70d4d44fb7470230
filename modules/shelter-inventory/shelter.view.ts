import { Injectable } from '@nestjs/common';
import { may } from '../access';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { namesFields } from '../platform/shared/local-names';
import { newForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { BED_KINDS, ROOM_MIXES } from '../shelter-beds';
import { DutyNumbers } from './duty-numbers.service';
import { housePage } from './house.view';
import { ShelterProfiles } from './shelter-profiles.service';
import { Shelters } from './shelters.service';

interface ShelterPageState {
  /** Errors with the form they belong to; rooms and beds by default. */
  readonly form?: FormState;
  readonly about?: 'house' | 'limit' | 'dutyNumber' | 'names';
  readonly address?: string | null;
}

/** One house with what it is like, its rooms and its beds. */
@Injectable()
export class ShelterView {
  constructor(
    private readonly shelters: Shelters,
    private readonly houses: ShelterProfiles,
    private readonly dutyNumbers: DutyNumbers,
  ) {}

  async of(
    actor: Actor,
    id: string,
    { form = newForm(), about, address = null }: ShelterPageState = {},
  ): Promise<PageView> {
    const shelter = (await this.shelters.list(actor)).find((one) => one.id === id);
    if (!shelter) throw notFound();
    const { language } = actor;
    const choices = (name: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: translate(language, `beds:${name}.${value}`) }));
    const member = actor.shelterIds.includes(id);
    return page('beds/shelter', {
      title: shelter.codeName,
      shelter,
      address,
      summary: form.summary,
      form: about ? newForm() : form,
      houseForm: about === 'house' ? form : newForm(),
      limitForm: about === 'limit' ? form : newForm(),
      dutyForm: about === 'dutyNumber' ? form : newForm(),
      duty:
        member && may(actor, 'duty-number:read') ? await this.dutyNumbers.show(actor, id) : null,
      namesForm: about === 'names' ? form : newForm(namesFields(shelter.names)),
      changes: about === 'house',
      limits: about === 'limit',
      named: about === 'names',
      picture: housePage(await this.houses.history(actor, id), language),
      mayManage: may(actor, 'shelters:manage'),
      mayShow: member && shelter.hasAddress && may(actor, 'shelter-address:show'),
      mayWriteDuty: member && may(actor, 'duty-number:write'),
      mayWrite:
        may(actor, 'shelter-address:write') &&
        (member || (actor.roles.includes('administrator') && !shelter.hasAddress)),
      mixes: choices('mix', ROOM_MIXES),
      kinds: choices('bed_kind', BED_KINDS),
    });
  }
}
