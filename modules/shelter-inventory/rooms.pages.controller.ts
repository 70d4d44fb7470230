import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { namesFields } from '../platform/shared/local-names';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ChangeBedDto, ChangeRoomDto, SetPlaceNamesDto } from './shelter.dto';
import { roomPage } from './room.view';
import { Rooms } from './rooms.service';
import { Shelters } from './shelters.service';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, unknown>;
const saved = { kind: 'success', key: 'common:saved' } as const;

/** A room with its history, and what it and its beds are from a night on. */
@ApiExcludeController()
@Controller('admin/rooms/:id')
export class RoomsPagesController {
  constructor(
    private readonly rooms: Rooms,
    private readonly shelters: Shelters,
  ) {}

  @Allow('shelters:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('shelters:manage')
  @Post('changes')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ChangeRoomDto,
      body,
      mawa.language,
      async (dto) => {
        await this.rooms.change(actor, id, dto);
        return redirect(`/admin/rooms/${id}`, saved);
      },
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  @Allow('shelters:manage')
  @Post('beds/:bed/changes')
  changeBed(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('bed') bed: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ChangeBedDto,
      body,
      mawa.language,
      async (dto) => {
        await this.shelters.changeBed(actor, bed, dto);
        return redirect(`/admin/rooms/${id}`, saved);
      },
      (form) => this.view(actor, id, mawa.language, form, { bed }),
    );
  }

  @Allow('shelters:manage')
  @Post('names')
  name(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      SetPlaceNamesDto,
      body,
      mawa.language,
      async ({ names }) => {
        await this.shelters.nameRoom(actor, id, names);
        return redirect(`/admin/rooms/${id}`, saved);
      },
      (form) => this.view(actor, id, mawa.language, form, { names: true }),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
    about: { readonly bed?: string; readonly names?: boolean } = {},
  ): Promise<PageView> {
    const room = await this.rooms.history(actor, id);
    return page('inventory/room', {
      title: `${room.name} · ${room.shelter}`,
      backPath: `/admin/shelters/${room.shelterId}`,
      id,
      summary: form.summary,
      form: about.bed || about.names ? newForm() : form,
      bedForm: about.bed ? form : newForm(),
      formBed: about.bed ?? null,
      namesForm: about.names ? form : newForm(namesFields(room.names)),
      named: about.names,
      last: { ...room.facts.at(-1), floor: String(room.facts.at(-1)?.floor ?? 0) },
      mayManage: may(actor, 'shelters:manage'),
      picture: roomPage(room, language),
    });
  }
}
