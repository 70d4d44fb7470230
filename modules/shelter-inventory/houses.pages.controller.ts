import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { submitForm } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { StayLengths, StayLimitDto } from '../shelter-beds';
import { ChangeHouseDto, SetPlaceNamesDto } from './shelter.dto';
import { ShelterProfiles } from './shelter-profiles.service';
import { Shelters } from './shelters.service';
import { ShelterView } from './shelter.view';

type PageResponse = Promise<PageView | PageRedirect>;
type Fields = Record<string, unknown>;
const saved = { kind: 'success', key: 'common:saved' } as const;

/** Forms of a shelter's page: dated properties, longest stay, names. */
@ApiExcludeController()
@Controller('admin/shelters/:id')
export class HousesPagesController {
  constructor(
    private readonly houses: ShelterProfiles,
    private readonly lengths: StayLengths,
    private readonly shelters: Shelters,
    private readonly view: ShelterView,
  ) {}

  @Allow('shelters:manage')
  @Post('changes')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ChangeHouseDto,
      // The form shows every box: where none is ticked, that is what is asked for.
      { receives: [], languages: [], ...body },
      mawa.language,
      async (dto) => {
        await this.houses.change(actor, id, dto);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form, about: 'house' }),
    );
  }

  @Allow('shelters:manage')
  @Post('stay-limits')
  limit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      StayLimitDto,
      body,
      mawa.language,
      async (dto) => {
        await this.lengths.setLimit(actor, id, dto);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form, about: 'limit' }),
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
        await this.shelters.nameShelter(actor, id, names);
        return redirect(`/admin/shelters/${id}`, saved);
      },
      (form) => this.view.of(actor, id, { form, about: 'names' }),
    );
  }
}
