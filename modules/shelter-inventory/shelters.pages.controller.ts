import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { DownloadMenus } from '../exports';
import { list } from '../reference-lists';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  DutyNumberDto,
  EndBedDto,
  NewBedDto,
  NewRoomDto,
  NewShelterDto,
  ShelterAddressDto,
} from './shelter.dto';
import { DutyNumbers } from './duty-numbers.service';
import { ShelterAddress } from './shelter-address.service';
import { Shelters } from './shelters.service';
import { ShelterView } from './shelter.view';
import { RECEIVED, SHELTER_KINDS } from '../shelter-beds';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, unknown>;
const saved = { kind: 'success', key: 'common:saved' } as const;

@ApiExcludeController()
@Controller('admin/shelters')
export class SheltersPagesController {
  constructor(
    private readonly shelters: Shelters,
    private readonly addresses: ShelterAddress,
    private readonly dutyNumbers: DutyNumbers,
    private readonly view: ShelterView,
    private readonly downloads: DownloadMenus,
  ) {}

  @Allow('shelters:read')
  @Get()
  all(@CurrentActor() actor: Actor): Promise<PageView> {
    return this.showAll(actor, newForm());
  }

  @Allow('shelters:manage')
  @Post()
  create(
    @CurrentActor() actor: Actor,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NewShelterDto,
      body,
      mawa.language,
      async (dto) => {
        const { id } = await this.shelters.create(actor, dto);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.showAll(actor, form),
    );
  }

  @Allow('shelters:read')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.view.of(actor, id);
  }

  @Allow('shelters:manage')
  @Post(':id/rooms')
  addRoom(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NewRoomDto,
      body,
      mawa.language,
      async (dto) => {
        await this.shelters.addRoom(actor, id, dto);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form }),
    );
  }

  @Allow('shelters:manage')
  @Post(':id/rooms/:room/beds')
  addBed(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('room') room: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NewBedDto,
      body,
      mawa.language,
      async (dto) => {
        await this.shelters.addBed(actor, room, dto);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form }),
    );
  }

  @Allow('shelters:manage')
  @Post(':id/beds/:bed/end')
  endBed(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('bed') bed: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      EndBedDto,
      body,
      mawa.language,
      async ({ from }) => {
        await this.shelters.endBed(actor, bed, from);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form }),
    );
  }

  @Allow('shelter-address:write')
  @Post(':id/address')
  writeAddress(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ShelterAddressDto,
      body,
      mawa.language,
      async ({ address }) => {
        await this.addresses.write(actor, id, address);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form }),
    );
  }

  /** Shows the address on request, audited; no page contains it before. */
  @Allow('shelter-address:show')
  @Post(':id/address/show')
  async showAddress(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    const { address } = await this.addresses.show(actor, id);
    return this.view.of(actor, id, { address });
  }

  @Allow('duty-number:write')
  @Post(':id/duty-number')
  writeDutyNumber(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      DutyNumberDto,
      body,
      mawa.language,
      async ({ number }) => {
        await this.dutyNumbers.write(actor, id, number);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form, about: 'dutyNumber' }),
    );
  }

  private async showAll(actor: Actor, form: FormState): Promise<PageView> {
    const say = (key: string) => translate(actor.language, `beds:${key}`);
    const choices = (name: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: say(`${name}.${value}`) }));
    const labels = (name: 'regions' | 'languages') =>
      list(name).items.map(({ code, labels: of }) => ({ value: code, label: of[actor.language] }));
    return page('beds/shelters', {
      title: say('shelters.title'),
      download: this.downloads.of(actor, actor.language, 'beds'),
      form,
      shelters: (await this.shelters.list(actor)).map((shelter) => ({
        ...shelter,
        beds: shelter.rooms.reduce((sum, { beds }) => sum + beds.length, 0),
      })),
      mayManage: may(actor, 'shelters:manage'),
      kinds: choices('shelter_kind', SHELTER_KINDS),
      received: choices('received', RECEIVED),
      regions: labels('regions').filter(({ value }) => /^\d/.test(value)),
      languages: labels('languages'),
    });
  }
}
