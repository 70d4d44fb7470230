import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { AddTeamDto } from './teams.dto';
import { Teams } from './teams.service';

const saved = () => redirect('/admin/teams', { kind: 'success', key: 'common:saved' });

@ApiTags('accounts')
@Controller('api/v1/teams')
export class TeamsApiController {
  constructor(private readonly teams: Teams) {}

  /** List the teams with their members. */
  @Allow('users:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.teams.list(actor);
  }

  /** Add a team. */
  @Allow('users:manage')
  @Post()
  add(@CurrentActor() actor: Actor, @Body() { name }: AddTeamDto) {
    return this.teams.add(actor, name);
  }

  /** Close a team. */
  @Allow('users:manage')
  @Post(':id/closing')
  @HttpCode(204)
  close(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.teams.close(actor, id);
  }
}

@ApiExcludeController()
@Controller('admin/teams')
export class TeamsPagesController {
  constructor(private readonly teams: Teams) {}

  @Allow('users:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.show(actor, mawa.language, newForm());
  }

  @Allow('users:manage')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      AddTeamDto,
      body,
      mawa.language,
      async ({ name }) => {
        await this.teams.add(actor, name);
        return saved();
      },
      (form) => this.show(actor, mawa.language, form),
    );
  }

  @Allow('users:manage')
  @Post(':id/closing')
  async close(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.teams.close(actor, id);
    return saved();
  }

  private async show(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const teams = await this.teams.list(actor);
    return page('access/teams', {
      title: translate(language, 'accounts:to_teams'),
      current: teams.filter(({ closedAt }) => closedAt === null),
      past: teams.filter(({ closedAt }) => closedAt !== null),
      form,
    });
  }
}
