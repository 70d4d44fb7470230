import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ListedNames } from '../beneficiaries';
import { Lists } from '../reference-lists';
import type { Actor } from '../platform/shared/actor';
import { newForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { submitBedForm, type PageResponse } from '../shelter-beds';
import { FollowIncidentDto, IncidentDto, SEVERITIES } from './daily.dto';
import { houseTabs } from './house-tabs.view';
import { Incidents, severitiesAbove } from './incidents.service';
import { RollCall } from './roll-call.service';

@ApiExcludeController()
@Controller('house')
export class IncidentsPagesController {
  constructor(
    private readonly incidents: Incidents,
    private readonly roll: RollCall,
    private readonly lists: Lists,
    private readonly names: ListedNames,
  ) {}

  @Allow('incidents:write')
  @Get(':id/incidents')
  list(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showList(actor, id, newForm());
  }

  @Allow('incidents:write')
  @Post(':id/incidents')
  write(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: IncidentDto,
      act: (dto) => this.incidents.write(actor, id, dto, key),
      to: (made) => `/house/incidents/${made.id}`,
      done: 'incident_noted',
      words: 'house',
      again: (form) => this.showList(actor, id, form),
    });
  }

  @Allow('incidents:read')
  @Get('incidents/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showOne(actor, id, newForm());
  }

  @Allow('incidents:write')
  @Post('incidents/:id/notes')
  follow(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.act(actor, id, request, false);
  }

  @Allow('incidents:close')
  @Post('incidents/:id/closing')
  close(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.act(actor, id, request, true);
  }

  private act(actor: Actor, id: string, request: FastifyRequest, close: boolean): PageResponse {
    return submitBedForm(request, {
      form: FollowIncidentDto,
      act: ({ text, severity }) => this.incidents.follow(actor, id, { text, severity, close }),
      to: `/house/incidents/${id}`,
      done: 'called',
      words: 'house',
      again: (form) => this.showOne(actor, id, form),
    });
  }

  private async showList(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const { language } = actor;
    const kinds = await this.lists.choices(actor, 'incident_kinds');
    const { house, people } = await this.roll.of(actor, id);
    const incidents = await this.incidents.list(actor, id);
    const chosen = new Set([form.values.caseIds ?? []].flat());
    return page('house/incidents', {
      title: translate(language, 'house:incidents.title', { house: house.codeName }),
      tabs: houseTabs(actor, id, 'incidents'),
      form,
      house,
      kinds,
      severities: SEVERITIES.map((value) => ({
        value,
        label: translate(language, `house:severity.${value}`),
      })),
      people: people.map((one) => ({ ...one, checked: chosen.has(one.caseId!) })),
      incidents: incidents.map(({ labels, ...one }) => ({ ...one, label: labels[language] })),
      open: form.summary.length > 0,
      requestKey: randomUUID(),
    });
  }

  private async showOne(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const { language } = actor;
    const incident = await this.incidents.one(actor, id);
    const here = actor.shelterIds.includes(incident.shelterId);
    const wordsFor = (value: string) => translate(language, `house:severity.${value}`);
    return page('house/incident', {
      title: incident.labels[language],
      form,
      raised: incident.raised.map((one) => ({ ...one, label: wordsFor(one.severity) })),
      above: severitiesAbove(incident.severity).map((value) => ({ value, label: wordsFor(value) })),
      incident,
      names: await this.names.of(
        actor,
        incident.linked.map(({ caseId }) => caseId),
      ),
      listPath: here ? `/house/${incident.shelterId}/incidents` : '/tasks',
      mayFollow: here && incident.closedAt === null && may(actor, 'incidents:write'),
      mayClose: here && incident.closedAt === null && may(actor, 'incidents:close'),
    });
  }
}
