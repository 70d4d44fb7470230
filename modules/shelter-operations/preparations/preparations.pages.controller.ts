import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, type PageView } from '../../platform/web/page-response';
import { submitBedForm, type PageResponse } from '../../shelter-beds';
import { BedReadyDto, PreparationHoursDto } from './preparation.dto';
import { houseTabs } from '../house-tabs.view';
import { BedPreparations } from './preparations.service';

/** Beds to prepare, on the page of the house. */
@ApiExcludeController()
@Controller()
export class PreparationsPagesController {
  constructor(private readonly preparations: BedPreparations) {}

  @Allow('beds:prepare')
  @Get('house/:id/beds')
  of(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.show(actor, id, newForm());
  }

  @Allow('beds:prepare')
  @Post('house/:id/beds/ready')
  ready(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: BedReadyDto,
      act: ({ bedId }) => this.preparations.ready(actor, bedId, id),
      to: `/house/${id}/beds`,
      done: 'ready',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:set-preparation')
  @Post('house/:id/beds/preparation-hours')
  setHours(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: PreparationHoursDto,
      act: ({ hours }) => this.preparations.setHours(actor, id, hours),
      to: `/house/${id}/beds`,
      done: 'preparation_set',
      again: (form) => this.show(actor, id, form),
    });
  }

  private async show(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const { house, hours, beds } = await this.preparations.of(actor, id);
    return page('house/beds', {
      title: translate(actor.language, 'house:preparation.title', { house: house.codeName }),
      tabs: houseTabs(actor, id, 'beds'),
      house,
      hours,
      beds,
      form,
      maySet: may(actor, 'beds:set-preparation'),
    });
  }
}
