import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import { ListedNames } from '../../beneficiaries';
import { DecisionSources } from '../../home';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { TaskKinds } from '../task-kinds.service';
import { Arrivals } from './arrivals.service';

/** New tasks and decisions of the actor, newest first. */
@ApiExcludeController()
@Controller('arrivals')
export class ArrivalsPagesController {
  constructor(
    private readonly arrivals: Arrivals,
    private readonly kinds: TaskKinds,
    private readonly decisions: DecisionSources,
    private readonly names: ListedNames,
  ) {}

  @Allow('arrivals:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const rows = await this.arrivals.look(actor);
    return page('plans/arrivals', {
      title: translate(language, 'plans:arrivals.title'),
      tasksPath: may(actor, 'tasks:read') ? '/tasks' : null,
      names: await this.names.of(
        actor,
        rows.map(({ caseId }) => caseId),
      ),
      rows: rows.map(({ source, id, kind, within, label, ...row }) => ({
        ...row,
        icon: source ? 'gavel' : this.kinds.of(kind!).icon,
        text: source
          ? this.decisions.wordsOf(source, label, language)
          : this.kinds.words(kind!, language),
        path: source
          ? this.decisions.pathOf(source, { id, within, label, caseId: row.caseId })
          : `/tasks/${id}`,
      })),
    });
  }
}
